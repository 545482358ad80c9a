"""What a pupil who tries things can do to a server: prints one JSON line.

    python -m bench.attack [--sets openings sockets uploads disk kills] [--mutants 2000]
                           [--walk 40] [--visits 200] [--kills 6] [--seed 7] [--project ZIP]

A lived-in project (or ZIP) is saved. The sets of attacks:

    openings   damaged copies of it are opened, then the bombs that once took the server away;
               every page is opened on `--walk` of those that could be opened (0: on all of them)
    sockets    a server whose resolver is watched: foreign pages, odd Hosts, many sockets, noise,
               visitors without a cookie
    uploads    under made-up ids, over the budget, many at once
    disk       a server on a disk without a free byte (takes root): pages, saving, deleting
    kills      SIGKILL while a project is opened and changed, and while pictures come in

The line says, for all of them:

    tried            mutants, bombs, pages, sockets, uploads, visits and kills
    stumbled         what raised anything but a refusal, was let in, or locked others out
    lost             projects and pictures that are not as they were, or that a refusal left
    peak_mb_over     the most memory that a process took above what it was given, in MB
    frozen_ms        the longest moment in which no other thread, or /health, got a turn
    foreign_requests names looked up and connections begun that lead out of this machine
    key_leaks        files of the home, members of the saved ZIP and command lines with a key

and to read them by:

    opened, refused  how the mutants and bombs went
    cpu_s_per_100_mb processor seconds of opening an honest project of many pictures, a 100 MB
    visits, visits_made, visits_took_bytes
    frozen_base_ms   frozen_ms while nothing is attacked: what this machine's other work does
    left_out         what could not be attacked here
"""

import argparse
import json
import os
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.attack import full_disk, kills, sockets, uploads
from bench.attack.found import Found, say
from bench.attack.lived_in import live_in
from bench.attack.openings import Openings
from bench.attack.watching import content, frozen, health, key_leaks, watch_requests
from bench.spied_server import SpiedServer
from core.project.archive.archive import save_archive
from core.project.workspace import Workspace

SETS = ("openings", "sockets", "uploads", "disk", "kills")
BUDGETS = {
    "DRIVETRAIN_MAX_SESSION_UPLOAD_MB": str(uploads.OF_A_SESSION),
    "DRIVETRAIN_MAX_UPLOADS_MB": str(uploads.IN_ALL),
}


def main() -> None:
    """Attack and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--sets", nargs="+", choices=SETS, default=SETS)
    parser.add_argument("--mutants", type=int, default=2_000)
    parser.add_argument("--walk", type=int, default=40)
    parser.add_argument("--visits", type=int, default=200)
    parser.add_argument("--kills", type=int, default=6)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--project", type=Path, metavar="ZIP")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        home = Path(place) / "home"
        os.environ["DRIVETRAIN_HOME"] = str(home)
        print(json.dumps(attack(Path(place), home, options)))


def attack(place: Path, home: Path, options: argparse.Namespace) -> dict[str, Any]:
    """What all the sets that were asked for found together."""
    found, foreign = Found(), watch_requests()
    workspace = Workspace.create()
    saved = honest(workspace, place / "saved.zip", options.project)
    bystander = workspace.current()
    before = content(bystander)
    with frozen() as base:
        time.sleep(5)
    if "openings" in options.sets:
        Openings(place, workspace, found).attack(saved.read_bytes(), options)
    if "disk" in options.sets:
        full_disk.attack(place, saved, found)
    serve(place, home, workspace, saved, options, found, base)
    if content(bystander) != before:
        found.lose("the project that stood by")
    found.foreign_requests += len(foreign)
    found.key_leaks += key_leaks(home, workspace.key, saved.read_bytes())
    found.beside["frozen_base_ms"] = round(1000 * base[0])
    return found.figures()


def honest(workspace: Workspace, saved: Path, given: Path | None) -> Path:
    """The ZIP that all mutants come from; its project stays open beside them."""
    if given:
        workspace.open_archive(given)
    else:
        live_in(workspace.current())
    return save_archive(workspace.current(), saved)


def serve(
    place: Path,
    home: Path,
    workspace: Workspace,
    saved: Path,
    options: argparse.Namespace,
    found: Found,
    base: list[float],
) -> None:
    """The sets that need a server, on one whose look-ups are written down."""
    if not {"sockets", "uploads", "kills"} & set(options.sets):
        return
    server = SpiedServer(home, **BUDGETS)
    server.start()
    try:
        with health(server.port) as idle:
            time.sleep(5)
        base[0] = max(base[0], idle[0])
        if "sockets" in options.sets:
            say("sockets")
            sockets.attack(server, found, options.visits)
        if "uploads" in options.sets:
            say("uploads")
            uploads.attack(server, found)
        if "kills" in options.sets:
            say("kills")
            kills.while_changing(workspace, saved, options.kills, found)
            kills.while_pictures_come(server, place, options.kills, found)
        found.foreign_requests += len(server.asked_for())
    finally:
        server.kill()


if __name__ == "__main__":
    main()
