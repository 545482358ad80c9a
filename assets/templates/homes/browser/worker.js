// The model at work, beside the page, so that the page stays quick. It gets {also}, which files
// of decision and novelty there are, then {id, photo} again and again, and answers {id, said} or
// {id, trouble}; nothing leaves this device.
import { byBrowser } from "./by_browser.js";
import { judged, strangeness } from "./judge.js";
import { prepared } from "./prepare.js";
import { readPhoto } from "./read_photo.js";
import { loadRuntime } from "./runtime.js";

let ready = null;

self.onmessage = async ({ data: { id, photo, also } }) => {
  if (also !== undefined) {
    ready = load(also.split(" "));
    ready.catch(() => {}); // said where a photo asks
    return;
  }
  try {
    self.postMessage({ id, said: await said(photo) });
  } catch (error) {
    self.postMessage({ id, trouble: error.name, detail: String(error.message) });
  }
};

async function said(photo) {
  const { ort, session, labels, decision, novelty } = await ready;
  const bytes = new Uint8Array(await photo.arrayBuffer());
  const began = performance.now();
  const picture = await readPhoto(bytes, byBrowser);
  const read = performance.now();
  const { size } = labels;
  const input = new ort.Tensor("float32", prepared(picture, labels), [1, 3, size, size]);
  const asked = novelty ? [labels.output, "embedding"] : [labels.output];
  const outputs = await session.run({ [labels.input]: input }, asked);
  const shares = Array.from(outputs[labels.output].data);
  const milliseconds = performance.now() - read;
  const strange = novelty && { novelty: strangeness(outputs.embedding.data, novelty) };
  return { ...judged(shares, labels, decision), ...strange, milliseconds, reading: read - began };
}

async function load(also) {
  const [ort, model, labels, decision, novelty] = await Promise.all([
    loadRuntime(),
    fetched("model.onnx").then((reply) => reply.arrayBuffer()),
    filled("labels.json"),
    also.includes("decision") ? filled("decision.json") : null,
    also.includes("novelty") ? filled("novelty.json") : null,
  ]);
  if (isPointer(model)) throw named("pointer");
  const session = await ort.InferenceSession.create(model, { executionProviders: ["wasm"] });
  return { ort, session, labels, decision, novelty };
}

async function filled(name) {
  return (await fetched(name)).json();
}

async function fetched(name) {
  const reply = await fetch(name);
  if (!reply.ok) throw named("missing");
  return reply;
}

/** Git LFS leaves a few lines of text where a host does not know it. */
function isPointer(model) {
  return model.byteLength < 1000 && new TextDecoder().decode(model).startsWith("version https://git-lfs");
}

function named(name) {
  return Object.assign(new Error(name), { name });
}
