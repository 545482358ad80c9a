"""The door for phones: nothing without a link, no cookie, clear words for what is no picture."""

import http.client
import json
from urllib.parse import quote

import pytest

from bench.spied_server import SpiedServer
from core.classroom.classes import ClassPath, new_class
from core.classroom.learners import join
from core.classroom.starting import join_class
from core.gather.phone import tray
from core.gather.phone.links import begin_link, end_link
from core.project.archive.attribution import CREATOR
from core.project.workspace import Workspace, new_key
from tests.core.classroom.test_class import ONE, OTHER
from tests.core.gather.pictures import as_file, noise
from tests.core.key_leaks import files_with
from ui.session import COOKIE


def asked(
    server: SpiedServer,
    method: str,
    path: str,
    body: bytes | None = None,
    origin: str = "",
    cookie: str = "",
) -> tuple[int, http.client.HTTPMessage, bytes]:
    """Status, headers and body of an answer."""
    asking = http.client.HTTPConnection("localhost", server.port, timeout=60)
    asking.request(method, path, body, {"Origin": origin or server.url, "Cookie": cookie})
    answer = asking.getresponse()
    return answer.status, answer.headers, answer.read()


def test_a_link_adds_pictures_and_opens_nothing(
    spied_server: SpiedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DRIVETRAIN_HOME", str(spied_server.home))
    workspace = Workspace.create()
    project = workspace.current()
    project.dataset.add_class("<b>leaf")
    link = begin_link(project, "others")
    at, leaf = f"/c/{link.id}", quote("<b>leaf")
    status, headers, html = asked(spied_server, "GET", f"{at}/")
    assert status == 200 and "Set-Cookie" not in headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert workspace.key not in html.decode() and workspace.path.name not in html.decode()
    assert asked(spied_server, "GET", at)[0] == 308
    assert asked(spied_server, "GET", f"{at}/camera.js")[0] == 200
    assert json.loads(asked(spied_server, "GET", f"{at}/now")[2]) == {"classes": ["<b>leaf"]}
    status, _, said = asked(spied_server, "POST", f"{at}/add?label={leaf}", as_file(noise(1)))
    assert (status, json.loads(said)) == (200, {"became": "waits"})
    for body in (b"", b"no picture", as_file(noise(2))[:90]):
        status, _, said = asked(spied_server, "POST", f"{at}/add?label={leaf}", body)
        assert status == 422 and json.loads(said)["error"]
    assert asked(spied_server, "POST", f"{at}/add", as_file(noise(2)))[0] == 422
    foreign = asked(
        spied_server, "POST", f"{at}/add?label={leaf}", as_file(noise(2)), "http://evil.example"
    )
    assert foreign[0] == 403 and tray.count(project) == 1
    of = [new_class(ClassPath(), "", 7)[0] for _ in range(2)]
    join(of[0], ONE, workspace)
    for seed, (there, nickname) in enumerate(((of[0], OTHER), (of[1], OTHER)), 4):
        key = join_class(there, nickname)[0].key
        cookie = f"{COOKIE}={new_key()}.{key}"
        picture = as_file(noise(seed))
        asked(spied_server, "POST", f"{at}/add?label={leaf}", picture, cookie=cookie)
    assert [one.sender for one in tray.waiting(project)] == ["", OTHER, ""]
    tray.accept(project, [one.id for one in tray.waiting(project)])
    known = [project.dataset.provenance(one.id) for one in project.dataset.images()]
    assert sorted(one.get(CREATOR, "") for one in known) == ["", "", OTHER]
    end_link(project, "others")
    for method, path in (("GET", "/"), ("GET", "/now"), ("POST", f"/add?label={leaf}")):
        assert asked(spied_server, method, at + path, as_file(noise(3)))[0] == 404
    assert asked(spied_server, "GET", "/c/nobody/")[0] == 404
    assert files_with(workspace.key, spied_server.home) == []
    assert link.id not in spied_server.log.read_text(encoding="utf-8")
