"""What gathering looks like in a notebook of your own."""

_CODE = """\
from fastai.vision.all import *

path = Path("pictures")              # one folder for each class
files = get_image_files(path)
failed = verify_images(files)        # really opens every file
failed.map(Path.unlink)              # what cannot be opened goes

Counter(file.parent.name for file in get_image_files(path))   # pictures in each class
"""


def gather_code() -> str:
    """The fastai code for what the Gather page does: find, verify and count pictures."""
    return _CODE
