"""A camera that shows what a test has drawn: two scenes, and the learner holds up one of them."""

from playwright.sync_api import Page

_CAMERA = """() => {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: 640, height: 480 });
  const paper = canvas.getContext("2d");
  window.scene = "ball";
  const draw = () => {
    const sway = 40 * Math.sin(performance.now() / 500);
    paper.fillStyle = window.scene === "ball" ? "#dfe8ef" : "#3b3226";
    paper.fillRect(0, 0, 640, 480);
    if (window.scene === "ball") {
      paper.fillStyle = "#d33";
      paper.beginPath();
      paper.arc(320 + sway, 250, 130, 0, 7);
      paper.fill();
    } else {
      paper.fillStyle = "#e8d44d";
      for (let n = 0; n < 5; n++) paper.fillRect(90 + 100 * n + sway, 60, 45, 360);
    }
  };
  setInterval(draw, 200);
  draw();
  navigator.mediaDevices.getUserMedia = async () => canvas.captureStream(5);
}"""


def draw_a_camera(page: Page) -> None:
    """From now on this page's camera sees the scene "ball"."""
    page.evaluate(_CAMERA)


def hold_up(page: Page, scene: str) -> None:
    """Let the camera see "ball" or "fence"."""
    page.evaluate("scene => { window.scene = scene }", scene)
