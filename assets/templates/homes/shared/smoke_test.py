"""Does this model still answer as it did in Drivetrain Lab? python smoke_test.py

It asks about the ten pictures in examples/ and compares. Exit code 0: the same answers; 1: not.
"""

import json
import sys
from pathlib import Path

from judge import load_judge
from read_photo import read_photo

HERE = Path(__file__).resolve().parent
ALLOWED = 0.001  # computers round differently


def differences() -> list[str]:
    """What is not the same, a line each; empty when all is well."""
    judge = load_judge(HERE)
    expected = json.loads((HERE / "examples" / "answers.json").read_text(encoding="utf-8"))
    answers = judge.answers([read_photo(HERE / "examples" / one["file"]) for one in expected])
    found = []
    for one, answer in zip(expected, answers, strict=True):
        if set(one["probabilities"]) != set(answer.probs):
            return ["The classes are not those of the app."]
        furthest = max(abs(answer.probs[name] - p) for name, p in one["probabilities"].items())
        if furthest > ALLOWED:
            found.append(f"{one['file']}: a probability is {furthest:.4f} away from the app's.")
        if answer.action != one.get("action"):
            found.append(f"{one['file']}: the action is another one.")
    return found if expected else ["There are no examples to compare."]


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")  # whatever the console takes
    try:
        wrong = differences()
    except Exception as error:  # whatever is broken, the test has failed
        wrong = [f"The model could not be asked. {type(error).__name__}: {error}"]
    print("\n".join(wrong) or "The same answers as in Drivetrain Lab.")
    sys.exit(1 if wrong else 0)
