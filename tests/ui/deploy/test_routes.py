"""The web service of a published model: what it answers, to whom, and what it never does."""

import asyncio
from itertools import islice
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.testclient import TestClient
from starlette.types import Message

from core.deploy.published.body import MOST_PICTURES
from core.deploy.published.desk import FILES_IN_MEMORY, Desk
from core.deploy.published.publication import SWITCH, publish, unpublish
from core.deploy.published.table import measured_times
from core.deploy.published.trouble import Trouble
from core.drivetrain.decide.policy import action_for
from core.project.project import Project
from core.training.quick.quick import train_quick
from core.vision.judge import Judge
from tests.core.deploy.decided import decide
from tests.core.gather import hostile_pictures as hostile
from tests.core.gather.hostile_zips import zips
from tests.core.gather.mutants import mutants, small_copies
from tests.core.gather.pictures import noise
from ui.deploy import routes, web_answers

ELSEWHERE = {"Origin": "https://somebody.example"}
JPEG = {"Content-Type": "image/jpeg"}


def test_a_picture_gets_a_class_and_all_probabilities(
    visitor: TestClient, address: str, photo: bytes, trained: Project
) -> None:
    answer = visitor.post(f"{address}predict", content=photo, headers=JPEG)
    said = answer.json()
    assert answer.status_code == 200
    assert {*said} == {"class", "probabilities", "milliseconds"}
    shares = said["probabilities"]
    assert {*shares} == {*trained.dataset.classes()}
    assert sum(shares.values()) == pytest.approx(1, abs=1e-5)
    assert said["class"] == max(shares, key=shares.__getitem__) == next(iter(shares))


def test_the_action_is_that_of_the_decision(
    visitor: TestClient, address: str, photo: bytes, trained: Project
) -> None:
    said = []
    for look in (0.0, 10_000.0):
        decide(trained, look=look)
        answer = visitor.post(f"{address}predict", content=photo).json()
        advice = action_for(trained, answer["probabilities"])
        assert advice and answer["action"] == advice.action
        said.append(answer["action"])
    assert said[0] != said[1], "a look that costs nothing is taken, one that costs much is not"


def test_several_pictures_get_an_answer_each(
    visitor: TestClient, address: str, photo: bytes
) -> None:
    files = [("photo", (f"{n}.jpg", photo, "image/jpeg")) for n in range(3)]
    alone = visitor.post(f"{address}predict", files=files[:1]).json()
    said = visitor.post(f"{address}predict", files=files).json()["answers"]
    assert [one["probabilities"] for one in said] == [alone["probabilities"]] * 3
    many = visitor.post(f"{address}predict", files=files[:1] * (MOST_PICTURES + 1))
    assert (many.status_code, many.json()["code"]) == (413, "too_many_pictures")


def test_what_is_sent_is_forgotten(
    visitor: TestClient, address: str, trained: Project, home: Path
) -> None:
    def files() -> dict[Path, int]:
        return {path: path.stat().st_size for path in home.rglob("*") if path.is_file()}

    new = hostile.as_file(noise(77, (500, 400)), "PNG")
    visitor.post(f"{address}predict", content=new)
    before = files()
    assert visitor.post(f"{address}predict", files=[("p", ("a.png", new))] * 2).is_success
    assert files() == before


def hostile_bodies() -> list[bytes]:
    """More than two hundred: those of Gather, and damaged copies of pictures."""
    groups = (hostile.cut_off, hostile.misnamed, hostile.no_pictures, hostile.bombs)
    files = [data for group in groups for _, (_, data) in group()]
    damaged = mutants(small_copies([noise(5, (640, 480))]), seed=8, count=150)
    return [*files, *(data for _, data in islice(zips(), 12)), *(data for _, data in damaged)]


