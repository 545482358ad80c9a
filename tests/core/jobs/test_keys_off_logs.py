"""A log in the home names no key afterwards, and the server's output goes on into the same file."""

import gzip
from pathlib import Path

import pytest

from core.jobs import keys_off_logs
from core.jobs.keys_off_logs import take_keys_off_logs
from core.project.workspace import Workspace, new_key


def test_keys_in_logs_are_crossed_out_and_the_rest_stays(home: Path) -> None:
    workspace = Workspace.create()
    workspace.current().rename("Bears")
    key, other = workspace.key, new_key()
    lines = f"GET /train?w={key}&x=1 200\nNo {home}/workspaces/{key}/projects\nGET /?w={other}\n"
    logs = [home / "server.log", home / "server.log.1", home / "nohup.out"]
    for file in logs:
        file.write_text(lines)
    (home / "empty.log").touch()
    with logs[0].open("a") as going_on:
        take_keys_off_logs(home)
        going_on.write("and on\n")
    crossed = lines.replace(key, "x" * len(key))
    assert [file.read_text() for file in logs] == [f"{crossed}and on\n", crossed, crossed]
    assert Workspace.open(key).current().name == "Bears"


def test_compressed_logs_are_cleaned_too_up_to_a_bound(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace.create()
    workspace.current().rename("Bears")
    lines = f"GET /?w={workspace.key} 200\n" * 3 + "GET / 200\n"
    log, large = home / "server.log.2.gz", home / "server.log-20260101.gz"
    damaged, plain = home / "server.log.3.gz", home / "server.log.4.gz"
    for file, said in ((log, lines), (large, lines * 50), (plain, "GET / 200\n")):
        file.write_bytes(gzip.compress(said.encode()))
    damaged.write_bytes(log.read_bytes()[:-12])
    before = {file: file.read_bytes() for file in (large, damaged, plain)}
    monkeypatch.setattr(keys_off_logs, "MOST_UNPACKED", 1_000)
    take_keys_off_logs(home)
    cleaned = gzip.decompress(log.read_bytes()).decode()
    assert cleaned == lines.replace(workspace.key, "x" * len(workspace.key))
    assert {file: file.read_bytes() for file in before} == before
    assert not list(home.glob(".*.tmp"))
