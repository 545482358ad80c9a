// Two classes are taught while you watch. Everything is said over the line: pictures that are taken,
// pictures that move to the other class, and the frames whose answers move the bars.
const lessons = new WeakMap();
const EVERY_MS = 250;
const HANDFUL = 4;
const FASTEST_MS = 40;
const MOST_BYTES = 8_000_000;
const TRAY = 6;

export default function ({ parentElement, data }) {
  let lesson = lessons.get(parentElement);
  if (!lesson) lessons.set(parentElement, (lesson = newLesson(parentElement, data)));
  lesson.line.open(data.address);
  return () => {
    lesson.eye.stop();
    lesson.line.close();
    lesson.judge.end();
    lessons.delete(parentElement);
  };
}

function newLesson(root, data) {
  const find = (name) => root.querySelector(name);
  const lesson = {
    root, data, words: data.words, live: find(".live"), view: find(".view"), bars: find(".bars"),
    said: find(".said"), why: find(".why"), still: find(".still"), map: find(".map"), fool: find(".fool"),
    names: [data.names.first, data.names.second], state: null, shares: {}, thumbnails: {}, shown: new Map(), here: 0,
  };
  lesson.slots = [0, 1].map((slot) => newSlot(lesson, slot));
  lesson.eye = new LiveEye([find(".view video"), ...lesson.slots.map((one) => one.video)], () => camera(lesson));
  lesson.drawn = new LiveBars(lesson.bars, lesson.words);
  lesson.line = new LiveLine((told) => hear(lesson, told));
  lesson.judge = new LiveJudge(data.there);
  buttons(lesson, find);
  keys(lesson);
  camera(lesson);
  fooling(lesson);
  return lesson;
}

/* ---- what is pressed ---- */

function buttons(lesson, find) {
  const { words, eye } = lesson;
  for (const name of ["start", "end", "other", "undo"])
    find(`.${name}`).textContent = words[name === "end" ? "stop" : name];
  find(".show span").textContent = words.show;
  find(".title").textContent = words.map;
  find(".about").textContent = words.map_about;
  lesson.map.setAttribute("aria-label", words.map);
  find(".start").onclick = async () => (await eye.start()) && lesson.slots[0].hold.focus({ preventScroll: true });
  find(".end").onclick = () => eye.stop();
  find(".other").onclick = () => eye.turn();
  find(".undo").onclick = () => lesson.line.order({ do: "undo" });
  find(".show input").onchange = ({ target }) => show(lesson, target);
  lesson.undo = find(".undo");
  lesson.undo.disabled = true;
}

function newSlot(lesson, slot) {
  const { words } = lesson;
  const box = lesson.root.querySelector(`.class[data-slot="${slot}"]`);
  const one = {
    box, name: make("input", "name"), choice: make("select"), count: make("p", "count"), tray: make("div", "tray"),
    video: make("video"), hold: make("button", "hold", words.hold), shots: [], timer: null,
  };
  Object.assign(one.video, { autoplay: true, playsInline: true, muted: true });
  one.video.setAttribute("aria-hidden", "true");
  Object.assign(one.name, { value: lesson.names[slot], maxLength: 200 });
  one.name.setAttribute("aria-label", words.name);
  one.choice.setAttribute("aria-label", words.choose);
  one.choice.hidden = true;
  one.hold.type = "button";
  const files = make("label", "button files");
  const input = make("input");
  Object.assign(input, { type: "file", accept: "image/*", multiple: true });
  files.append(make("span", "", words.files), input);
  box.replaceChildren(one.name, one.choice, one.count, one.video, one.hold, files, one.tray);
  one.name.onchange = () => rename(lesson, slot);
  one.choice.onchange = () => choose(lesson, slot, one.choice.value);
  input.onchange = () => bring(lesson, slot, input);
  holding(lesson, slot, one);
  dropping(lesson, slot, box);
  return one;
}

function holding(lesson, slot, one) {
  one.hold.onpointerdown = (event) => {
    one.hold.setPointerCapture?.(event.pointerId);
    hold(lesson, slot);
  };
  one.hold.onpointerup = one.hold.onpointercancel = one.hold.onblur = () => release(lesson, slot);
  one.hold.oncontextmenu = (event) => event.preventDefault();
  one.hold.onkeydown = (event) => {
    if (event.key !== " " && event.key !== "Enter") return;
    event.preventDefault();
    if (!event.repeat) hold(lesson, slot);
  };
  one.hold.onkeyup = () => release(lesson, slot);
}

