"""Pages and their parts run a few at a time, in the order in which they were asked for."""

from streamlit.runtime.scriptrunner import RerunData, ScriptRunner

from core.jobs.turns import Turns

AT_ONCE = 2
LONGEST_S = 0.1

_TURNS = Turns(AT_ONCE, LONGEST_S)
_run = ScriptRunner._run_script


def run_in_turn() -> None:
    """From now on no more than two pages run at the same time, until one takes long.

    Python runs one thread at a time. Sixty visitors' pages side by side took that from each other
    every 5 ms, and from the thread that answers: all of them were late, where in turn most are not.
    """
    ScriptRunner._run_script = _run_in_turn  # type: ignore[assignment,method-assign]


def _run_in_turn(runner: ScriptRunner, wanted: RerunData) -> None:
    with _TURNS.turn():
        _run(runner, wanted)
