// A camera whose button takes pictures for as long as it is held. Shots wait here until Python says
// that it has them (`data.taken`), a handful at a time, so that none is lost between two reruns.
const cameras = new WeakMap();
const EVERY = 250;
const AT_ONCE = 8;
const MOST_WAITING = 80;
const LONG_SIDE = 800;

export default function ({ parentElement, data, setTriggerValue, setStateValue }) {
  const camera = cameras.get(parentElement) ?? newCamera(parentElement);
  camera.send = (shots) => setTriggerValue("shots", shots);
  camera.missing = (why) => setStateValue("missing", why);
  camera.words = data.words;
  if (data.into !== camera.into) Object.assign(camera, { into: data.into, kept: 0 });
  if (camera.sent && data.taken === camera.sent.id) taken(camera, data);
  say(camera);
  return () => end(camera);
}

function newCamera(root) {
  const find = (name) => root.querySelector(name);
  const camera = {
    root: find(".camera"), video: find("video"), said: find(".said"), shoot: find(".shoot"),
    queue: [], sent: null, kept: 0, n: 0, facing: "user", mount: Math.random().toString(36).slice(2),
  };
  find(".start").onclick = () => start(camera);
  find(".end").onclick = () => end(camera);
  find(".other").onclick = () => turn(camera);
  camera.shoot.onpointerdown = (event) => {
    camera.shoot.setPointerCapture?.(event.pointerId);
    hold(camera);
  };
  camera.shoot.onpointerup = camera.shoot.onpointercancel = () => release(camera);
  camera.shoot.oncontextmenu = (event) => event.preventDefault();
  camera.shoot.onkeydown = (event) => onKey(camera, event);
  camera.shoot.onkeyup = camera.shoot.onblur = () => release(camera);
  cameras.set(root, camera);
  return camera;
}

async function start(camera) {
  try {
    camera.stream = await navigator.mediaDevices.getUserMedia({
      video: { facingMode: camera.facing, width: { ideal: 1280 } }, audio: false,
    });
  } catch (error) {
    camera.failed = true;
    return camera.missing(error?.name ?? "NoCamera");
  }
  if (camera.failed) camera.missing("");
  camera.failed = false;
  camera.video.srcObject = camera.stream;
  camera.root.dataset.state = "on";
  const track = camera.stream.getVideoTracks()[0];
  camera.root.dataset.facing = track.getSettings().facingMode ?? camera.facing;
  track.onended = () => end(camera);
  camera.shoot.focus();
}

function end(camera) {
  release(camera);
  camera.stream?.getTracks().forEach((track) => track.stop());
  camera.stream = null;
  camera.root.dataset.state = "off";
}

async function turn(camera) {
  end(camera);
  camera.facing = camera.facing === "user" ? "environment" : "user";
  await start(camera);
}

function onKey(camera, event) {
  if (event.key !== " " && event.key !== "Enter") return;
  event.preventDefault();
  if (!event.repeat) hold(camera);
}

function hold(camera) {
  if (camera.timer || !camera.stream) return;
  camera.root.dataset.shooting = true;
  shot(camera);
  camera.timer = setInterval(() => shot(camera), EVERY);
}

function release(camera) {
  if (!camera.timer) return;
  clearInterval(camera.timer);
  camera.timer = null;
  camera.root.dataset.shooting = false;
  next(camera);
}

function shot(camera) {
  const { videoWidth: width, videoHeight: height } = camera.video;
  if (!width || camera.queue.length >= MOST_WAITING) return;
  const scale = Math.min(1, LONG_SIDE / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext("2d").drawImage(camera.video, 0, 0, canvas.width, canvas.height);
  camera.queue.push(canvas.toDataURL("image/jpeg", 0.92));
  say(camera);
  if (camera.queue.length >= AT_ONCE) next(camera);
}

function next(camera) {
  if (camera.sent || !camera.queue.length) return;
  const pictures = camera.queue.splice(0, AT_ONCE);
  const id = `${camera.mount}-${++camera.n}`;
  camera.sent = { id, pictures, into: camera.into, last: !camera.timer && !camera.queue.length };
  camera.send(camera.sent);
}

function taken(camera, data) {
  camera.kept += data.kept;
  camera.sent = null;
  if (!camera.timer || camera.queue.length >= AT_ONCE) next(camera);
}

function say(camera) {
  const waiting = camera.queue.length + (camera.sent?.pictures.length ?? 0);
  const parts = [];
  if (camera.kept) parts.push(camera.words.kept.replace("{n}", camera.kept));
  if (waiting) parts.push(camera.words.waiting.replace("{n}", waiting));
  camera.said.textContent = parts.join(" · ") || camera.words.hint;
}