function hold(lesson, slot) {
  const one = lesson.slots[slot];
  if (one.timer || !lesson.eye.isOn) return;
  lesson.view.style.setProperty("--shooting", colour(lesson, lesson.names[slot]));
  lesson.view.dataset.shooting = true;
  const take = async () => {
    const shot = await lesson.eye.shot();
    if (shot) one.shots.push(shot);
    if (one.shots.length >= HANDFUL) handOver(lesson, slot);
  };
  one.timer = setInterval(take, EVERY_MS);
  take();
}

function release(lesson, slot) {
  const one = lesson.slots[slot];
  if (!one.timer) return;
  clearInterval(one.timer);
  one.timer = null;
  lesson.view.dataset.shooting = false;
  setTimeout(() => handOver(lesson, slot), EVERY_MS / 2);
}

function handOver(lesson, slot) {
  const one = lesson.slots[slot];
  if (one.shots.length) lesson.line.order({ do: "keep", label: lesson.names[slot] }, one.shots.splice(0));
  saying(lesson);
}

async function bring(lesson, slot, input) {
  const files = [...input.files];
  input.value = "";
  await keepFiles(lesson, slot, files);
}

async function keepFiles(lesson, slot, files) {
  const one = lesson.slots[slot];
  for (const file of files) {
    const bitmap = await opened(file);
    const shot = bitmap ? await shotOf(bitmap) : file;
    bitmap?.close();
    if (shot.size > MOST_BYTES) lesson.said.textContent = lesson.words.unreadable;
    else one.shots.push(shot);
    const bytes = one.shots.reduce((sum, each) => sum + each.size, 0);
    if (one.shots.length >= 2 * HANDFUL || bytes > MOST_BYTES / 2) handOver(lesson, slot);
  }
  handOver(lesson, slot);
}

async function show(lesson, input) {
  const [file] = input.files;
  input.value = "";
  const bitmap = file && (await opened(file));
  if (!bitmap) return void (file && (lesson.said.textContent = lesson.words.unreadable));
  lesson.eye.stop();
  lesson.frame = await frameOf(bitmap);
  lesson.still.src = URL.createObjectURL(await shotOf(bitmap));
  lesson.still.hidden = false;
  bitmap.close();
  again(lesson);
}

function rename(lesson, slot) {
  const [old, now] = [lesson.names[slot], lesson.slots[slot].name.value.trim()];
  if (!now || now === old || lesson.names.includes(now)) return void (lesson.slots[slot].name.value = old);
  lesson.names[slot] = now;
  if (classOf(lesson, old)) lesson.line.order({ do: "rename", label: old, now });
  draw(lesson);
}

function choose(lesson, slot, name) {
  if (lesson.names[1 - slot] === name) lesson.names[1 - slot] = lesson.names[slot];
  lesson.names[slot] = name;
  draw(lesson);
}

/* ---- the camera, and what the model says about it ---- */

function camera(lesson) {
  const { eye, live, why, data } = lesson;
  live.dataset.camera = eye.isOn ? "on" : "off";
  live.dataset.mirrored = Boolean(eye.mirrored);
  why.textContent = data.why[eye.why] ?? "";
  if (eye.isOn) {
    lesson.frame = null;
    lesson.still.hidden = true;
    lesson.judge.begin();
    watch(lesson);
  }
}

async function watch(lesson) {
  if (lesson.watching) return;
  lesson.watching = true;
  while (lesson.eye.isOn && lesson.root.isConnected) {
    const began = performance.now();
    if (!document.hidden) await look(lesson, await lesson.eye.frame());
    await pause(Math.max(FASTEST_MS - (performance.now() - began), document.hidden ? 500 : 4));
  }
  lesson.watching = false;
}

// Judged on this device where that can be, else on the server.
async function look(lesson, frame) {
  if (!frame) return pause(100);
  const here = lesson.judge.isReady;
  const answer = await (here ? lesson.judge : lesson.line).look(frame);
  if (!answer) return pause(200);
  if (answer.shares) {
    lesson.shares = answer.shares;
    judgedBy(lesson, here ? "here" : "server");
    drawBars(lesson);
  }
}

function judgedBy(lesson, place) {
  if (lesson.live.dataset.judged === place) return;
  lesson.live.dataset.judged = place;
  saying(lesson);
}

async function again(lesson) {
  if (lesson.frame && !lesson.eye.isOn) await look(lesson, lesson.frame);
}

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

function drawBars(lesson) {
  lesson.drawn.show(lesson.shares, (name) => colour(lesson, name));
}

/* ---- what the server tells ---- */

