import pytest

from core.vision.code.fastai_names import fastai_names

FASTAI = "from fastai.vision.all import *\n"


def names(code: str) -> list[str]:
    return list(fastai_names(FASTAI + code))


def test_names_come_in_the_order_of_the_code_and_once():
    assert names("block = DataBlock(blocks=(ImageBlock, ImageBlock))") == [
        "DataBlock",
        "ImageBlock",
    ]


@pytest.mark.parametrize(
    ("code", "method"),
    [
        ("learn = vision_learner(dls, resnet18)\nlearn.fine_tune(1)", "Learner.fine_tune"),
        ("b = DataBlock()\nd = b.dataloaders(path)\nd.show_batch()", "DataLoaders.show_batch"),
        ("dls.train.show_batch(unique=True)", "TfmdDL.show_batch"),
        ("DataBlock().dataloaders(path)", "DataBlock.dataloaders"),
        ("Normalize.from_stats([0.5], [0.5])", "Normalize.from_stats"),
        (
            "i = ClassificationInterpretation.from_learner(learn)\ni.plot_top_losses(9)",
            "ClassificationInterpretation.plot_top_losses",
        ),
    ],
)
def test_a_method_is_named_by_the_class_of_its_variable(code, method):
    assert method in names(code)


def test_the_data_of_an_object_has_no_documentation_and_is_left_out():
    assert names("print(dls.vocab, len(dls.train_ds), learn.model)") == []
    assert names("learn.export(dls.train.one_batch())") == ["Learner.export", "TfmdDL.one_batch"]


def test_what_the_code_itself_or_python_brings_is_not_fastais():
    code = "import timm\nfor file in sorted(labels := [1]):\n    print(timm.x, torch.y, Path(file))"
    assert names(code) == []
    assert names("def double(x): return x\nlearn_more = double(3)") == []


def test_code_without_fastai_or_that_does_not_parse_has_none():
    assert fastai_names("expected = probs @ cost.T") == ()
    assert names("%pip install fastai") == []
