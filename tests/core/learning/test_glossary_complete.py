"""Words of the field that a learner reads somewhere in the app are in the glossary."""

import re
from pathlib import Path

import pytest

from core.learning.glossary.glossary import glossary

ROOT = Path(__file__).parents[3]
# Words of the field, as patterns; what follows "=" is the glossary's own word for them.
FIELD = """
accuracy; architecture; augmentation; backbone; baseline; batch; batch size; boosted trees; bundle;
calibrat\\w+ = calibration; class balance; confusion matrix; cross-entropy; crop; DataBlock;
DataLoaders?; detection; diffusion = diffusion model; domain shift; early stopping; edge device;
embedding; ensemble; epochs? = epoch; error rate; expected cost; false alarm; feedback loop;
fine-tun\\w+ = fine-tuning; frozen; gradients? = gradient; ImageNet; inference; layers? = layer;
learning rate; lever; loss; masks? = mask; metric; network; neural network = network; normalise;
ONNX; optimi[sz]er = optimiser; out.of.domain = out of domain; overfitting; pickle; pixels? = pixel;
policy; pretrained = pretrained model; probability; provenance; randomi[sz]ed = randomised trial;
recognition; recommendations? = recommendation; ResNet; segmentation; seed; simulator; softmax;
spaced repetition; spectrograms? = spectrogram; squish; stratified = stratified split;
tensors? = tensor; threshold = probability threshold; top losses; training loss; training set;
transfer learning; uplift; validation loss; validation set; vocab\\w* = vocab; weights;
activation; AUC; backpropagation; bounding box; confidence interval; confounder; cross-validation;
dropout; F1; few-shot; heatmap; hyperparameter; k-fold; logistic regression; logits?; momentum; PCA;
precision; recall; regulari[sz]ation; ROC; sigmoid; standard deviation; stochastic; t-SNE;
transformer; underfitting; variance; weight decay; zero-shot; data leak\\w*; learning rate finder
"""


def words_on_screen() -> str:
    """All lesson content but the glossary itself, and the sentences that stand in pages and ui."""
    content = [
        file.read_text("utf-8")
        for file in sorted((ROOT / "assets" / "content").rglob("*.*"))
        if file.suffix in (".yaml", ".md") and file.name != "glossary.yaml"
    ]
    code = [
        " ".join(re.findall(r'"([^"\n]*\s[^"\n]*)"', file.read_text("utf-8")))
        for folder in ("pages", "ui")
        for file in sorted((ROOT / folder).rglob("*.py"))
    ]
    return "\n".join([*content, *code])


SCREEN = words_on_screen()


def missing(text: str) -> list[str]:
    """Words of the field that are in the text and not in the glossary."""
    found = []
    for entry in " ".join(FIELD.split()).split("; "):
        pattern, _, term = entry.partition(" = ")
        term = term or pattern.replace("s?", "").replace("\\w*", "")
        if re.search(rf"\b{pattern}\b", text, re.IGNORECASE) and not glossary().term(term):
            found.append(term)
    return found


def test_every_word_of_the_field_on_screen_is_defined() -> None:
    assert missing(SCREEN) == []


@pytest.mark.parametrize(
    ("sentence", "word"), [("Our dropout is high.", "dropout"), ("A Transformer", "transformer")]
)
def test_a_word_used_and_not_defined_is_found(sentence: str, word: str) -> None:
    assert missing(sentence) == [word]


def test_most_terms_of_the_glossary_are_used_somewhere() -> None:
    text = SCREEN.casefold()
    unused = [one.term for one in glossary().terms if one.term.casefold() not in text]
    assert len(unused) <= len(glossary().terms) // 4, unused
