"""The DataBlock as the code a learner would write in a notebook, in two ways.

`datablock_code` starts from a folder of pictures, the way the course writes it. `project_code`
starts from the project as *Save project* saves it: the same pictures, labels and split as here.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Literal

from core.project.records import ImageRecord, SplitSettings
from core.vision.code.calls import batch_code, helper_lines, item_code
from core.vision.recipe import Recipe

ARCHIVE = "project.zip"
DRAWS = "dls.train.show_batch(max_n=8, nrows=2, unique=True)  # one picture, eight draws"
FASTAI = "from fastai.vision.all import *"


def splitter_code(split: SplitSettings) -> str:
    """The splitter alone; a stratified one needs the `labels` that `datablock_code` collects."""
    if split.kind == "folder":
        return "GrandparentSplitter()"
    if split.kind == "grouped":
        return "IndexSplitter(held_out)"
    if split.stratified:
        return (
            f"TrainTestSplitter(test_size={split.valid_pct:g}, random_state={split.seed}, "
            "stratify=labels)"
        )
    return f"RandomSplitter(valid_pct={split.valid_pct:g}, seed={split.seed})"


def datablock_code(
    recipe: Recipe, split: SplitSettings, *, folder: str = "pictures", train: int | None = None
) -> str:
    """Runnable code from a folder with one folder per class to `dls`.

    `train` is the number of training pictures; a batch cannot be larger.
    """
    return "\n".join(
        [
            FASTAI,
            *helper_lines(recipe),
            "",
            f"path = Path({folder!r})  # {_layout(split)}",
            *_before_the_splitter(split),
            "",
            "pictures = DataBlock(",
            "    blocks=(ImageBlock, CategoryBlock),",
            "    get_items=get_image_files,",
            "    get_y=parent_label,",
            f"    splitter={splitter_code(split)},",
            *_transforms(recipe),
            ")",
            f"dls = pictures.dataloaders(path, bs={batch_size(recipe.bs, train)})",
        ]
    )


def augment_code(recipe: Recipe, split: SplitSettings, *, train: int | None = None) -> str:
    """`datablock_code`, and the line that shows several draws of one picture."""
    return f"{datablock_code(recipe, split, train=train)}\n{DRAWS}"


def project_code(
    recipe: Recipe, *, archive: str = ARCHIVE, train: int | None = None, bs: int | None = None
) -> str:
    """Runnable code from the saved project to `dls`: what the app trains on, picture by picture."""
    return "\n".join([*table_lines(recipe, archive), "", *block_lines(recipe, train=train, bs=bs)])


def table_lines(recipe: Recipe, archive: str = ARCHIVE) -> list[str]:
    """From the saved project to a `table` of pictures, and `test`, the locked ones."""
    folder = archive.removesuffix(".zip")
    return [
        FASTAI,
        "import json, zipfile",
        *helper_lines(recipe),
        "",
        f"saved = zipfile.ZipFile({archive!r})  # made by Save project",
        f"saved.extractall({folder!r}, [n for n in saved.namelist() if n.startswith('images/')])",
        "rows = json.loads(saved.read('project.json'))['tables']",
        "pictures = pd.DataFrame(rows['picture'])[['id', 'name']]",
        "pictures = pictures.merge(pd.DataFrame(rows['image']), on='id')  # label and split",
        f"pictures['path'] = [f'{folder}/images/{{id}}.jpg' for id in pictures['id']]",
        "pictures['is_valid'] = pictures['split'] == 'valid'",
        "table = pictures[pictures['split'] != 'test']",
        "test = pictures[pictures['split'] == 'test']  # locked away",
    ]


def block_lines(
    recipe: Recipe, *, train: int | None = None, bs: int | None = None, name: str = "dls"
) -> list[str]:
    """From `table` to `dls`, as `core.worker.datablock` builds them for every training."""
    size = batch_size(bs or recipe.bs, train)
    return [
        "block = DataBlock(",
        "    blocks=(ImageBlock, CategoryBlock(vocab=sorted(set(table['label'])))),",
        "    get_x=ColReader('path'),",
        "    get_y=ColReader('label'),",
        "    splitter=ColSplitter('is_valid'),",
        *_transforms(recipe),
        ")",
        f"{name} = block.dataloaders(table, bs={size}, num_workers=0)",
    ]


def batch_size(bs: int, train: int | None) -> int:
    """No batch is larger than the training set."""
    return min(bs, train or bs)


def _transforms(recipe: Recipe) -> list[str]:
    return [f"    item_tfms={item_code(recipe)},", f"    batch_tfms={batch_code(recipe)},"]


def _layout(split: SplitSettings) -> str:
    if split.kind == "folder":
        return "folders train and valid, in each one folder per class"
    return "one folder per class"


def _before_the_splitter(split: SplitSettings) -> list[str]:
    """What the splitter needs to know: each picture's label, or which of them look alike."""
    labels = ["labels = [parent_label(file) for file in get_image_files(path)]"]
    if split.kind == "grouped":
        return [*(labels if split.stratified else []), *ALIKE, *_held_out(split)]
    return labels if split.kind == "random" and split.stratified else []