function hear(lesson, told) {
  if (told.away) lesson.said.textContent = lesson.words.away;
  if (told.trouble) {
    lesson.said.textContent = told.trouble;
    if (told.code === "unknown") lesson.why.textContent = told.trouble;
  }
  if (!told.state) return;
  lesson.state = told.state;
  Object.assign(lesson.thumbnails, told.state.thumbnails);
  lesson.judge.learn(told.state.how, told.state.known);
  lesson.undo.disabled = !told.state.can_undo;
  settle(lesson);
  draw(lesson);
  if (!told.trouble) saying(lesson);
  again(lesson);
}

// The two classes that are taught here are those of the project, where it has some.
function settle(lesson) {
  const known = lesson.state.classes.map((one) => one.name);
  for (const slot of [0, 1]) {
    if (known.includes(lesson.names[slot])) continue;
    const free = known.find((name) => !lesson.names.includes(name));
    if (free && !lesson.line.waiting.length) lesson.names[slot] = free;
  }
}

function saying(lesson) {
  const { state, words, said, line } = lesson;
  const coming = line.waiting.reduce((sum, one) => sum + one.pictures.length, 0);
  if (coming) said.textContent = words.kept.replace("{n}", coming);
  else if (state?.is_taught) {
    const learned = words.learned.replace("{n}", state.learned).replace("{time}", state.refit);
    said.textContent = `${learned} ${words[lesson.live.dataset.judged] ?? ""}`;
  }
  else said.textContent = words.needs;
}

function draw(lesson) {
  if (!lesson.state) return;
  lesson.slots.forEach((one, slot) => drawSlot(lesson, one, slot));
  drawMap(lesson);
  if (lesson.state.is_taught) drawBars(lesson);
  else lesson.drawn.clear();
  fooling(lesson);
}

function drawSlot(lesson, one, slot) {
  const { words, state } = lesson;
  const name = lesson.names[slot];
  const count = classOf(lesson, name)?.count ?? 0;
  const many = state.classes.length > 2;
  one.box.style.setProperty("--colour", colour(lesson, name));
  one.box.setAttribute("aria-label", name);
  one.name.hidden = many;
  one.choice.hidden = !many;
  one.name.value = name;
  if (many) one.choice.replaceChildren(...state.classes.map((each) => new Option(each.name, each.name, false, each.name === name)));
  one.count.textContent = `${slot + 1} · ${count ? (count === 1 ? words.one : words.count.replace("{n}", count)) : words.none}`;
  const newest = state.pictures.filter((picture) => picture.label === name).slice(-TRAY).reverse();
  one.tray.replaceChildren(...newest.map((picture) => tile(lesson, picture, make("div", "picture"))));
}

/* ---- the map ---- */

function drawMap(lesson) {
  const { shown, map, state } = lesson;
  const ids = new Set(state.pictures.map((one) => one.id));
  for (const [id, node] of shown) if (!ids.has(id)) (node.remove(), shown.delete(id));
  state.pictures.forEach((picture, at) => {
    let node = shown.get(picture.id);
    if (!node) {
      node = make("div", "picture");
      node.setAttribute("role", "option");
      shown.set(picture.id, node);
      map.append(node);
    }
    tile(lesson, picture, node);
    const [right, down] = aside(at);
    node.style.left = `calc(${(picture.x + 1) / 2} * (100% - 84px) + ${21 + right}px)`;
    node.style.top = `calc(${(1 - picture.y) / 2} * (100% - 84px) + ${21 + down}px)`;
  });
  lesson.ids = state.pictures.map((one) => one.id);
  focusOn(lesson, Math.min(lesson.here, Math.max(0, lesson.ids.length - 1)), false);
}

// A little aside, so that pictures that are nearly the same do not hide each other.
function aside(at) {
  const [turn, far] = [at * 2.4, 4 + 12 * ((at * 0.618) % 1)];
  return [far * Math.cos(turn), far * Math.sin(turn)];
}

function tile(lesson, picture, node) {
  const { words } = lesson;
  const says = picture.says ? words.picture_says : words.picture;
  const told = says.replace("{label}", picture.label).replace("{says}", picture.says).replace("{sure}", percent(picture.sure, words));
  if (node.firstChild?.tagName !== "IMG") {
    const image = make("img");
    image.alt = "";
    image.src = lesson.thumbnails[picture.id] ?? "";
    node.append(image, make("b"));
    carrying(lesson, node, picture.id);
  }
  node.title = told;
  node.setAttribute("aria-label", told);
  node.lastChild.textContent = classOf(lesson, picture.label)?.mark ?? "?";
  node.dataset.wrong = Boolean(picture.says && picture.says !== picture.label);
  node.style.setProperty("--label", colour(lesson, picture.label));
  if (picture.says) node.style.setProperty("--says", colour(lesson, picture.says));
  else node.style.removeProperty("--says");
  return node;
}

