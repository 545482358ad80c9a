/* The keyboard-driven wall of the Clean page.
 *
 * A choice shows at once and is appended to a journal that Python writes to disk in order, so
 * nothing is lost when choices come faster than reruns, while the server is away, or by a reload
 * before it is back. The wall is redrawn only when `data.view` changes: between two views it knows
 * itself what was chosen. */

const walls = new WeakMap();

function newWall(root, mail) {
  return {
    root, mail, mount: crypto.getRandomValues(new Uint32Array(2)).join("-"), n: 0,
    entries: [], view: null, cards: [], classes: [], staged: {}, here: 0, past: [],
    acts: root.querySelector(".acts"), grid: root.querySelector(".wall"),
    said: root.querySelector(".said"), keys: root.querySelector(".keys"),
    ...mail.message?.value,
  };
}

export default function ({ data, parentElement, setStateValue }) {
  const mail = mailbox(data.mailbox, { keeps: true });
  let wall = walls.get(parentElement);
  if (!wall) walls.set(parentElement, (wall = newWall(parentElement, mail)));
  mail.mount(parentElement, (journal) => setStateValue("journal", journal));
  wall.grid.onkeydown = wall.acts.onkeydown = (event) => onKey(wall, event);
  // By a key only: what a mouse or a finger presses stays where it is until it is lifted.
  wall.grid.onfocus = () => wall.grid.matches(":focus-visible") && mark(wall, wall.here);
  wall.words = data.words;
  if (data.view !== wall.view) redraw(wall, data);
}

function redraw(wall, data) {
  const sameCards = wall.cards.map((c) => c.id).join() === data.cards.map((c) => c.id).join();
  if (data.taken.wall === wall.mount)
    wall.entries = wall.entries.filter((entry) => entry.n > data.taken.n);
  Object.assign(wall, { view: data.view, cards: data.cards, classes: data.classes });
  wall.staged = { ...data.staged };
  for (const entry of wall.entries) remember(wall, entry);
  if (!sameCards) Object.assign(wall, { here: 0, past: [] });
  drawActs(wall);
  wall.grid.replaceChildren(...wall.cards.map((card, i) => drawCard(wall, card, i)));
  wall.cards.forEach((card) => showChoice(wall, card.id));
  mark(wall, Math.min(wall.here, wall.cards.length - 1), { quiet: true });
}

/* ---- drawing ---- */

function make(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

function drawActs(wall) {
  const withKey = wall.classes.filter((c) => c.key);
  const all = withKey.length < wall.classes.length;
  const { words } = wall;
  wall.filter = all ? classFilter(wall.classes, words, {
    take: (name) => choose(wall, "relabel", name),
    leave: () => wall.grid.focus({ preventScroll: true }),
  }) : null;
  const model = wall.cards.some((card) => card.suggested);
  wall.acts.replaceChildren(
    action(wall, "K", words.keep, () => choose(wall, "keep")),
    action(wall, "Del", words.delete, () => choose(wall, "delete")),
    action(wall, "U", words.undo, () => undo(wall)),
    ...(model ? [action(wall, "M", words.as_model, () => follow(wall))] : []),
    make("span", "gap"),
    ...withKey.map((c) =>
      action(wall, c.key, c.name, () => choose(wall, "relabel", c.name), c.colour)),
    ...(all ? [wall.filter.box] : []),
  );
  const how = `keys${model ? "_model" : ""}${all ? "_all" : ""}`;
  wall.keys.textContent = filled(words[how], { keys: span(withKey.map((c) => c.key)) });
}

function span(keys) {
  return keys.length > 1 ? `${keys[0]}–${keys.at(-1)}` : keys[0];
}

function action(wall, key, name, run, colour) {
  const button = make("button");
  button.type = "button";
  const hint = make("kbd", "", key);
  hint.setAttribute("aria-hidden", "true"); // its name is what it does
  button.append(hint);
  button.setAttribute("aria-keyshortcuts", key === "Del" ? "Delete" : key);
  if (colour) {
    const dot = make("span", "dot");
    dot.style.background = colour;
    button.append(dot);
  }
  button.append(name.length > 24 ? `${name.slice(0, 14)}…${name.slice(-9)}` : name);
  button.title = colour ? filled(wall.words.change_to, { name }) : name;
  button.onclick = run;
  return button;
}

function drawCard(wall, card, i) {
  const node = make("figure", "card");
  node.id = `card-${i}`;
  node.setAttribute("role", "option");
  const image = make("img");
  image.src = card.src;
  image.alt = "";
  image.decoding = "async";
  node.append(image, make("p", "", card.label));
  node.append(make("p", card.suggested ? "line doubt" : "line", card.line));
  node.onclick = () => {
    wall.grid.focus({ preventScroll: true });
    mark(wall, i);
  };
  return node;
}

function showChoice(wall, id) {
  const i = wall.cards.findIndex((card) => card.id === id);
  if (i < 0) return;
  const [card, node, choice] = [wall.cards[i], wall.grid.children[i], wall.staged[id]];
  node.querySelector(".badge")?.remove();
  delete node.dataset.action;
  if (choice) {
    node.dataset.action = choice.action;
    node.append(make("span", "badge", inWords(wall, "badge", choice)));
  }
  const places = { label: card.label, line: card.line, n: i + 1, all: wall.cards.length };
  node.setAttribute("aria-label", inWords(wall, "card", choice, places));
}

/** What is said of a choice, or of none: the sentence of this kind, as "card_keep" or "card". */
function inWords(wall, kind, choice, places) {
  const sentence = wall.words[choice ? `${kind}_${choice.action}` : kind];
  return filled(sentence, { ...places, other: choice?.label });
}

/* ---- moving and choosing ---- */

function mark(wall, i, { quiet = false } = {}) {
  if (i < 0 || i >= wall.cards.length) return;
  wall.grid.children[wall.here]?.classList.remove("here");
  wall.grid.children[wall.here]?.setAttribute("aria-selected", "false");
  wall.here = i;
  const node = wall.grid.children[i];
  node.classList.add("here");
  node.setAttribute("aria-selected", "true");
  wall.grid.setAttribute("aria-activedescendant", node.id);
  if (!quiet) node.scrollIntoView({ block: "nearest" });
}

function columns(wall) {
  const tops = [...wall.grid.children].map((node) => node.offsetTop);
  const next = tops.findIndex((top) => top > tops[0]);
  return next < 0 ? tops.length : next;
}

function onKey(wall, event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.tagName === "INPUT") return;
  const run = keyMap(wall)[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!run) return;
  event.preventDefault();
  event.stopPropagation();
  run();
}

