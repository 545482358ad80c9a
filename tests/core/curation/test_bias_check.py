"""What follows from what the learner saw, and what the edges of pictures give away."""

import numpy as np
from PIL import Image

from core.curation.bias.bias_check import (
    Looked,
    bias_text,
    contact_sheet,
    keep_looked,
    looked_at,
    what_follows,
)
from core.curation.bias.border_rule import BorderRule, border_rule
from core.gather.reading.decode import encode
from core.project.project import Project
from core.project.records import ImageRecord, NewImage

VARIED = {
    "background": ["nature", "room"],
    "viewpoint": ["front", "side"],
    "light": ["day", "lamp"],
}


def test_two_classes_that_share_no_background_are_a_shortcut() -> None:
    said = what_follows(
        {
            "black": Looked({"background": ["nature", "water"]}),
            "teddy": Looked({"background": ["room", "plain"]}),
        }
    )
    assert len(said) == 1
    assert "black" in said[0] and "teddy" in said[0]
    names = bias_text().aspects["background"].seen
    assert all(names[seen] in said[0] for seen in ("nature", "water", "room", "plain"))


def test_classes_that_share_one_thing_and_vary_have_nothing_to_answer_for() -> None:
    said = what_follows({"black": Looked(VARIED), "teddy": Looked(VARIED)})
    assert [bias_text().varied.format(name=name) for name in ("black", "teddy")] == said


def test_what_is_always_the_same_and_what_will_be_met_is_said_of_its_class() -> None:
    looked = Looked({"light": ["day"]}, {"light": ["dark"]}, "none in snow")
    one, met, own = what_follows({"black": looked})
    light = bias_text().aspects["light"].seen
    assert light["day"] in one and light["dark"] in met and "black" in met
    assert "none in snow" in own


def test_a_thing_seen_is_not_missing_whatever_was_said_before() -> None:
    looked = Looked({"light": ["day", "dark"]}, {"light": ["dark"]})
    assert what_follows({"black": looked}) == []


def test_ticks_are_kept_and_follow_the_classes(project: Project) -> None:
    project.dataset.add_class("black")
    project.dataset.add_class("teddy")
    keep_looked(project, "black", Looked({"light": ["day"]}, {}, "snow"))
    keep_looked(project, "teddy", Looked({"light": ["lamp"]}))
    assert looked_at(project)["black"] == Looked({"light": ["day"]}, {}, "snow")
    project.dataset.remove_class("teddy")
    assert list(looked_at(project)) == ["black"]


def test_sheets_show_every_picture_once_before_any_comes_again() -> None:
    records = [
        ImageRecord(f"{n:064x}", "black", "test" if n < 5 else "train", str(n), 9, 9, "upload", n)
        for n in range(65)
    ]
    sheets = [contact_sheet(records, turn) for turn in range(4)]
    assert [len(sheet) for sheet in sheets] == [24, 24, 12, 24] and sheets[3] == sheets[0]
    shown = [record.name for sheet in sheets[:3] for record in sheet]
    assert sorted(shown, key=int) == [str(n) for n in range(5, 65)]
    assert shown != sorted(shown, key=int)


def framed(seed: int, edge: tuple[int, int, int]) -> Image.Image:
    """The same kind of noise in the middle, and an edge of one colour."""
    random = np.random.default_rng(seed)
    middle = Image.fromarray(random.integers(0, 255, (4, 4, 3), dtype=np.uint8))
    image = Image.new("RGB", (120, 120), edge)
    image.paste(middle.resize((72, 72)), (24, 24))
    return image


def test_an_edge_that_gives_the_class_away_is_found_and_noise_is_not(project: Project) -> None:
    random = np.random.default_rng(0)

    def add(label: str, seeds: range, edges: list[tuple[int, int, int]]) -> None:
        stored = [encode(framed(seed, edge)) for seed, edge in zip(seeds, edges, strict=True)]
        project.dataset.add(NewImage(s.id, s.jpeg, label, s.id, s.width, s.height) for s in stored)

    def colours(count: int, blue: int) -> list[tuple[int, int, int]]:
        return [(*random.integers(0, 255, 2).tolist(), blue) for _ in range(count)]  # type: ignore[misc]

    add("sky", range(20), colours(20, 250))
    assert border_rule(project) is None
    add("cave", range(20, 40), colours(20, 5))
    telling = border_rule(project)
    assert telling and telling.share > 0.9 and telling.strength == "much"
    with project.writing(dataset=True) as connection:
        connection.execute(
            "UPDATE image SET label = CASE WHEN substr(id, 1, 1) < '8' THEN 'sky' ELSE 'cave' END"
        )
    random_labels = border_rule(project)
    assert random_labels and random_labels.strength == "none"


def test_strength_is_measured_from_guessing() -> None:
    assert BorderRule(0.36, 0.34, 400).strength == "none"
    assert BorderRule(0.61, 0.34, 416).strength == "some"
    assert BorderRule(0.80, 0.34, 400).strength == "much"
    assert BorderRule(0.60, 0.50, 30).strength == "none"  # thirty pictures may say that by chance
