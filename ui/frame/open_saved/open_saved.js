// Sends a saved project in pieces. A sending outlives its component: the window may be closed and
// opened again meanwhile. There is one at a time.
const PIECE = 4_000_000;
const WAIT_MS = 2000;
const PATIENCE_MS = 120_000;
const boxes = new WeakMap();
let sending = null;
let shown = null;

export default function ({ parentElement, data, setTriggerValue }) {
  const box = boxes.get(parentElement) ?? newBox(parentElement);
  Object.assign(box, data);
  shown = box;
  box.find("#title").textContent = data.words.title;
  box.find(".choose span").textContent = data.words.choose;
  box.find(".or").textContent = data.words.drop;
  box.find("#limit").textContent = data.words.limit;
  box.find("button").textContent = data.words.stop;
  box.sent.mount(parentElement, (message) => setTriggerValue("sent", message), data.heard);
  draw();
  return () => { if (shown === box) shown = null; };
}

function newBox(root) {
  const box = { find: (name) => root.querySelector(name), sent: mailbox("open_saved") };
  const [input, drop] = [box.find("input"), box.find(".drop")];
  input.onchange = () => { begin(box, input.files[0]); input.value = ""; };
  drop.ondragover = (event) => { event.preventDefault(); drop.classList.add("over"); };
  drop.ondragleave = () => drop.classList.remove("over");
  drop.ondrop = (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    begin(box, event.dataTransfer.files[0]);
  };
  box.find("button").onclick = stop;
  boxes.set(root, box);
  return box;
}

function begin(box, file) {
  if (!file || sending) return;
  say("", "");
  if (!/\.zip$/i.test(file.name)) return say("", box.words.no_zip);
  if (file.size > box.most) return say("", box.words.too_large);
  sending = { file, address: box.address, words: box.words, at: 0, cut: new AbortController(), box };
  addEventListener("beforeunload", warn);
  draw();
  box.find("button").focus({ preventScroll: true });
  send(sending);
}

async function send(mine) {
  try {
    while (mine.at < mine.file.size) await sendPiece(mine);
    end(mine, mine.words.sent, "");
    mine.box.sent.post({ token: mine.address.split("/").pop() });
  } catch (problem) {
    if (mine !== sending) return;
    forget(mine);
    end(mine, "", mine.words[problem.message] ?? mine.words.lost);
  }
}

async function sendPiece(mine) {
  const bytes = await read(mine);
  const place = `${mine.address}?at=${mine.at}&of=${mine.file.size}`;
  const answer = await patiently(mine, () => fetch(place, {
    method: "PUT", body: bytes, signal: mine.cut.signal,
    headers: { "Content-Type": "application/octet-stream" },
  }));
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok && !(told.why === "out_of_step" && told.there > 0)) throw new Error(told.why ?? "lost");
  mine.at = told.there;
  draw();
}

async function read(mine) {
  try {
    return await mine.file.slice(mine.at, mine.at + PIECE).arrayBuffer();
  } catch {
    throw new Error("unreadable");
  }
}

// Tries again while the network is away, or a proxy says that the server is.
async function patiently(mine, ask) {
  const until = performance.now() + PATIENCE_MS;
  while (true) {
    try {
      const answer = await ask();
      if (![502, 503, 504].includes(answer.status)) {
        mine.away = false;
        return answer;
      }
    } catch (problem) {
      if (problem.name === "AbortError") throw problem;
    }
    if (performance.now() > until) throw new Error("lost");
    mine.away = true;
    draw();
    await new Promise((go) => setTimeout(go, WAIT_MS));
    if (mine.cut.signal.aborted) throw new DOMException("", "AbortError");
  }
}

function stop() {
  const mine = sending;
  if (!mine) return;
  mine.cut.abort();
  end(mine, mine.words.stopped, "");
  forget(mine);
  shown?.find("input").focus({ preventScroll: true });
}

function forget(mine) {
  fetch(mine.address, { method: "DELETE", keepalive: true }).catch(() => {});
}

function end(mine, said, failed) {
  if (sending !== mine) return;
  sending = null;
  removeEventListener("beforeunload", warn);
  draw();
  say(said, failed);
}

function warn(event) {
  event.preventDefault();
}

function draw() {
  if (!shown) return;
  shown.find(".drop").hidden = Boolean(sending);
  shown.find(".going").hidden = !sending;
  if (!sending) return;
  const { file, at, words, away } = sending;
  shown.find("#what").textContent = away ? words.again : words.sending
    .replace("{there}", megabytes(at)).replace("{size}", megabytes(file.size))
    .replace("{name}", () => file.name);
  shown.find("progress").value = at / file.size;
}

function say(said, failed) {
  if (!shown) return;
  shown.find(".said").textContent = said;
  shown.find(".failed").textContent = failed;
}

function megabytes(bytes) {
  return `${Math.max(bytes / 1e6, 0).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
}
