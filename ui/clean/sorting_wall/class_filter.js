/* The list of all classes of the sorting wall, for more than there are digits: type a few letters,
 * arrows choose, Enter takes, Escape goes back to the pictures. */

function classFilter(classes, words, { take, leave }) {
  const box = make("span", "filter");
  const list = make("ul");
  const input = make("input");
  Object.assign(list, { id: "classes", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", words.classes);
  Object.assign(input, { type: "text", placeholder: words.another, autocomplete: "off" });
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-label": words.change_class, "aria-expanded": "false",
    "aria-controls": "classes", "aria-autocomplete": "list",
  })) input.setAttribute(name, value);
  box.append(input, list);
  const state = { classes, words, input, list, found: [], at: 0, take, leave };
  input.oninput = () => openList(state);
  input.onfocus = () => openList(state);
  input.onblur = () => closeList(state);
  input.onkeydown = (event) => onFilterKey(state, event);
  return { box, focus: () => input.focus({ preventScroll: true }) };
}

function openList(state) {
  const typed = state.input.value.trim().toLowerCase();
  const starts = state.classes.filter((c) => c.name.toLowerCase().startsWith(typed));
  const holds = state.classes.filter(
    (c) => c.name.toLowerCase().includes(typed) && !starts.includes(c));
  Object.assign(state, { found: [...starts, ...holds], at: 0 });
  state.list.replaceChildren(...state.found.map((c, i) => classOption(state, c, i)));
  if (!state.found.length) state.list.append(make("li", "none", state.words.no_class));
  state.list.hidden = false;
  state.input.setAttribute("aria-expanded", "true");
  pointAt(state, 0);
}

function closeList(state) {
  state.list.hidden = true;
  state.input.value = "";
  state.input.setAttribute("aria-expanded", "false");
  state.input.removeAttribute("aria-activedescendant");
}

function classOption(state, { name, colour }, i) {
  const option = make("li");
  option.id = `class-${i}`;
  option.setAttribute("role", "option");
  const dot = make("span", "dot");
  dot.style.background = colour;
  option.append(dot, name);
  option.onmousedown = (event) => event.preventDefault(); // the focus stays until a class is taken
  option.onclick = () => takeClass(state, i); // not by a finger that only draws the list along
  return option;
}

function pointAt(state, i) {
  if (!state.found.length) return;
  state.at = (i + state.found.length) % state.found.length;
  [...state.list.children].forEach((option, n) =>
    option.setAttribute("aria-selected", String(n === state.at)));
  const option = state.list.children[state.at];
  state.input.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function takeClass(state, i) {
  const chosen = state.found[i];
  if (!chosen) return;
  state.leave();
  state.take(chosen.name);
}

function onFilterKey(state, event) {
  const moves = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key in moves) pointAt(state, state.at + moves[event.key]);
  else if (event.key === "Enter") takeClass(state, state.at);
  else if (event.key === "Escape") state.leave();
  else return;
  event.preventDefault();
  event.stopPropagation();
}