def test_two_hundred_hostile_bodies_end_in_json(
    visitor: TestClient, address: str, photo: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DRIVETRAIN_MAX_ASKS_A_MINUTE", "100000")
    monkeypatch.setenv("DRIVETRAIN_MAX_MODEL_ASKS_A_MINUTE", "100000")
    bodies, refused = hostile_bodies(), 0
    assert len(bodies) >= 200
    for data in bodies:
        answer = visitor.post(f"{address}predict", content=data)
        said = answer.json()
        if answer.is_success:
            assert "class" in said, "a damaged picture may still be one"
        else:
            refused += 1
            assert answer.status_code in (400, 413, 422) and said["error"] and said["code"]
    assert refused > 120
    assert visitor.post(f"{address}predict", content=photo).is_success


def test_a_hostile_file_among_several_is_said_as_json(
    visitor: TestClient, address: str, photo: bytes
) -> None:
    files = [("p", ("a.jpg", photo)), ("p", ("b.jpg", b"no picture"))]
    answer = visitor.post(f"{address}predict", files=files)
    assert (answer.status_code, answer.json()["code"]) == (422, "unusable_picture")


def test_only_predict_is_open_to_pages_of_others(
    visitor: TestClient, address: str, photo: bytes
) -> None:
    answer = visitor.post(f"{address}predict", content=photo, headers=ELSEWHERE)
    assert answer.is_success and answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers
    refused = visitor.post(f"{address}predict", content=b"x", headers=ELSEWHERE)
    assert refused.status_code == 422 and refused.headers["access-control-allow-origin"] == "*"
    figures = {"milliseconds": 1, "bytes": 1}
    assert visitor.post(f"{address}measured", json=figures, headers=ELSEWHERE).status_code == 403
    assert visitor.put(f"{address}predict", content=photo, headers=ELSEWHERE).status_code == 403
    for other in (f"{address}predict/", f"{address}predict/x", f"/x{address}predict", "/remember"):
        assert visitor.post(other, content=photo, headers=ELSEWHERE).status_code == 403
    for other in ("", "openapi.json"):
        found = visitor.get(f"{address}{other}", headers=ELSEWHERE)
        assert found.is_success and "access-control-allow-origin" not in found.headers


def test_a_preflight_is_answered_for_predict_alone(visitor: TestClient, address: str) -> None:
    asks = {**ELSEWHERE, "Access-Control-Request-Method": "POST"}
    answer = visitor.options(f"{address}predict", headers=asks)
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["access-control-allow-methods"] == "POST"
    for other in ("measured", "openapi.json", ""):
        closed = visitor.options(f"{address}{other}", headers=asks)
        assert closed.status_code == 405
        assert "access-control-allow-origin" not in closed.headers


def test_everything_wrong_is_json_with_a_fitting_status(
    visitor: TestClient, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DRIVETRAIN_MAX_FILE_MB", "1")
    unknown = f"/m/{'x' * 22}/"
    cases = {
        (404, "not_published"): [
            visitor.post(f"{unknown}predict", content=b"x"),
            visitor.get(unknown),
            visitor.get(f"{unknown}openapi.json"),
            visitor.get("/m/short/"),
            visitor.get("/m/"),
            visitor.get(f"{address}phone.html"),
            visitor.get(f"{address}predict/more"),
        ],
        (405, "wrong_method"): [visitor.get(f"{address}predict"), visitor.delete(address)],
        (400, "no_picture"): [visitor.post(f"{address}predict")],
        (413, "too_large"): [
            visitor.post(f"{address}predict", content=bytes(1_000_001)),
            visitor.post(f"{address}predict", content=(bytes(500_001) for _ in range(3))),
        ],
    }
    for (status, code), answers in cases.items():
        for answer in answers:
            assert (answer.status_code, answer.json()["code"]) == (status, code), answer.url
            assert "set-cookie" not in answer.headers
    assert visitor.get(f"{address}predict").headers["allow"] == "POST"


def test_a_browser_that_opens_an_ended_address_gets_a_page(visitor: TestClient) -> None:
    ended = visitor.get(f"/m/{'x' * 22}/", headers={"Accept": "text/html,*/*;q=0.8"})
    assert ended.status_code == 404 and ended.headers["content-type"].startswith("text/html")
    assert Trouble("not_published").sentence in ended.text
    assert visitor.get(f"/m/{'x' * 22}/phone.css").is_success


def test_who_asks_too_often_is_told_how_long_to_wait(
    visitor: TestClient, address: str, photo: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DRIVETRAIN_MAX_ASKS_A_MINUTE", "3")
    files = [("p", ("a.jpg", photo))] * 3
    assert visitor.post(f"{address}predict", files=files).is_success, "each picture counts"
    refused = visitor.post(f"{address}predict", content=photo)
    assert (refused.status_code, refused.json()["code"]) == (429, "too_often")
    assert 1 <= int(refused.headers["retry-after"]) <= 60


def test_one_model_has_a_limit_of_its_own(
    visitor: TestClient, address: str, photo: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DRIVETRAIN_MAX_MODEL_ASKS_A_MINUTE", "1")
    assert visitor.post(f"{address}predict", content=photo).is_success
    assert visitor.post(f"{address}predict", content=photo).status_code == 429
    assert visitor.get(f"/m/{'x' * 22}/").status_code == 404


def test_who_sends_too_slowly_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    async def never() -> Message:
        await asyncio.Event().wait()
        raise AssertionError

    monkeypatch.setattr(web_answers, "ARRIVES_WITHIN_S", 0.01)
    request = Request({"type": "http", "method": "POST", "headers": []}, never)
    with pytest.raises(Trouble) as raised:
        asyncio.run(web_answers.whole_body(request, 100))
    assert raised.value.status == 408


def test_no_more_are_at_work_than_allowed(
    visitor: TestClient, address: str, photo: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DRIVETRAIN_MAX_ASKS_AT_WORK", "1")
    with routes.DESK.at_work():
        answer = visitor.post(f"{address}predict", content=photo)
    assert (answer.status_code, answer.json()["code"]) == (503, "busy")
    assert int(answer.headers["retry-after"]) >= 1
    assert answer.headers["access-control-allow-origin"] == "*"
    assert visitor.post(f"{address}predict", content=photo).is_success


def test_bytes_of_all_requests_together_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DRIVETRAIN_MAX_FILE_MB", "1")
    desk = Desk()
    with desk.at_work() as one, desk.at_work() as other:
        one.take((FILES_IN_MEMORY - 1) * 1_000_000)
        other.take(1_000_000)
        with pytest.raises(Trouble) as raised:
            other.take(1)
        assert raised.value.code == "busy"
    with desk.at_work() as again:
        again.take(FILES_IN_MEMORY * 1_000_000)


def test_an_error_of_ours_is_said_as_json_without_its_words(
    visitor: TestClient, address: str, photo: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("/home/somebody")

    monkeypatch.setattr(Judge, "answers", broken)
    answer = visitor.post(f"{address}predict", content=photo)
    assert (answer.status_code, answer.json()["code"]) == (500, "broke")
    assert "somebody" not in answer.text


def test_a_model_that_is_gone_is_said(
    visitor: TestClient, address: str, photo: bytes, trained: Project
) -> None:
    for name in ("head.npz", "labels.json"):
        (trained.runs.folder(trained.runs.all()[0].id) / name).unlink()
    answer = visitor.post(f"{address}predict", content=photo)
    assert (answer.status_code, answer.json()["code"]) == (503, "no_model")


def test_it_ends_at_once_and_does_not_change_silently(
    visitor: TestClient, address: str, photo: bytes, trained: Project
) -> None:
    first = visitor.post(f"{address}predict", content=photo).json()["probabilities"]
    one, other, *_ = trained.dataset.classes()
    some = trained.dataset.images(label=one)[:20]
    trained.dataset.move([image.id for image in some], other)
    newer = train_quick(trained)
    assert visitor.post(f"{address}predict", content=photo).json()["probabilities"] == first
    publish(trained, newer)
    assert visitor.post(f"{address}predict", content=photo).json()["probabilities"] != first
    unpublish(trained)
    for found in (visitor.get(address), visitor.post(f"{address}predict", content=photo)):
        assert found.status_code == 404


def test_a_host_that_does_not_publish_answers_nothing(
    visitor: TestClient, address: str, photo: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SWITCH, "off")
    paths = ("", "openapi.json", "predict", "measured")
    answers = [visitor.get(f"{address}{path}") for path in paths[:2]]
    answers += [visitor.post(f"{address}{path}", content=photo) for path in paths[2:]]
    assert [answer.status_code for answer in answers] == [404] * 4


def test_a_visitor_may_tell_two_numbers_and_nothing_else(visitor: TestClient, address: str) -> None:
    told = {"milliseconds": 132.5, "bytes": 2_400_000}
    assert visitor.post(f"{address}measured", json=told).status_code == 204
    public_id = address.split("/")[2]
    kept = measured_times(public_id)
    assert [(one.milliseconds, one.bytes) for one in kept] == [(132.5, 2_400_000)]
    odd = [
        *({**told, "milliseconds": value} for value in (0, -1, 1e9, "5", None, True, [1])),
        *({**told, "bytes": value} for value in (0, 1.5, 10**12, "5", None, True)),
        *([], 3, "x", {}, {"bytes": 1}),
    ]
    answers = [visitor.post(f"{address}measured", json=one) for one in odd]
    answers += [visitor.post(f"{address}measured", content=b) for b in (b"", b"NaN", b"[" * 150)]
    nan = b'{"milliseconds": NaN, "bytes": 5}'
    answers += [visitor.post(f"{address}measured", content=nan)]
    assert {answer.status_code for answer in answers} == {400}
    assert visitor.post(f"{address}measured", content=bytes(300)).status_code == 413
    assert len(measured_times(public_id)) == 1


def test_openapi_says_what_is_true(
    visitor: TestClient, address: str, photo: bytes, trained: Project
) -> None:
    found = visitor.get(f"{address}openapi.json").json()
    assert found["info"]["title"] == trained.name
    answer = found["components"]["schemas"]["Answer"]
    assert answer["properties"]["class"]["enum"] == list(trained.dataset.classes())
    said = visitor.post(f"{address}predict", content=photo).json()
    assert {*answer["required"]} <= {*said} <= {*answer["properties"]}
    responses = found["paths"]["/predict"]["post"]["responses"]
    assert {"200", "404", "413", "422", "429", "503"} <= {*responses}
    references = {part for part in str(found).split("'") if part.startswith("#/")}
    schemas = found["components"]["schemas"]
    assert references == {f"#/components/schemas/{name}" for name in schemas}
