"""Which of fastai's names a piece of code uses: found by parsing it, without importing fastai."""

import ast
import builtins
from functools import lru_cache

NOT_FASTAI = frozenset(
    {"Counter", "F", "Image", "Path", "json", "nn", "np", "os", "partial", "pd", "plt", "random"}
    | {"shutil", "v2", "torch", *dir(builtins)}
)
"""What `from fastai.vision.all import *` brings along, but did not write."""

MAKES = {
    "DataBlock.dataloaders": "DataLoaders",
    "DataBlock.datasets": "Datasets",
    "DataLoaders.test_dl": "TfmdDL",
    "ClassificationInterpretation.from_learner": "ClassificationInterpretation",
    "vision_learner": "Learner",
    "load_learner": "Learner",
}
ATTRIBUTES = {
    "DataLoaders.train": "TfmdDL",
    "DataLoaders.valid": "TfmdDL",
    "Learner.dls": "DataLoaders",
}


@lru_cache(maxsize=256)
def fastai_names(code: str) -> tuple[str, ...]:
    """Names such as "DataBlock" and "Learner.fine_tune", in the order of the code.

    A method is named by the class of the variable it is called on: `learn.fine_tune` after
    `learn = vision_learner(…)` is "Learner.fine_tune". Code that does not parse, or does not import
    fastai, has none.
    """
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return ()
    if not any(_is_fastai(node) for node in ast.walk(tree)):
        return ()
    reader = _Reader(tree)
    reader.visit(tree)
    return tuple(reader.found)


class _Reader(ast.NodeVisitor):
    """Reads the code from top to bottom, noting what each variable holds."""

    def __init__(self, tree: ast.AST) -> None:
        self.found: dict[str, None] = {}
        self._not_fastai = NOT_FASTAI | _defined_here(tree)
        self._holds: dict[str, str] = {"learn": "Learner", "dls": "DataLoaders"}

    def visit_Assign(self, node: ast.Assign) -> None:
        """From here on the variable holds what was assigned."""
        self.visit(node.value)
        holds = self._class_of(node.value)
        for target in node.targets:
            if isinstance(target, ast.Name) and holds:
                self._holds[target.id] = holds

    def visit_Name(self, node: ast.Name) -> None:
        """A function or class that is handed over without being called."""
        self._note(node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        """A class's constant is noted; the data of an object has no documentation of its own."""
        if self._class_of(node.value) or not self._note(node):
            self.visit(node.value)

    def visit_Call(self, node: ast.Call) -> None:
        """A function or a method; what the method is called on may be a call, too."""
        if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Call):
            self.visit(node.func.value)
        if not self._note(node.func):
            self.visit(node.func)
        for argument in [*node.args, *node.keywords]:
            self.visit(argument)

    def _note(self, node: ast.expr) -> bool:
        name = self._name_of(node)
        if name:
            self.found.setdefault(name)
        return name is not None

    def _name_of(self, node: ast.expr) -> str | None:
        """What fastai calls this expression, None for what is not fastai's."""
        if isinstance(node, ast.Name):
            return None if node.id in self._not_fastai or node.id in self._holds else node.id
        if isinstance(node, ast.Attribute):
            owner = self._class_of(node.value) or self._name_of(node.value)
            return f"{owner}.{node.attr}" if owner else None
        return None

    def _class_of(self, node: ast.expr) -> str | None:
        """The fastai class that this expression is an instance of, where that is known."""
        if isinstance(node, ast.Name):
            return self._holds.get(node.id)
        if isinstance(node, ast.Attribute):
            return ATTRIBUTES.get(self._name_of(node) or "")
        if isinstance(node, ast.Call):
            name = self._name_of(node.func) or ""
            return MAKES.get(name, name if name[:1].isupper() and "." not in name else None)
        return None


def _defined_here(tree: ast.AST) -> set[str]:
    """Variables, arguments, functions and other libraries: names that the code itself brings."""
    defined: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            defined.add(node.id)
        elif isinstance(node, ast.arg):
            defined.add(node.arg)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            defined.add(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            defined |= _imported(node)
    return defined


def _is_fastai(node: ast.AST) -> bool:
    """Whether this line is `from fastai… import …`."""
    return isinstance(node, ast.ImportFrom) and (node.module or "").startswith("fastai")


def _imported(node: ast.Import | ast.ImportFrom) -> set[str]:
    if _is_fastai(node):
        return set()
    return {(alias.asname or alias.name).split(".")[0] for alias in node.names}
