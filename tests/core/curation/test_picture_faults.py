"""Dark, blurred, empty and odd pictures: measured once in a worker, kept by content."""

import hashlib
import io
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFilter

from core.curation.faults import picture_faults as faults
from core.curation.faults import picture_scores
from core.curation.faults.picture_faults import FAULTS, picture_faults, start_faults
from core.curation.faults.picture_faults_worker import blur_effect, scored
from core.curation.faults.picture_scores import SCORES, ScoringFailed, known_scores, score_pictures
from core.project.project import Project
from core.project.records import NewImage
from core.starter.bear_sets import pictures

SHARP = "sharp"


def photo() -> Image.Image:
    """A picture of Bear World in which nothing is wrong."""
    return Image.open(next(p.path for p in pictures() if not p.fault)).convert("RGB")


def spoiled() -> dict[str, Image.Image]:
    plain = photo()
    return {
        SHARP: plain,
        "dark": plain.point(lambda value: value * 0.2),
        "blurry": plain.filter(ImageFilter.GaussianBlur(4)),
        "low_information": Image.new("RGB", plain.size, (120, 130, 140)),
        "odd_aspect_ratio": plain.resize((plain.width, plain.height // 4)),
    }


def jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=92)
    return out.getvalue()


def id_of(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def gathered(project: Project, chosen: dict[str, Image.Image]) -> None:
    project.dataset.add(
        NewImage(id_of(name), jpeg(picture), "bear", name, *picture.size)
        for name, picture in chosen.items()
    )


def named(project: Project) -> dict[str, list[str]]:
    found = picture_faults(project).found
    return {kind: [project.dataset.image(i).name for i, _ in rows] for kind, rows in found.items()}


def test_each_fault_is_found_where_it_is(project: Project, until: Callable[..., None]) -> None:
    plain = {f"plain{n}": photo().rotate(n) for n in range(1, 7)}
    gathered(project, spoiled() | plain)
    assert picture_faults(project).unseen == len(project.dataset.images())
    start_faults(project)
    until(lambda: FAULTS.progress(project).state != "running", 400)
    assert FAULTS.progress(project).state == "finished"
    assert picture_faults(project).unseen == 0
    found = named(project)
    assert found["dark"] == ["dark"]
    assert found["low_information"] == ["low_information"]
    assert found["odd_aspect_ratio"] == ["odd_aspect_ratio"]
    assert found["blurry"] == ["blurry"]
    assert not any(SHARP in names for names in found.values())
    by_picture = picture_faults(project).by_picture
    assert "dark" in by_picture[id_of("dark")]


def test_where_every_picture_is_soft_none_stands_out(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    soft = {f"soft{n}": photo().rotate(n).filter(ImageFilter.GaussianBlur(4)) for n in range(4)}
    gathered(project, soft)
    blurs = {record.id: blur_effect(soft[record.name]) for record in project.dataset.images()}
    scores = {i: np.array([1, 1, 1, 1, 1 - blur], np.float32) for i, blur in blurs.items()}
    monkeypatch.setattr(faults, "known_scores", lambda ids: {i: scores[i] for i in ids})
    assert min(blurs.values()) > 0.45
    assert picture_faults(project).found == {}


def test_odd_sizes_need_no_look(project: Project) -> None:
    gathered(project, {f"same{n}": photo().resize((200, 200)).rotate(n) for n in range(8)})
    gathered(project, {"tiny": photo().resize((30, 30)), "huge": photo().resize((900, 900))})
    assert set(named(project)["odd_size"]) == {"tiny", "huge"}


def test_blur_is_measured_whatever_a_picture_shows() -> None:
    plain = photo()
    blurs = [blur_effect(plain.filter(ImageFilter.GaussianBlur(r))) for r in (0, 1, 3)]
    assert blurs == sorted(blurs)
    assert blurs[0] < 0.4 < 0.6 < blurs[-1] <= 1
    assert blur_effect(Image.new("RGB", (64, 64))) == 0
    assert blur_effect(Image.new("RGB", (3, 3))) == 0


def test_a_broken_file_has_no_scores_and_breaks_nothing(home: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"no picture")
    fine = tmp_path / "fine.jpg"
    fine.write_bytes(jpeg(photo()))
    done = list(score_pictures([("bad", broken), ("good", fine)], threading.Event()))
    assert done == [1]
    assert set(known_scores(["bad", "good"])) == {"good"}


def test_a_worker_that_dies_is_said_to_have_failed(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture_scores, "WORKER", "core.no_such_module")
    with pytest.raises(ScoringFailed):
        list(score_pictures([("a", Path("a.jpg"))], threading.Event()))


def test_a_stopped_look_says_so(
    project: Project, until: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    gathered(project, {SHARP: photo()})

    def endless(_pictures: object, stop: threading.Event):  # type: ignore[no-untyped-def]
        stop.wait()
        yield 0

    monkeypatch.setattr("core.curation.faults.picture_faults.score_pictures", endless)
    start_faults(project)
    FAULTS.stop(project)
    until(lambda: FAULTS.progress(project).state != "running")
    assert FAULTS.progress(project).state == "stopped"


def test_it_measures_as_cleanvision_does(tmp_path: Path) -> None:
    from cleanvision import Imagelab

    files = {name: tmp_path / f"{name}.jpg" for name in spoiled()}
    for name, picture in spoiled().items():
        files[name].write_bytes(jpeg(picture))
    lab = Imagelab(filepaths=[str(file) for file in files.values()])
    kinds = SCORES[:4]
    lab.find_issues({kind: {} for kind in kinds}, n_jobs=1, verbose=False)
    ours = scored([(name, str(file)) for name, file in files.items()])
    for name, file in files.items():
        theirs = lab.issues.loc[str(file)][[f"{kind}_score" for kind in kinds]].astype(float)
        assert ours[name][:4] == pytest.approx(theirs.tolist(), abs=1e-6)
