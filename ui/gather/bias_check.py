"""What would this model learn? The learner looks at a sheet of their own pictures and ticks."""

from dataclasses import replace

import streamlit as st

from core.content import says
from core.curation.bias.bias_check import (
    Looked,
    bias_text,
    contact_sheet,
    keep_looked,
    looked_at,
    what_follows,
)
from core.curation.bias.border_rule import BorderRule, border_rule
from core.project.project import Project
from core.words import percent
from ui.parts.guess import guess_now, note_result
from ui.parts.lesson import as_text, what_you_saw
from ui.parts.picture_wall.picture_wall import WallPicture, picture_wall

_GUESSES = (0.2, 0.4, 0.6, 0.8)
NEAR = 0.1  # half of the way from one guess to the next


def measure_the_border(project: Project) -> None:
    """The learner guesses what a rule scores that sees only edges; then it is measured."""
    options = [says("gather", "about", share=percent(share)) for share in _GUESSES]
    chosen = guess_now(bias_text().border.ask, options, key="border_guess")
    if chosen is None:
        return
    with st.spinner(says("gather", "looking_at_edges")):
        rule = border_rule(project)
    if rule is None:
        st.caption(says("gather", "needs_two_classes"))
        return
    near = abs(_GUESSES[chosen] - rule.share) <= NEAR
    note_result(near, says("gather", "about", share=percent(rule.share)))
    what_you_saw(_told(rule, _GUESSES[chosen], near=near))


def _told(rule: BorderRule, guess: float, *, near: bool) -> str:
    words = {
        "none": bias_text().border.none,
        "some": bias_text().border.some,
        "much": bias_text().border.much,
    }[rule.strength]
    opening = says("gather", "close") if near else says("gather", "guessed", share=percent(guess))
    return f"{opening} {words.format(share=percent(rule.share), chance=percent(rule.chance))}"


def bias_check(project: Project) -> None:
    """In sight once: a story with a guess. Folded away: the sheet with its questions, what follows,
    and a measure."""
    if not any(looked.anything for looked in looked_at(project).values()):
        with st.container(border=True):
            st.markdown(f"**{bias_text().story.title}**")
            _story()
    folded = st.expander(bias_text().title, key="bias_check", on_change="rerun")
    if folded.open:
        with folded:
            _check(project)


@st.fragment
def _check(project: Project) -> None:
    st.markdown(bias_text().look)
    name = _class_choice(project)
    sheet, questions = st.columns([3, 2], gap="medium")
    with sheet:
        _sheet(project, name)
    with questions:
        _questions(project, name)
    _follows(project)
    st.space("small")
    measure_the_border(project)


def _story() -> None:
    story = bias_text().story
    chosen = guess_now(story.ask, list(story.choices.values()), key="bias_story")
    if chosen is not None:
        guess = list(story.choices)[chosen]
        note_result(guess == story.truth, story.choices[story.truth])
        how = "story_right" if guess == story.truth else "story_wrong"
        opening = says("gather", how, truth=story.choices[story.truth])
        what_you_saw(f"{opening} {story.told}\n\n{story.source}")


def _class_choice(project: Project) -> str:
    counts = project.dataset.classes()
    names = [name for name, count in counts.items() if count]
    done = {name for name, looked in looked_at(project).items() if looked.anything}
    picked = st.pills(
        says("gather", "class_look"),
        names,
        default=names[0],
        required=True,
        format_func=lambda name: (
            says("gather", "looked_at", name=as_text(name)) if name in done else as_text(name)
        ),
        key=f"bias_class_{project.id}",
        label_visibility="collapsed",
    )
    return picked or names[0]


def _sheet(project: Project, name: str) -> None:
    counter = f"bias_sheet_{project.id}_{name}"
    turn = int(st.session_state.get(counter, 0))
    records = project.dataset.images(label=name)
    sheet = contact_sheet(records, turn)
    pictures = [WallPicture(r.id, project.dataset.thumbnail(r.id), "") for r in sheet]
    picture_wall(
        pictures,
        key="bias_sheet",
        size=84,
        label=says("gather", "pictures_of", name=name),
        pick=False,
    )
    if len(records) > len(sheet):
        st.button(
            says("gather", "other_pictures"),
            icon=":material/shuffle:",
            key=f"{counter}_next",
            on_click=lambda: st.session_state.update({counter: turn + 1}),
        )


def _questions(project: Project, name: str) -> None:
    known = looked_at(project).get(name, Looked())
    seen = {key: _aspect(project, name, key, known) for key in bias_text().aspects}
    meets = _meets(project, name, seen, known) if any(seen.values()) else {}
    missing = st.text_input(
        bias_text().missing_ask,
        value=known.missing,
        placeholder=bias_text().missing_hint,
        max_chars=200,
        key=f"bias_missing_{project.id}_{name}",
    )
    now = Looked(seen, meets, missing)
    if now != known and (now.anything or known.anything or missing):
        keep_looked(project, name, now)


def _aspect(project: Project, name: str, key: str, known: Looked) -> list[str]:
    aspect = bias_text().aspects[key]
    return st.pills(
        aspect.title,
        list(aspect.seen),
        selection_mode="multi",
        default=[option for option in known.seen.get(key, []) if option in aspect.seen],
        format_func=aspect.seen.__getitem__,
        wrap=True,
        key=f"bias_{key}_{project.id}_{name}",
    )


def _meets(
    project: Project, name: str, seen: dict[str, list[str]], known: Looked
) -> dict[str, list[str]]:
    """Options that the sheet does not show and the model will meet, of aspects looked at."""
    words = {
        (key, option): said
        for key, ticked in seen.items()
        for option, said in bias_text().aspects[key].seen.items()
        if ticked and option not in ticked
    }
    chosen = st.multiselect(
        bias_text().meets_ask,
        list(words),
        default=[(k, o) for k, options in known.meets.items() for o in options if (k, o) in words],
        format_func=words.__getitem__,
        placeholder=says("gather", "choose_or_leave_empty"),
        key=f"bias_meets_{project.id}_{name}_{sum(map(len, seen.values()))}",
    )
    return {key: [o for k, o in chosen if k == key] for key in seen}


def _follows(project: Project) -> None:
    looked = {
        as_text(name): replace(ticks, missing=as_text(ticks.missing))
        for name, ticks in looked_at(project).items()
        if ticks.anything
    }
    if said := what_follows(looked):
        with st.container(border=True):
            st.markdown(says("gather", "what_follows_from"))
            st.markdown("\n".join(f"- {sentence}" for sentence in said))
    if len(looked) == 1 < len(project.dataset.classes()):
        st.caption(says("gather", "look_at_second"))
