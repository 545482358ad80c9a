"""Does this app still answer as it did in Drivetrain Lab? python smoke_test.py

It asks about the pictures in examples/ and compares. Exit code 0: the same answers; 1: not.
"""

import json
import sys
from pathlib import Path

from chain import load_chain
from read_photo import read_photo

HERE = Path(__file__).resolve().parent
ALLOWED = 0.001  # computers round differently


def differences() -> list[str]:
    """What is not the same, a line each; empty when all is well."""
    app = load_chain(HERE)
    expected = json.loads((HERE / "examples" / "answers.json").read_text(encoding="utf-8"))
    found = []
    for one in expected:
        said = app.says(read_photo(HERE / "examples" / one["file"]), one["place"])
        for part, answer in (("kind", said.kind), ("second", said.second)):
            if not same(answer, one[part]):
                found.append(f"{one['file']}: the answer about the {part} is another one.")
    return found if expected else ["There are no examples to compare."]


def same(answer: dict[str, float] | None, wanted: dict[str, float] | None) -> bool:
    """Whether both are silent, or give each class about the same probability."""
    if answer is None or wanted is None:
        return answer is wanted
    if set(answer) != set(wanted):
        return False
    return all(abs(answer[name] - share) <= ALLOWED for name, share in wanted.items())


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")  # whatever the console takes
    try:
        wrong = differences()
    except Exception as error:  # whatever is broken, the test has failed
        wrong = [f"The app could not be asked. {type(error).__name__}: {error}"]
    print("\n".join(wrong) or "The same answers as in Drivetrain Lab.")
    sys.exit(1 if wrong else 0)