function focusOn(lesson, here, take = true) {
  lesson.here = here;
  lesson.ids.forEach((id, at) => (lesson.shown.get(id).tabIndex = at === here ? 0 : -1));
  if (take) lesson.shown.get(lesson.ids[here])?.focus();
}

function keys(lesson) {
  lesson.map.onkeydown = (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!lesson.ids?.length) return;
    if (step) focusOn(lesson, (lesson.here + step + lesson.ids.length) % lesson.ids.length);
    else if (event.key === "1" || event.key === "2") moved(lesson, lesson.ids[lesson.here], event.key - 1);
    else if (event.key === "u" || event.key === "U") lesson.line.order({ do: "undo" });
    else return;
    event.preventDefault();
  };
  lesson.map.onfocusin = ({ target }) => {
    const at = lesson.ids.findIndex((id) => lesson.shown.get(id) === target);
    if (at >= 0) lesson.here = at;
  };
}

function moved(lesson, id, slot) {
  const picture = lesson.state.pictures.find((one) => one.id === id);
  const label = lesson.names[slot];
  if (picture && picture.label !== label && classOf(lesson, label)) lesson.line.order({ do: "move", id, label });
}

// A picture follows the finger or the mouse, and is put down on a class.
function carrying(lesson, node, id) {
  let from = null;
  let carried = null;
  node.onpointerdown = (event) => {
    from = [event.clientX, event.clientY];
    node.setPointerCapture?.(event.pointerId);
  };
  node.onpointermove = (event) => {
    if (!from) return;
    if (!carried && Math.hypot(event.clientX - from[0], event.clientY - from[1]) > 6) {
      carried = node.cloneNode(true);
      carried.classList.add("carried");
      lesson.live.append(carried);
      zones(lesson, true);
    }
    if (!carried) return;
    carried.style.left = `${event.clientX}px`;
    carried.style.top = `${event.clientY}px`;
    over(lesson, event);
  };
  node.onpointerup = node.onpointercancel = (event) => {
    const slot = carried && event.type === "pointerup" ? over(lesson, event) : -1;
    carried?.remove();
    from = carried = null;
    over(lesson, null);
    zones(lesson, false);
    if (slot >= 0) moved(lesson, id, slot);
  };
}

// Which class lies below the pointer, -1 for none; it is marked on the page.
function over(lesson, event) {
  const below = event && lesson.live.getRootNode().elementFromPoint(event.clientX, event.clientY)?.closest?.("[data-slot]");
  const targets = [...lesson.root.querySelectorAll("[data-slot]")];
  targets.forEach((one) => (one.dataset.over = one === below));
  return below ? Number(below.dataset.slot) : -1;
}

// While a picture is carried, both classes are at hand beside the map, too.
function zones(lesson, shown) {
  lesson.root.querySelectorAll(".zone").forEach((zone) => zone.remove());
  if (!shown) return;
  for (const slot of [0, 1]) {
    const zone = make("div", "zone", lesson.names[slot]);
    zone.dataset.slot = slot;
    zone.style.setProperty("--colour", colour(lesson, lesson.names[slot]));
    lesson.map.append(zone);
  }
}

// Files from a folder of this computer, dropped on a class.
function dropping(lesson, slot, box) {
  box.ondragover = (event) => {
    event.preventDefault();
    box.dataset.over = true;
  };
  box.ondragleave = () => (box.dataset.over = false);
  box.ondrop = (event) => {
    event.preventDefault();
    box.dataset.over = false;
    keepFiles(lesson, slot, [...event.dataTransfer.files]);
  };
}

/* ---- what it is surest of wrongly ---- */

function fooling(lesson) {
  const { words, state, fool } = lesson;
  const parts = [];
  fool.hidden = !state?.is_taught; // what it needs first is said below the camera
  if (state?.worst) {
    const { id, label, says, sure } = state.worst;
    const image = make("img");
    image.alt = "";
    image.src = lesson.thumbnails[id] ?? "";
    parts.push(image, make("p", "", words.worst.replace("{label}", label).replace("{says}", says).replace("{sure}", percent(sure, words))));
  } else parts.push(make("p", "", words.nothing_wrong));
  if (state?.is_taught) parts.push(make("p", "about", words.fool_how));
  if (state?.fooled) {
    const said = state.fooled === 1 ? words.fooled_once : words.fooled;
    parts.push(make("p", "", said.replace("{n}", state.fooled).replace("{sure}", percent(state.surely, words))));
  }
  fool.replaceChildren(...parts);
}

/* ---- small things ---- */

const classOf = (lesson, name) => lesson.state?.classes.find((one) => one.name === name);
const colour = (lesson, name) => classOf(lesson, name)?.colour ?? "var(--st-border-color)";
