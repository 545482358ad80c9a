// The network at work in the browser, beside the page: from a frame to what the model says of it.
// It gets {how}, once, then {known} whenever the head, the decision or the line is another one, and
// {id, frame} again and again; it answers {id, said}, or {id} where it could not.
import { judged, strangeness } from "./judge.js";
import { prepared } from "./prepare.js";
import { loadRuntime } from "./runtime.js";

let ready = null;
let known = null;

self.onmessage = async ({ data }) => {
  if (data.how) {
    ready = load(data.how);
    ready.then(() => self.postMessage({ ready: true }), () => self.postMessage({ ready: false }));
  }
  if ("known" in data) known = data.known && { ...data.known, weights: numbers(data.known.weights) };
  if (!data.id) return;
  try {
    self.postMessage({ id: data.id, said: await said(data.frame) });
  } catch {
    self.postMessage({ id: data.id });
  }
};

async function load(how) {
  const [ort, network] = await Promise.all([
    loadRuntime(),
    fetch("eye.onnx").then((reply) => (reply.ok ? reply.arrayBuffer() : Promise.reject(new Error("none")))),
  ]);
  const session = await ort.InferenceSession.create(network, { executionProviders: ["wasm"] });
  return { ort, session, how };
}

async function said(frame) {
  const { ort, session, how } = await ready;
  if (!known) return { shares: {} };
  const picture = pixels(await createImageBitmap(frame));
  const input = new ort.Tensor("float32", prepared(picture, how), [1, 3, how.size, how.size]);
  const { embedding } = await session.run({ image: input });
  const { class: _best, probabilities, ...decided } = judged(shares(embedding.data), known, known.decision ?? null);
  const strange = known.novelty ? strangeness(embedding.data, known.novelty).strange : false;
  return { shares: probabilities, strange, ...decided };
}

function pixels(bitmap) {
  const { width, height } = bitmap;
  const paper = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
  paper.drawImage(bitmap, 0, 0);
  bitmap.close();
  const four = paper.getImageData(0, 0, width, height).data;
  const data = new Uint8ClampedArray(3 * width * height);
  for (let i = 0; i < width * height; i++) for (let c = 0; c < 3; c++) data[3 * i + c] = four[4 * i + c];
  return { width, height, data };
}

// The head: a linear layer on the embedding, and a softmax behind it.
function shares(embedding) {
  const scores = known.biases.map((bias, row) => {
    let sum = bias;
    for (let n = 0; n < embedding.length; n++) sum += known.weights[row * embedding.length + n] * embedding[n];
    return sum;
  });
  const most = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - most));
  const all = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / all);
}

function numbers(text) {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  return new Float32Array(bytes.buffer);
}
