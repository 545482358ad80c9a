// How this page asks its model: right here, in a worker of this browser.
import { filled, words } from "./words.js";

const TROUBLES = ["colours", "format", "damaged", "large", "missing", "pointer"];
const waiting = new Map();
let worker = null;
let count = 0;

/** Asks about a picture (a Blob): {said: {class, probabilities, action, milliseconds}, milliseconds,
 * bytes}. Throws an Error whose message is for people. */
export async function ask(photo) {
  const began = performance.now();
  worker ??= await started();
  const id = ++count;
  const said = await new Promise((done, failed) => {
    waiting.set(id, { done, failed });
    worker.postMessage({ id, photo });
  });
  return { said, milliseconds: performance.now() - began, bytes: photo.size };
}

/** What there is to say of an answer's speed. */
export function took({ said }) {
  return filled(words.took, { ms: Math.round(said.milliseconds + said.reading) });
}

async function started() {
  await offline;
  const made = new Worker("worker.js", { type: "module" });
  made.postMessage({ also: document.querySelector("main").dataset.also });
  made.onmessage = ({ data: { id, said, trouble, detail } }) => {
    const { done, failed } = waiting.get(id);
    waiting.delete(id);
    if (said) done(said);
    else failed(new Error(TROUBLES.includes(trouble) ? words[trouble] : filled(words.no_start, { detail })));
  };
  made.onerror = () => {
    for (const { failed } of waiting.values()) failed(new Error(words.too_old));
    waiting.clear();
  };
  return made;
}

/** Done when all files are kept for flight mode; sooner where the browser keeps none. */
const offline = keep();

async function keep() {
  const tell = document.getElementById("keeping");
  const told = (kept) => {
    tell.textContent = kept ? words.ready : "";
    tell.dataset.kept = kept ? "yes" : "no";
  };
  tell.textContent = "";
  const { serviceWorker } = navigator;
  if (!serviceWorker || !window.isSecureContext) return told(false);
  const registered = serviceWorker.register("service_worker.js");
  if (serviceWorker.controller) {
    registered.catch(() => {}); // a newer version is looked for behind the page's back
    return told(true);
  }
  serviceWorker.addEventListener("message", ({ data }) => {
    if (data.kept && !tell.dataset.kept) tell.textContent = filled(words.getting_ready, data);
  });
  try {
    const { installing } = await registered;
    if (installing) await Promise.race([taken(), gone(installing)]);
  } catch {
    // kept nowhere: it works all the same while there is internet
  }
  return told(Boolean(serviceWorker.controller));
}

const taken = () =>
  new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done, { once: true }));

const gone = (installing) =>
  new Promise((done) => {
    installing.addEventListener("statechange", () => installing.state === "redundant" && done());
  });
