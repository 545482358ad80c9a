"""The recipe's transforms and callbacks as code: the calls that run, written out."""

from core.content import ROOT
from core.vision.augment.augmentation import TORCHVISION, Augmentation, Call, Strength, Value
from core.vision.recipe import NORMALIZE_MEAN, NORMALIZE_STD, Recipe

FASTAI_DEFAULTS = Recipe().aug_transforms().arguments
ONE_LINE = 78
_EACH_PICTURE = ROOT / "core" / "worker" / "each_picture.py"


def item_code(recipe: Recipe) -> str:
    """The item transforms: `Resize(224, ResizeMethod.Crop)` and the like, a list if several."""
    calls = recipe.item_calls()
    written = [_sized(call) if "size" in call.arguments else _plain(call) for call in calls]
    return written[0] if len(written) == 1 else f"[{', '.join(written)}]"


def batch_code(recipe: Recipe) -> str:
    """The batch transforms as a list; only what differs from `aug_transforms`' own is written."""
    normalize = f"Normalize.from_stats([{NORMALIZE_MEAN}] * 3, [{NORMALIZE_STD}] * 3)"
    calls = recipe.batch_calls()
    fastai = [_batch_call(call) for call in calls if call.module != TORCHVISION]
    others = [_torchvision(call) for call in calls if call.module == TORCHVISION]
    written = [*fastai, *_together(others), normalize]
    line = f"[{', '.join(written)}]"
    if len(line) <= ONE_LINE or len(written) <= 2:
        return line
    return "\n".join(["[", *(f"        {call}," for call in written), "    ]"])


def callbacks_code(recipe: Recipe) -> list[str]:
    """One line for each callback that the learner needs, such as mixup's."""
    return [f"learn.add_cb({_plain(call)})" for call in recipe.learner_callbacks()]


def helper_lines(recipe: Recipe) -> list[str]:
    """The import and the little function that torchvision's transforms need; else nothing."""
    if not any(call.module == TORCHVISION for call in recipe.batch_calls()):
        return []
    source = _EACH_PICTURE.read_text(encoding="utf-8")
    function = source[source.index("def each_picture") :].rstrip()
    return ["from typing import Any", "from torchvision.transforms import v2", "", "", function, ""]


def code_alone(one: Augmentation, recipe: Recipe, strength: Strength) -> str:
    """The call for one augmentation: `aug_transforms(max_rotate=45)`; "" without any strength."""
    call = one.call_alone(recipe, strength)
    module = "v2." if call and call.module == TORCHVISION else ""
    return f"{module}{_plain(call)}" if call else ""


def _sized(call: Call) -> str:
    """A resize, as the course writes it: the size first, the method by its name."""
    arguments = dict(call.arguments)
    method = arguments.pop("method", None)
    parts = [str(arguments.pop("size"))]
    parts += [f"ResizeMethod.{str(method).title()}"] if method else []
    return f"{call.name}({', '.join([*parts, *_values(arguments)])})"


def _batch_call(call: Call) -> str:
    if call.name != "aug_transforms":
        return _plain(call)
    chosen = {name: v for name, v in call.arguments.items() if v != FASTAI_DEFAULTS.get(name)}
    return f"*{_plain(call._replace(arguments=chosen))}"


def _together(written: list[str]) -> list[str]:
    """torchvision's transforms in the one call that draws for each picture."""
    if not written:
        return []
    line = f"each_picture({', '.join(written)})"
    if len(line) <= ONE_LINE:
        return [line]
    lines = [f"            {call}," for call in written]
    return ["\n".join(["each_picture(", *lines, "        )"])]


def _torchvision(call: Call) -> str:
    made = f"v2.{_plain(call)}"
    return made if call.p is None else f"v2.RandomApply([{made}], p={call.p:g})"


def _plain(call: Call) -> str:
    return f"{call.name}({', '.join(_values(call.arguments))})"


def _values(arguments: dict[str, Value]) -> list[str]:
    return [f"{name}={_literal(value)}" for name, value in arguments.items()]


def _literal(value: Value) -> str:
    return f"{value:g}" if isinstance(value, float) else repr(value)
