"""Every number in a report is found in the project's facts, read here without the report's code."""

import json
import re
import sqlite3
import time
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.content import CONTENT_FOLDER
from core.drivetrain.card.markdown import as_markdown
from core.drivetrain.decide.decision import Decision, StrategyCost, save_decision
from core.drivetrain.plan.plan import Lever, Plan, save_plan
from core.drivetrain.plan.templates import plan_templates
from core.learning.report.as_html import as_html, still_open
from core.learning.report.content import Kind, save_words
from core.learning.report.documents import document
from core.learning.report.facts import facts
from core.project.project import Project
from core.training.outcome import Outcome
from core.training.runs import keep_guess

DAY = date(2026, 11, 21)
KINDS: tuple[Kind, ...] = ("card", "post")
Z = 1.959964
UNITS = {1000.0}  # "for 1,000 pictures": a unit, as per cent is


def numbers_in(text: str) -> list[str]:
    """Every number as it is written, without the commas between thousands."""
    return [found.replace(",", "") for found in re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?", text)]


def markdown(project: Project, kind: Kind) -> str:
    return as_markdown(document(facts(project, DAY), kind), lambda picture: "picture", still_open)


class _Reader(HTMLParser):
    """What somebody hears who cannot see the page: all its text, and what pictures are called."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []
        self.silent = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent = tag == "style"
        self.heard += [value or "" for name, value in attrs if name in ("alt", "aria-label")]

    def handle_endtag(self, tag: str) -> None:
        self.silent = False

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.heard.append(data)


def read_aloud(html: str) -> str:
    reader = _Reader()
    reader.feed(html)
    return " | ".join(reader.heard)


def raw_numbers(value: Any) -> Iterator[float]:
    """All numbers anywhere in JSON, those inside its texts and names included."""
    if isinstance(value, dict):
        for key, inside in value.items():
            yield from raw_numbers(key)
            yield from raw_numbers(inside)
    elif isinstance(value, list):
        for inside in value:
            yield from raw_numbers(inside)
    elif isinstance(value, str):
        yield from (float(found) for found in numbers_in(value))
    elif isinstance(value, int | float):
        yield float(value)


class Known:
    """What the database and the run's file say, and the shares and ranges that follow from it."""

    def __init__(self, project: Project) -> None:
        self.plain: set[float] = set(UNITS) | {DAY.day, DAY.year}
        self.shares: set[float] = set()
        connection = sqlite3.connect(project.path / "project.sqlite")
        self._rows(connection)
        for run in project.runs.all():
            self._outcome(Outcome.load(project.runs.folder(run.id) / "outcome.npz"))
        self._flips(project)
        connection.close()

    def _rows(self, connection: sqlite3.Connection) -> None:
        for query in (
            "SELECT value FROM setting",
            "SELECT settings FROM run",
            "SELECT results FROM run",
            "SELECT provenance FROM picture",
        ):
            for (text,) in connection.execute(query):
                self.plain |= set(raw_numbers(json.loads(text)))
        for query in (
            "SELECT COUNT(*) FROM image",
            "SELECT COUNT(*) FROM image GROUP BY label",
            "SELECT COUNT(*) FROM image GROUP BY split",
            "SELECT COUNT(*) FROM image GROUP BY label, split",
            "SELECT COUNT(DISTINCT label) FROM image",
            "SELECT number FROM version",
            "SELECT COUNT(*) FROM cleaning WHERE undone = 0",
            "SELECT SUM(deleted) FROM cleaning WHERE undone = 0",
            "SELECT SUM(relabelled) FROM cleaning WHERE undone = 0",
            "SELECT COUNT(*) FROM label_change WHERE why = 'cleaning the validation set'",
            "SELECT COUNT(*) FROM image JOIN picture USING (id)"
            " WHERE json_extract(provenance, '$.licence') IS NULL",
            "SELECT COUNT(*) FROM image JOIN picture USING (id)"
            " GROUP BY source, json_extract(provenance, '$.licence')",
        ):
            self.plain |= {float(row[0]) for row in connection.execute(query) if row[0] is not None}
        for name, value in connection.execute("SELECT name, value FROM setting"):
            if name == "decision":
                at = time.localtime(json.loads(value)["at"])
                self.plain |= {at.tm_mday, at.tm_year}
        split = connection.execute("SELECT value FROM setting WHERE name = 'split'").fetchone()
        self.shares |= set(raw_numbers(json.loads(split[0]))) if split else {0.2}
        for created, ended in connection.execute("SELECT created, ended FROM run"):
            at = time.localtime(ended or created)
            self.plain |= {at.tm_mday, at.tm_year}

    def _outcome(self, outcome: Outcome) -> None:
        valid = np.array(outcome.splits) == "valid"
        truth, said = outcome.targets[valid], outcome.probs[valid].argmax(axis=1)
        self._score(int((truth == said).sum()), len(truth))
        sure = outcome.probs[valid].max(axis=1)[truth != said]
        self.shares |= {float(probability) for probability in sure}
        for one in range(len(outcome.vocab)):
            right = int(((truth == one) & (said == one)).sum())
            self._score(right, int((truth == one).sum()))
            self._score(right, int((said == one).sum()))
            for other in range(len(outcome.vocab)):
                there = int(((truth == one) & (said == other)).sum())
                back = int(((truth == other) & (said == one)).sum())
                self.plain |= {there, there + back}

    def _flips(self, project: Project) -> None:
        """Old and new answers to the validation pictures, by the labels that the new run saw."""
        after, *earlier = project.runs.all()
        for before in earlier:
            old, new = (
                Outcome.load(project.runs.folder(run.id) / "outcome.npz").part("valid")
                for run in (before, after)
            )
            answers = dict(zip(old.image_ids, old.predicted, strict=True))
            rows = [
                (answers[i] == label, said == label)
                for i, label, said in zip(new.image_ids, new.targets, new.predicted, strict=True)
                if i in answers
            ]
            self._score(sum(was for was, _ in rows), len(rows))
            self._score(sum(now for _, now in rows), len(rows))
            self.plain |= {sum(now and not was for was, now in rows)}
            self.plain |= {sum(was and not now for was, now in rows)}

    def _score(self, right: int, total: int) -> None:
        if not total:
            return
        self.plain |= {right, total, total - right}
        rate, weight = right / total, 1 + Z * Z / total
        middle = (rate + Z * Z / (2 * total)) / weight
        half = Z * sqrt(rate * (1 - rate) / total + Z * Z / (4 * total * total)) / weight
        self.shares |= {rate, max(0.0, middle - half), min(1.0, middle + half)}

    def has(self, number: str) -> bool:
        """Whether the number is one of them, as exactly as it is written."""
        digits = len(number.partition(".")[2])
        exact = 0.5 * 10**-digits + 1e-9
        candidates = np.array([*self.plain, *(100 * share for share in self.shares)])
        return bool((np.abs(candidates - float(number)) <= exact).any())

    def unknown(self, text: str) -> list[str]:
        return [number for number in numbers_in(text) if not self.has(number)]


def decide(project: Project) -> None:
    """A decision as Decide keeps it."""
    costs = plan_templates()["bears"].costs
    strategies = {
        "nothing": (1160.4, 901, 1503),
        "policy": (121.7, 82.3, 193),
        "perfect": (0, 0, 0),
    }
    save_decision(
        project,
        Decision(
            at=time.time(),
            run_id=project.runs.all()[0].id,
            classes=costs.classes,
            seen=[0.3, 0.4, 0.3],
            temperature=1.0,
            look_price=0.1,
            costs=costs,
            strategies=[
                StrategyCost(key=key, name=f"Way {key}", cost=cost, low=low, high=high)
                for key, (cost, low, high) in strategies.items()
            ],
        ),
    )


def clean_and_retrain(project: Project) -> None:
    """One label of each side changed, one picture deleted, and a training after it."""
    from core.training.quick.quick import train_quick

    train, valid = (project.dataset.images(split=split) for split in ("train", "valid"))
    for record in (train[0], valid[0]):
        other = next(name for name in project.dataset.classes() if name != record.label)
        project.cleaning.stage(record.id, "relabel", other)
    project.cleaning.stage(train[1].id, "delete")
    project.cleaning.apply()
    train_quick(project)


@pytest.fixture
def whole(trained: Project) -> Project:
    """A project with everything a report can tell."""
    keep_guess(trained, 17)
    clean_and_retrain(trained)
    save_plan(
        trained,
        Plan(
            objective="Read 37 meters a day",
            fear="More than 3 wrong bills",
            levers=[Lever(name="Ask", note="costs 0.75 each")],
        ),
    )
    save_words(trained, "manual", "For 43 days, beside the 2 clerks.")
    decide(trained)
    return trained


@pytest.mark.parametrize("kind", KINDS)
def test_every_number_is_found_in_the_projects_facts(whole: Project, kind: Kind) -> None:
    known = Known(whole)
    made = document(facts(whole, DAY), kind)
    text = markdown(whole, kind)
    assert len(numbers_in(text)) > 60
    assert known.unknown(text) == []
    assert known.unknown(read_aloud(as_html(made))) == []


@pytest.mark.parametrize("invented", ["99.87 %", "4,711 pictures", "0.12345", "271"])
def test_an_invented_number_is_found_out(whole: Project, invented: str) -> None:
    text = markdown(whole, "card") + invented
    assert Known(whole).unknown(text) == numbers_in(invented)


def test_the_texts_of_the_report_bring_no_number_of_their_own() -> None:
    for name in ("report.yaml", "says/report.yaml"):
        assert re.findall(r"\d", (CONTENT_FOLDER / name).read_text("utf-8")) == [], name


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_project_has_no_number_but_the_day(project: Project, kind: Kind) -> None:
    assert {*numbers_in(markdown(project, kind))} == {str(DAY.day), str(DAY.year)}


def test_the_epochs_of_a_fine_tune_are_told_as_they_were(whole: Project) -> None:
    quick = whole.runs.all()[0]
    settings = {"architecture": "resnet18", "epochs": 2, "freeze_epochs": 1, "lr": 0.002, "bs": 16}
    tuned = whole.runs.create("finetune", {**settings, "seed": 42}, quick.version)
    file = whole.runs.folder(tuned.id) / "outcome.npz"
    Outcome.load(whole.runs.folder(quick.id) / "outcome.npz").save(file)
    losses = [(1, 1.2345, 0.9), (2, 0.5, 0.4567), (3, 0.25, 0.5)]
    epochs = [
        {"epoch": n, "frozen": n == 1, "train_loss": a, "valid_loss": b, "error_rate": b / 8}
        for n, a, b in losses
    ]
    whole.runs.update(tuned.id, status="finished", results={**quick.results, "epochs": epochs})
    text = markdown(whole, "card")
    assert "ResNet-18" in text and "charts/epochs.svg" in text
    assert "| 1 (frozen) | 1.234 | 0.900 | 11 % |" in text.replace("\N{NO-BREAK SPACE}", " ")
    known = Known(whole)
    known.shares |= {epoch["error_rate"] for epoch in epochs}
    assert known.unknown(text) == []


def test_other_facts_make_other_figures(whole: Project) -> None:
    before = markdown(whole, "card")
    run = whole.runs.all()[0]
    file = whole.runs.folder(run.id) / "outcome.npz"
    said = Outcome.load(file)
    wrong = np.roll(said.probs, 1, axis=1)
    Outcome(said.vocab, said.image_ids, said.splits, said.targets, wrong).save(file)
    after = markdown(whole, "card")
    total = len(said.part("valid").image_ids)
    now = Outcome.load(file).part("valid").correct
    assert f"named {now} of {total}" in after and f"named {now} of {total}" not in before


def test_numbers_are_read_as_they_are_written(tmp_path: Path) -> None:
    assert numbers_in("1,160 of 20 (92.5 %), v2, 3.") == ["1160", "20", "92.5", "2", "3"]
    assert list(raw_numbers({"a7": [1, "2 of 3"]})) == [7.0, 1.0, 2.0, 3.0]
