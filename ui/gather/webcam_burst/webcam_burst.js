// A camera whose button takes pictures for as long as it is held. Shots wait here until Python says
// that it has them, a handful at a time, so that none is lost between two reruns; they wait on when
// the camera leaves the page. Beside it are the classes to shoot for and the last shots. A burst ends with a message, and be it one without a picture: the page
// then shows what is new.
const cameras = new WeakMap();
const waiting = [];
const EVERY = 250;
const AT_ONCE = 8;
const MOST_WAITING = 80;
const LONG_SIDE = 800;
const FRESH = 12;
const WHY = {
  NotAllowedError: "refused", SecurityError: "refused", NotFoundError: "none",
  OverconstrainedError: "none", NotReadableError: "busy", AbortError: "busy",
};

export default function ({ parentElement, data, setTriggerValue, setStateValue }) {
  const camera = cameras.get(parentElement) ?? newCamera(parentElement);
  camera.words = data.words;
  if (data.into !== camera.told) Object.assign(camera, { into: data.into, told: data.into, kept: 0 });
  const sent = camera.shots.message;
  camera.shots.mount(parentElement, (shots) => setTriggerValue("shots", shots), data.heard.shots);
  camera.class.mount(parentElement, (name) => setStateValue("into", name), data.heard.into);
  camera.missing.mount(parentElement, (why) => setStateValue("missing", why), data.heard.missing);
  if (sent && !camera.shots.message) taken(camera, data);
  drawClasses(camera, data);
  drawFresh(camera);
  say(camera);
  return () => end(camera);
}

function newCamera(root) {
  const find = (name) => root.querySelector(name);
  const camera = {
    root: find(".camera"), video: find("video"), said: find(".said"), shoot: find(".shoot"),
    classes: find(".classes"), fresh: find(".fresh"), made: [], class: mailbox("webcam_into"),
    shots: mailbox("webcam_shots"), missing: mailbox("webcam_missing"), kept: 0, facing: "user",
  };
  find(".start").onclick = () => start(camera);
  find(".photo input").onchange = ({ target }) => bring(camera, target);
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

/* ---- the classes to shoot for, and the last shots ---- */

function drawClasses(camera, { classes, words }) {
  camera.classes.setAttribute("aria-label", words.into);
  camera.classes.replaceChildren(...classes.map(({ name, colour }) => {
    const button = document.createElement("button");
    const dot = Object.assign(document.createElement("span"), { className: "dot" });
    dot.style.background = colour;
    Object.assign(button, { type: "button", onclick: () => into(camera, name) });
    button.setAttribute("role", "radio");
    button.setAttribute("aria-checked", String(name === camera.into));
    button.append(dot, name);
    return button;
  }));
}

function into(camera, name) {
  release(camera);
  Object.assign(camera, { into: name, kept: 0 });
  for (const button of camera.classes.children)
    button.setAttribute("aria-checked", String(button.textContent === name));
  say(camera);
  camera.class.post(name);
}

function drawFresh(camera) {
  const places = Array.from({ length: FRESH }, (_, at) => camera.made[at]);
  camera.fresh.replaceChildren(...places.map((src) =>
    src ? Object.assign(document.createElement("img"), { src, alt: "" }) : document.createElement("i")));
}

/* ---- the camera ---- */

async function start(camera) {
  camera.root.dataset.failed = false;
  if (!window.isSecureContext) return failed(camera, "insecure");
  try {
    camera.stream = await navigator.mediaDevices.getUserMedia({
      video: { facingMode: camera.facing, width: { ideal: 1280 } }, audio: false,
    });
  } catch (error) {
    return failed(camera, WHY[error?.name] ?? "broken");
  }
  if (camera.failed) camera.missing.post("");
  camera.failed = false;
  camera.video.srcObject = camera.stream;
  camera.root.dataset.state = "on";
  const track = camera.stream.getVideoTracks()[0];
  camera.root.dataset.facing = track.getSettings().facingMode ?? camera.facing;
  track.onended = () => end(camera);
  camera.shoot.focus({ preventScroll: true });
}

// Why there is no picture, in a word; the device's own camera and files work all the same.
function failed(camera, why) {
  camera.failed = camera.root.dataset.failed = true;
  camera.missing.post(why);
}

async function bring(camera, input) {
  const files = [...input.files].slice(0, MOST_WAITING);
  input.value = "";
  camera.inBurst = true;
  for (const file of files) {
    const photo = await createImageBitmap(file).catch(() => null);
    if (photo) keep(camera, photo, photo.width, photo.height);
    photo?.close();
  }
  next(camera);
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
  camera.inBurst = true;
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
  keep(camera, camera.video, camera.video.videoWidth, camera.video.videoHeight);
}

function keep(camera, source, width, height) {
  if (!width || waiting.length >= MOST_WAITING) return;
  const scale = Math.min(1, LONG_SIDE / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext("2d").drawImage(source, 0, 0, canvas.width, canvas.height);
  const picture = canvas.toDataURL("image/jpeg", 0.92);
  waiting.push({ into: camera.into, picture });
  camera.made = [picture, ...camera.made].slice(0, FRESH);
  drawFresh(camera);
  say(camera);
  if (waiting.length >= AT_ONCE) next(camera);
}

function next(camera) {
  if (camera.shots.message || !(waiting.length || (camera.inBurst && !camera.timer))) return;
  const into = waiting[0]?.into ?? camera.into;
  const other = waiting.findIndex((shot) => shot.into !== into);
  const handful = waiting.splice(0, Math.min(AT_ONCE, other < 0 ? AT_ONCE : other));
  const last = !camera.timer && !waiting.length;
  if (last) camera.inBurst = false;
  camera.shots.post({ pictures: handful.map((shot) => shot.picture), into, last });
}

function taken(camera, data) {
  camera.kept += data.kept;
  if (!camera.timer || waiting.length >= AT_ONCE) next(camera);
}

function say(camera) {
  const onTheirWay = waiting.length + (camera.shots.message?.value.pictures.length ?? 0);
  const { kept, words } = camera;
  if (kept && onTheirWay) camera.said.textContent = filled(words.kept_and_waiting, { n: kept, m: onTheirWay });
  else if (kept) camera.said.textContent = filled(words.kept, { n: kept });
  else camera.said.textContent = onTheirWay ? filled(words.waiting, { n: onTheirWay }) : words.hint;
}
