// What a model says now: a bar for each class, the likeliest six, in an order that does not jump.
const MOST_BARS = 6;
const SPOKEN_MS = 1000;

class LiveBars {
  constructor(node, words) {
    Object.assign(this, { node, words, spoken: 0 });
  }

  clear() {
    this.node.replaceChildren();
    this.node.removeAttribute("role");
    this.node.removeAttribute("aria-label");
    this.spoken = 0;
  }

  // `shares` by class, 0 to 1; `colourOf(name)` is a class's colour.
  show(shares, colourOf) {
    const ranked = Object.entries(shares).sort((a, b) => b[1] - a[1]).slice(0, MOST_BARS);
    const named = ranked.map(([name]) => name);
    const order = Object.keys(shares).filter((name) => named.includes(name));
    const there = [...this.node.children].map((one) => one.dataset.name);
    if (order.join("\n") !== there.join("\n")) this.node.replaceChildren(...order.map(newBar));
    for (const bar of this.node.children) {
      const { name } = bar.dataset;
      bar.style.setProperty("--colour", colourOf(name));
      bar.style.setProperty("--share", shares[name]);
      bar.dataset.best = name === named[0];
      bar.lastChild.textContent = percent(shares[name], this.words);
    }
    this.speak(ranked);
  }

  // Screen readers hear it when they come to the bars; it changes once a second at most.
  speak(ranked) {
    if (!ranked.length || performance.now() - this.spoken < SPOKEN_MS) return;
    this.spoken = performance.now();
    this.node.setAttribute("role", "img"); // without bars it is nothing, and needs no name
    this.node.setAttribute("aria-label", ranked.map(([name, share]) => `${name} ${percent(share, this.words)}`).join(", "));
  }
}

function newBar(name) {
  const bar = make("div", "bar");
  bar.dataset.name = name;
  bar.append(make("i"), make("span", "", name), make("span"));
  return bar;
}

/** A share as a whole percentage; never "0 %" of something or "100 %" of less than all. */
const percent = (share, words) =>
  share > 0.99 && share < 1 ? words.over : share > 0 && share < 0.01 ? words.under : `${Math.round(100 * share)}\u00a0%`;

function make(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}
