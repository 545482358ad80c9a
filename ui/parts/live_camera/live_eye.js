// A camera of this device: its picture on the page, small frames for a model, larger shots to keep.
// Where there is none it says why in a word: "insecure", "refused", "none", "busy" or "broken".
const FRAME_PX = 224;
const SHOT_PX = 800;
const WHY = {
  NotAllowedError: "refused", SecurityError: "refused", NotFoundError: "none",
  OverconstrainedError: "none", NotReadableError: "busy", AbortError: "busy",
};

class LiveEye {
  constructor(videos, changed) {
    Object.assign(this, { videos, changed, facing: "user", stream: null, why: "" });
  }

  get isOn() {
    return Boolean(this.stream);
  }

  async start() {
    this.why = "";
    if (!window.isSecureContext) this.why = "insecure";
    else if (!navigator.mediaDevices?.getUserMedia) this.why = "broken";
    else await this.ask();
    this.changed();
    return this.isOn;
  }

  async ask() {
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({
        video: { facingMode: this.facing, width: { ideal: 1280 } }, audio: false,
      });
    } catch (error) {
      this.why = WHY[error?.name] ?? "broken";
      return;
    }
    const [track] = this.stream.getVideoTracks();
    this.mirrored = (track.getSettings().facingMode ?? this.facing) === "user";
    track.onended = () => this.stop();
    for (const video of this.videos) video.srcObject = this.stream;
  }

  stop() {
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = null;
    for (const video of this.videos) video.srcObject = null;
    this.changed();
  }

  async turn() {
    this.stop();
    this.facing = this.facing === "user" ? "environment" : "user";
    return this.start();
  }

  frame() {
    return smaller(this.videos[0], (wide, high) => FRAME_PX / Math.min(wide, high), 0.85);
  }

  shot() {
    return smaller(this.videos[0], (wide, high) => SHOT_PX / Math.max(wide, high), 0.92);
  }
}

// A JPEG (a Blob) of a video or a picture, never larger than it is; null where nothing is to see.
function smaller(source, scaled, quality) {
  const wide = source.videoWidth ?? source.naturalWidth ?? source.width;
  const high = source.videoHeight ?? source.naturalHeight ?? source.height;
  if (!wide || !high) return Promise.resolve(null);
  const scale = Math.min(1, scaled(wide, high));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(8, Math.round(wide * scale));
  canvas.height = Math.max(8, Math.round(high * scale));
  canvas.getContext("2d").drawImage(source, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
}

// A photo file as a bitmap; null where this browser cannot read it (HEIC in most of them).
async function opened(file) {
  try {
    return await createImageBitmap(file);
  } catch {
    return null;
  }
}

const frameOf = (bitmap) => smaller(bitmap, (wide, high) => FRAME_PX / Math.min(wide, high), 0.85);
const shotOf = (bitmap) => smaller(bitmap, (wide, high) => SHOT_PX / Math.max(wide, high), 0.92);
