// A wall of pictures to look at and pick from. Python sends `data`; we send back `selected`, a
// list of ids, 150 ms after the last change so that a row of quick clicks costs one rerun. A wall
// that `opens` sends the one id that was clicked, as `opened`, and selects nothing.
const walls = new WeakMap();
const SEND_AFTER = 150;

export default function ({ parentElement, data, setStateValue, setTriggerValue }) {
  const wall = walls.get(parentElement) ?? newWall(parentElement, mailbox(data.mailbox), data.opens);
  const send = data.opens
    ? (id) => setTriggerValue("opened", id)
    : (ids) => setStateValue("selected", ids);
  wall.mail.mount(parentElement, send);
  update(wall, data);
}

// A picture that was opened on an earlier wall is not opened on this one.
function newWall(parentElement, mail, opens) {
  if (opens) mail.settle();
  const wall = {
    mail,
    grid: parentElement.querySelector(".grid"),
    bar: parentElement.querySelector(".bar"),
    count: parentElement.querySelector(".count"),
    ids: [],
    selected: new Set(mail.message?.value),
    focus: 0,
    anchor: 0,
  };
  wall.grid.onclick = (event) => onClick(wall, event);
  wall.grid.onkeydown = (event) => onKey(wall, event);
  parentElement.querySelector(".all").onclick = () => choose(wall, wall.ids);
  parentElement.querySelector(".none").onclick = () => choose(wall, []);
  walls.set(parentElement, wall);
  return wall;
}

// What Python says: new pictures redraw the wall, a new `selected` overrules what is picked here.
function update(wall, data) {
  const pictures = JSON.stringify(data.pictures);
  const given = JSON.stringify(data.selected);
  wall.grid.style.setProperty("--size", `${data.size}px`);
  wall.grid.setAttribute("aria-label", data.label);
  wall.words = data.words;
  wall.opens = data.opens === true;
  wall.pick = data.pick !== false && !wall.opens;
  wall.bar.hidden = !wall.pick;
  wall.grid.dataset.opens = wall.opens;
  if (pictures !== wall.pictures) draw(wall, data.pictures);
  if (given !== wall.given && !wall.mail.message) wall.selected = new Set(data.selected);
  wall.pictures = pictures;
  wall.given = given;
  wall.selected = new Set(wall.ids.filter((id) => wall.selected.has(id)));
  mark(wall);
}

function draw(wall, pictures) {
  wall.ids = pictures.map((picture) => picture.id);
  wall.focus = Math.min(wall.focus, Math.max(0, pictures.length - 1));
  wall.grid.replaceChildren(...pictures.map((picture, at) => tile(wall, picture, at)));
}

function tile(wall, picture, at) {
  const option = element("div", "tile");
  option.setAttribute("role", "option");
  option.title = picture.caption;
  option.dataset.tone = picture.tone;
  const image = element("img");
  image.src = picture.src;
  image.alt = "";
  image.decoding = "async";
  image.draggable = false;
  option.append(image, element("span", "tick"));
  if (picture.badge) option.append(element("span", "badge", picture.badge));
  if (picture.caption) option.append(element("span", "caption", picture.caption));
  option.append(element("span", "place", filled(wall.words.picture, { n: at + 1, all: wall.ids.length })));
  return option;
}

function element(tag, className = "", text = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

function mark(wall) {
  [...wall.grid.children].forEach((option, index) => {
    option.setAttribute("aria-selected", wall.selected.has(wall.ids[index]));
    option.tabIndex = index === wall.focus ? 0 : -1;
  });
  const count = wall.selected.size;
  wall.count.textContent = count ? filled(wall.words.count, { n: count }) : wall.words.count_none;
  wall.bar.dataset.some = count > 0;
}

function choose(wall, ids) {
  if (!wall.pick) return;
  wall.selected = new Set(ids);
  mark(wall);
  wall.mail.post([...wall.selected], SEND_AFTER);
}

function toggle(wall, index) {
  if (wall.opens) return wall.mail.post(wall.ids[index]);
  const next = new Set(wall.selected);
  if (!next.delete(wall.ids[index])) next.add(wall.ids[index]);
  wall.anchor = index;
  choose(wall, next);
}

function extend(wall, index) {
  const [first, last] = [Math.min(wall.anchor, index), Math.max(wall.anchor, index)];
  choose(wall, [...wall.selected, ...wall.ids.slice(first, last + 1)]);
}

function onClick(wall, event) {
  const index = [...wall.grid.children].indexOf(event.target.closest(".tile"));
  if (index < 0) return;
  wall.focus = index;
  if (event.shiftKey) extend(wall, index);
  else toggle(wall, index);
}

function onKey(wall, event) {
  const to = target(wall, event.key);
  if (to !== undefined) {
    wall.focus = Math.max(0, Math.min(wall.ids.length - 1, to));
    mark(wall);
    wall.grid.children[wall.focus]?.focus();
    if (event.shiftKey) extend(wall, wall.focus);
  } else if (event.key === " " || event.key === "Enter") toggle(wall, wall.focus);
  else if (event.key === "Escape") choose(wall, []);
  else if (event.key === "a" && (event.ctrlKey || event.metaKey)) choose(wall, wall.ids);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function target(wall, key) {
  const columns = getComputedStyle(wall.grid).gridTemplateColumns.split(" ").length;
  const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns };
  if (key in steps) return wall.focus + steps[key];
  return { Home: 0, End: wall.ids.length - 1 }[key];
}
