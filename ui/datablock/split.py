"""The fourth question: which pictures are held out, and which of them are nearly the same."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from core.content import lesson_text, says
from core.project.dataset.split_change import (
    alike,
    came_in_folders,
    change_split,
    last_change,
    valid_under,
)
from core.project.project import Project
from core.project.records import ImageRecord, SplitKind, SplitSettings
from core.vision.code.datablock_code import splitter_code
from core.words import percent
from ui.datablock.questions import in_no_order
from ui.parts.guess import guess_now, note_result
from ui.parts.lesson import what_you_saw
from ui.parts.picture_wall.picture_wall import WallPicture, page_of, picture_wall

TEXT = lesson_text("datablock")
WAYS = {
    "random": "One by one, by chance",
    "stratified": "The same share of every class",
    "grouped": "Near duplicates together",
    "folder": "By their folders",
}
ON_THE_WALL = 14
KINDS: dict[str, SplitKind] = {"grouped": "grouped", "folder": "folder"}
SIDES = {"train": "learned from", "valid": "held out", "test": "locked"}
SHOWN = 3


def splitter_card(project: Project) -> None:
    """How the pictures are drawn; a change draws them again at once."""
    st.subheader(says("datablock", "which_held_out"), anchor=False)
    st.markdown(TEXT["splitter"])
    before = project.dataset.split()
    chosen = _controls(project, before)
    if chosen != before:
        with st.spinner(says("datablock", "drawing_again")):
            change_split(project, chosen)
    st.code(f"splitter={splitter_code(chosen)}", wrap_lines=True)
    counts = project.dataset.split_counts()
    parts = {part: counts.get(part, 0) for part in ("train", "valid", "test")}
    st.markdown(says("datablock", "split_locked" if parts["test"] else "split", **parts))
    change = last_change(project)
    if change and (change.came or change.left):
        st.markdown(
            says(
                "datablock",
                "last_change",
                difference=_difference(change.before, project.dataset.split()),
                came=len(change.came),
                left=len(change.left),
                stayed=change.stayed,
            )
        )


def held_out(project: Project) -> None:
    """The pictures of the validation set, those that have just come marked; below them those that
    have just gone back."""
    change = last_change(project)
    came, left = (change.came, change.left) if change else (frozenset(), frozenset())
    st.subheader(says("datablock", "held_out_under"), anchor=False)
    valid = in_no_order(project.dataset.images(split="valid"))
    held = sorted(valid, key=lambda image: image.id not in came)
    _wall(project, page_of(held, "held_out_page", per_page=ON_THE_WALL), "held_out", "came", came)
    if left:
        st.markdown(says("datablock", "back_among_those"))
        gone = [one for one in in_no_order(project.dataset.images(split="train")) if one.id in left]
        _wall(project, page_of(gone, "left_page", per_page=ON_THE_WALL), "gone_back", "left", left)


def _wall(
    project: Project, shown: Sequence[ImageRecord], key: str, moved: str, ids: frozenset[str]
) -> None:
    """Pictures to look at; those of `ids` with a badge that says how they `moved`."""
    tone = "good" if moved == "came" else "warn"
    wall = [
        WallPicture(
            image.id,
            project.dataset.thumbnail(image.id),
            image.label,
            badge=moved if image.id in ids else "",
            tone=tone if image.id in ids else "",
        )
        for image in shown
    ]
    label = "Pictures held out" if moved == "came" else "Pictures that went back"
    picture_wall(wall, key=key, size=96, label=label, pick=False)


def guess_the_seed(project: Project) -> None:
    """How many held-out pictures another seed would keep: a guess first, then the count."""
    st.subheader(says("datablock", "another_seed_another_draw"), anchor=False)
    split = project.dataset.split()
    other = replace(split, seed=split.seed + 1)
    now = {image.id for image in project.dataset.images(split="valid")}
    options = [
        "None",
        says("datablock", "about_share", valid_pct=percent(split.valid_pct)),
        "About half",
        "All",
    ]
    prompt = TEXT["seed_guess"].format(other=other.seed, seed=split.seed, held=len(now))
    chosen = guess_now(prompt, options, key="seed_guess")
    if chosen is not None:
        guess = options[chosen]
        stay = len(now & valid_under(project, other))
        truth = nearest_share(stay, len(now), (0.0, split.valid_pct, 0.5, 1.0))
        note_result(options[chosen] == options[truth], options[truth])
        same = len(now & valid_under(project, split))
        counts = {"stay": stay, "same": same, "held": len(now), "seed": split.seed}
        share = percent(split.valid_pct)
        what_you_saw(TEXT["seed_saw"].format(guess=guess, share=share, **counts))


def nearest_share(count: int, of: int, shares: Sequence[float]) -> int:
    """The place of the share that `count` of `of` comes nearest to."""
    return min(range(len(shares)), key=lambda place: abs(count - shares[place] * of))


def _controls(project: Project, split: SplitSettings) -> SplitSettings:
    folders = came_in_folders(project)
    now, both = _way(split), folders["train"] and folders["valid"]
    offered = [way for way in WAYS if way != "folder" or both or now == "folder"]
    way = st.radio(
        says("datablock", "how_they_are_drawn"),
        offered,
        index=offered.index(now),
        format_func=WAYS.__getitem__,
        captions=[TEXT[f"kind_{way}"] for way in offered],
        key=way_key(project),
    )
    if "folder" not in offered:
        st.caption(TEXT["no_folders"])
    percent = st.slider(
        says("datablock", "held_out_for_validation"),
        *(5, 50, _percent(split), 5),
        format="%d %%",
        key=f"{project.id}_percent",
    )
    seed = st.number_input(
        says("datablock", "seed"), 0, 9999, _seed(split), 1, key=f"{project.id}_seed"
    )
    return replace(
        split if way == now else _drawn(way),
        valid_pct=split.valid_pct if percent == _percent(split) else percent / 100,
        seed=split.seed if seed == _seed(split) else int(seed),
    )


def way_key(project: Project) -> str:
    """The key of the choice how pictures are drawn."""
    return f"{project.id}_way"


def _way(split: SplitSettings) -> str:
    if split.kind != "random":
        return split.kind
    return "stratified" if split.stratified else "random"


def _drawn(way: str) -> SplitSettings:
    """The settings that draw in this way."""
    return SplitSettings(stratified=way != "random", kind=KINDS.get(way, "random"))


def _difference(before: SplitSettings, now: SplitSettings) -> str:
    if before.seed != now.seed:
        return says("datablock", "seed_change", before=before.seed, now=now.seed)
    if _way(before) != _way(now):
        return f"{WAYS[_way(before)]} → {WAYS[_way(now)]}"
    shares = {"before": percent(before.valid_pct), "now": percent(now.valid_pct)}
    return says("datablock", "share_change", **shares)


def _seed(split: SplitSettings) -> int:
    """The seed as its box can show it."""
    return split.seed % 10_000


def _percent(split: SplitSettings) -> int:
    return min(max(round(100 * split.valid_pct), 5), 50)


def alike_card(project: Project) -> None:
    """How many near duplicates there are, how many the split tears apart, and some of them."""
    st.subheader(says("datablock", "nearly_the_same_picture"), anchor=False)
    with st.spinner(says("datablock", "comparing_pictures")):
        groups, split_leaks = alike(project)
    if not groups:
        st.markdown(says("datablock", "no_two_pictures"))
        return
    pictures = sum(len(group) for group in groups)
    st.markdown(says("datablock", "near_duplicates", pictures=pictures, groups=len(groups)))
    shown = (split_leaks or groups)[:SHOWN]
    picture_wall(
        [_on_the_wall(project, image) for group in shown for image in group[:4]],
        key="alike",
        size=112,
        label=says("datablock", "near_duplicates_their"),
        pick=False,
    )
    if not split_leaks:
        st.markdown(says("datablock", "split_keeps_every"))
        return
    st.markdown(
        says(
            "datablock",
            "split_tears",
            split_leaks=len(split_leaks),
            groups=len(groups),
            alike=TEXT["alike"],
        )
    )
    st.button(
        says("datablock", "keep_them_together"),
        key="keep_together",
        on_click=_together,
        args=(project,),
    )


def _on_the_wall(project: Project, image: ImageRecord) -> WallPicture:
    tone = "good" if image.split == "valid" else ""
    path = project.dataset.thumbnail(image.id)
    return WallPicture(image.id, path, image.label, badge=SIDES[image.split], tone=tone)


def _together(project: Project) -> None:
    """Draw again with near duplicates as one; the choice on the first card follows."""
    change_split(project, replace(project.dataset.split(), kind="grouped", stratified=True))
    st.session_state.pop(way_key(project), None)
