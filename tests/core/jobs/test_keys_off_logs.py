"""A log in the home names no key afterwards, and the server's output goes on into the same file."""

from pathlib import Path

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