function keyMap(wall) {
  const go = (step) => () =>
    mark(wall, Math.max(0, Math.min(wall.cards.length - 1, wall.here + step)));
  const map = {
    ArrowLeft: go(-1), ArrowRight: go(1),
    ArrowUp: go(-columns(wall)), ArrowDown: go(columns(wall)),
    Home: go(-wall.cards.length), End: go(wall.cards.length),
    k: () => choose(wall, "keep"), u: () => undo(wall),
    Delete: () => choose(wall, "delete"), Backspace: () => choose(wall, "delete"),
    m: () => follow(wall), c: wall.filter?.focus,
  };
  wall.classes.filter((c) => c.key).forEach((c) => {
    map[c.key] = () => choose(wall, "relabel", c.name);
  });
  return map;
}

function choose(wall, action, label = null) {
  const card = wall.cards[wall.here];
  if (!card) return;
  const choice = action === "relabel" && label === card.label
    ? { action: "keep", label: null } : { action, label };
  wall.past.push(card.id);
  record(wall, { id: card.id, ...choice });
  say(wall, inWords(wall, "said", choice, { label: card.label }));
  mark(wall, Math.min(wall.here + 1, wall.cards.length - 1));
}

/** Relabel as the model suggests; where it agrees with the label, keep. */
function follow(wall) {
  const card = wall.cards[wall.here];
  if (card?.suggested) choose(wall, "relabel", card.suggested);
  else say(wall, wall.words.none_suggested);
}

function undo(wall) {
  const here = wall.cards[wall.here]?.id;
  let id = wall.staged[here] ? here : null;
  while (!id && wall.past.length) {
    const last = wall.past.pop();
    if (wall.staged[last]) id = last;
  }
  if (!id) return say(wall, wall.words.nothing_to_undo);
  record(wall, { id, action: "undo", label: null });
  say(wall, wall.words.undone);
  mark(wall, wall.cards.findIndex((card) => card.id === id));
}

function record(wall, choice) {
  const entry = { n: ++wall.n, ...choice };
  wall.entries.push(entry);
  remember(wall, entry);
  showChoice(wall, entry.id);
  const { mount, n, entries } = wall;
  wall.mail.post({ mount, n, entries: [...entries] });
}

function remember(wall, { id, action, label }) {
  if (action === "undo") delete wall.staged[id];
  else wall.staged[id] = { action, label };
}

function say(wall, words) {
  wall.said.textContent = words;
}