def _held_out(split: SplitSettings) -> list[str]:
    """A draw of whole groups by scikit-learn, with the classes in their shares where asked."""
    if split.stratified:
        folds = max(2, round(1 / split.valid_pct)) if split.valid_pct else 2
        draw = f"StratifiedGroupKFold({folds}, shuffle=True, random_state={split.seed})"
        how = f"{draw}.split(files, labels, groups)"
    else:
        draw = f"GroupShuffleSplit(1, test_size={split.valid_pct:g}, random_state={split.seed})"
        how = f"{draw}.split(files, groups=groups)"
    splitter = draw.split("(")[0]
    return [f"from sklearn.model_selection import {splitter}", f"held_out = next({how})[1]"]


ALIKE = [
    "from scipy.sparse.csgraph import connected_components",
    "",
    "files = get_image_files(path)",
    "small = [np.array(PILImageBW.create(f).resize((24, 24)), dtype=float).ravel() for f in files]",
    "shape = np.stack(small) - np.mean(small, axis=1, keepdims=True)",
    "shape /= np.linalg.norm(shape, axis=1, keepdims=True) + 1e-9",
    "_, groups = connected_components(shape @ shape.T > 0.95)  # near duplicates share a number",
]
"""Near duplicates in plain NumPy: pictures whose small grey shapes agree."""


_GATHER = """\
from fastai.vision.all import *

path = Path("pictures")              # one folder for each class
files = get_image_files(path)
failed = verify_images(files)        # really opens every file
failed.map(Path.unlink)              # what cannot be opened goes

Counter(file.parent.name for file in get_image_files(path))   # pictures in each class
"""


def gather_code() -> str:
    """The fastai code for what the Gather page does: find, verify and count pictures."""
    return _GATHER


LabelSource = Literal["folder", "file name"]
NAME_PATTERN = r"^([A-Za-z]+)"
GET_Y: dict[LabelSource, str] = {
    "folder": "parent_label",
    "file name": f'using_attr(RegexLabeller(r"{NAME_PATTERN}"), "name")',
}


def label_of(record: ImageRecord, source: LabelSource) -> str | None:
    """The label this way of reading gives; None where fastai would stop because it finds none.

    "folder" is the class the learner put the picture in, "file name" the letters it begins with.
    """
    if source == "folder":
        return record.label
    found = re.search(NAME_PATTERN, record.name.rsplit("/", 1)[-1])
    return found.group(1) if found else None


def labels_found(records: Sequence[ImageRecord], source: LabelSource) -> Counter[str | None]:
    """How many pictures get which label; the key None counts those without one."""
    return Counter(label_of(record, source) for record in records)
