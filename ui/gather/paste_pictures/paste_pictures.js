// Pictures from the clipboard: with the keyboard anywhere on the page while nothing else is being
// typed in, or with the button where the browser lets a page read the clipboard.
const boxes = new WeakMap();
const LONG_SIDE = 1600;
const MOST = 8;

export default function ({ parentElement, data, setTriggerValue }) {
  const box = boxes.get(parentElement) ?? newBox(parentElement);
  Object.assign(box, { words: data.words, into: data.into });
  box.find(".hint").textContent = data.words.hint;
  box.find("button").hidden = !navigator.clipboard?.read;
  const sent = box.shots.message;
  box.shots.mount(parentElement, (shots) => setTriggerValue("shots", shots), data.heard);
  if (sent && !box.shots.message) {
    say(box, data.kept ? filled(data.words.kept, { n: data.kept }) : data.words.kept_none);
    if (box.later) take(box, box.later);
  }
  return () => document.removeEventListener("paste", box.onpaste);
}

function newBox(root) {
  const box = { find: (name) => root.querySelector(name), shots: mailbox("pasted_shots") };
  box.onpaste = (event) => pasted(box, event);
  document.addEventListener("paste", box.onpaste);
  box.find("button").onclick = () => read(box);
  boxes.set(root, box);
  return box;
}

function pasted(box, event) {
  const files = [...(event.clipboardData?.files ?? [])].filter((file) => file.type.startsWith("image/"));
  if (!files.length) {
    if (!typing(event)) say(box, box.words.empty);
    return;
  }
  event.preventDefault();
  take(box, files);
}

// The event tells which field it was for, also inside other components.
function typing(event) {
  const at = event.composedPath()[0];
  return at?.isContentEditable || ["INPUT", "TEXTAREA"].includes(at?.tagName);
}

async function read(box) {
  try {
    const found = [];
    for (const item of await navigator.clipboard.read()) {
      const type = item.types.find((name) => name.startsWith("image/"));
      if (type) found.push(await item.getType(type));
    }
    if (found.length) await take(box, found);
    else say(box, box.words.empty);
  } catch {
    say(box, box.words.refused);
  }
}

async function take(box, blobs) {
  box.later = box.shots.message ? blobs : null;  // one handful at a time; the last one waits
  if (box.later) return;
  const drawn = await Promise.all(blobs.slice(0, MOST).map((blob) => draw(blob).catch(() => null)));
  const pictures = drawn.filter(Boolean);
  if (!pictures.length) return say(box, box.words.empty);
  say(box, filled(box.words.waiting, { n: pictures.length }));
  box.shots.post({ pictures, into: box.into, last: true });
}

// Drawn again, smaller: nothing but pixels leaves the browser.
async function draw(blob) {
  const bitmap = await createImageBitmap(blob);
  const scale = Math.min(1, LONG_SIDE / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/jpeg", 0.95);
}

function say(box, words) {
  box.find(".said").textContent = words;
}
