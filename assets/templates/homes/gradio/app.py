"""Ask this model about a photo, with Gradio: python app.py"""

import json
from html import escape
from pathlib import Path

import gradio as gr
from judge import load_judge
from pi_heif import register_heif_opener
from read_photo import read_photo

try:
    import spaces
except ImportError:  # not on a Space with ZeroGPU
    spaces = None

HERE = Path(__file__).resolve().parent
NAME = json.loads((HERE / "about.json").read_text(encoding="utf-8"))["name"]
JUDGE = load_judge(HERE)
EXAMPLES = sorted((HERE / "examples").glob("*.[jp][pn]g"))
FORGET_S = 600  # how long Gradio keeps the photo that somebody sent

register_heif_opener()  # so that Gradio takes the photos of an iPhone

if spaces:

    @spaces.GPU
    def nothing() -> None:
        """ZeroGPU starts an app only when it has such a function. This model is quick without."""


def answer(photo: str | None) -> tuple[dict[str, float] | None, str | None]:
    """The probability of each class, and what was decided for such a picture."""
    if photo is None:
        return None, None
    try:
        picture = read_photo(photo)
    except Exception as error:
        raise gr.Error("This is no picture that can be read.") from error
    (said,) = JUDGE.answers([picture])
    if said.strangeness and said.strangeness.strange:
        gr.Warning("Unlike anything I learned from. Let a person look.")
    return said.probs, said.action


with gr.Blocks(title=NAME, analytics_enabled=False, delete_cache=(FORGET_S, FORGET_S)) as app:
    gr.HTML(f"<h1>{escape(NAME)}</h1>")
    with gr.Row():
        # As the file came: judge.py turns, cuts and shrinks it as Drivetrain Lab did.
        photo = gr.Image(type="filepath", image_mode=None, label="Photo")
        with gr.Column():
            classes = gr.Label(label="The model says")
            action = gr.Textbox(label="What to do", visible=JUDGE.decided is not None)
    gr.Examples([[str(file)] for file in EXAMPLES], photo, cache_examples=False)
    gr.HTML(
        "<p>It knows only these classes, and answers with one of them whatever it sees: "
        f"{escape(', '.join(JUDGE.vocab))}.</p>"
    )
    photo.change(answer, photo, [classes, action], api_name="predict")

if __name__ == "__main__":
    app.launch(ssr_mode=False)
