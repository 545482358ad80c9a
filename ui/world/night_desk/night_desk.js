// A night's pictures, one after the other: a button or a key names each. What was said goes to
// Python once, when the night is over. `data.says`, where it is there, is what the model says.
const desks = new WeakMap();

export default function ({ data, parentElement, setStateValue }) {
  const root = parentElement.querySelector(".desk");
  const mail = mailbox(data.mailbox);
  mail.mount(parentElement, (night) => setStateValue("night", night), data.heard);
  let desk = desks.get(root);
  if (!desk) desks.set(root, (desk = { root, night: null, said: [] }));
  Object.assign(desk, { data, mail });
  if (desk.night !== data.night) Object.assign(desk, { night: data.night, said: [] });
  root.onkeydown = (event) => onKey(desk, event);
  draw(desk);
}

function draw(desk) {
  const { root, data, said } = desk;
  const at = said.length;
  const done = at >= data.pictures.length;
  const place = root.querySelector(".place");
  const words = done ? data.words.done : filled(data.words.picture, { n: at + 1, all: data.pictures.length });
  if (place.textContent !== words) place.textContent = words;
  const image = root.querySelector("img");
  image.hidden = done;
  if (!done) Object.assign(image, { src: data.pictures[at], alt: words });
  const says = done ? undefined : data.says?.[at];
  root.querySelector(".says").textContent = says === undefined ? "" : filled(data.words.says, { label: says });
  root.querySelector(".keys").textContent = done ? "" : data.says ? data.words.keys_agree : data.words.keys;
  drawActs(desk, done, says);
}

function drawActs(desk, done, says) {
  const acts = desk.root.querySelector(".acts");
  acts.replaceChildren(...(done ? [] : desk.data.classes.map((one) => act(desk, one, says))));
}

function act(desk, { name, key }, says) {
  const button = document.createElement("button");
  button.type = "button";
  button.title = name;
  if (name === says) button.className = "model";
  if (key) {
    const kbd = document.createElement("kbd");
    kbd.textContent = key;
    button.append(kbd);
  }
  button.append(name);
  button.onclick = () => say(desk, name);
  return button;
}

function say(desk, name) {
  const { data, said, root, mail } = desk;
  if (said.length >= data.pictures.length) return;
  said.push(name);
  root.focus({ preventScroll: true });
  draw(desk);
  if (said.length === data.pictures.length) mail.post({ night: data.night, said });
}

function onKey(desk, event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const { data, said } = desk;
  const says = data.says?.[said.length];
  const named = data.classes.find((one) => one.key === event.key);
  const agrees = event.key === "Enter" && says !== undefined && event.target === desk.root;
  if (!named && !agrees) return;
  event.preventDefault();
  event.stopPropagation();
  say(desk, named ? named.name : says);
}
