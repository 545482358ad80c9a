"""Ask this app about photos, one model after the other:

python ask.py photo.jpg                  a photo, or several
python ask.py --place Forest photo.jpg   taken at one of the places in app.json

Each answer is one line of JSON: "kind" is null where the gate stopped the photo.
"""

import argparse
import json
import sys
from pathlib import Path

from chain import Chain, load_chain
from read_photo import read_photo

HERE = Path(__file__).resolve().parent


def line(app: Chain, photo: Path, place: str | None) -> str:
    """What the app says about a photo, as JSON; a file that is no photo gets its reason."""
    try:
        said = app.says(read_photo(photo), place)
    except (OSError, ValueError, SyntaxError) as error:
        return json.dumps({"photo": photo.name, "error": str(error)}, ensure_ascii=False)
    answer = {"photo": photo.name, "stopped": said.stopped, "kind": said.kind}
    return json.dumps({**answer, "second": said.second}, ensure_ascii=False)


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # whatever the console takes
    app = load_chain(HERE)
    ask = argparse.ArgumentParser(usage=__doc__)
    ask.add_argument("photos", nargs="+", type=Path)
    ask.add_argument("--place", choices=list(app.places.shares) if app.places else [])
    asked = ask.parse_args()
    for photo in asked.photos:
        print(line(app, photo, asked.place), flush=True)
