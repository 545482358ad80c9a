// The smoke test: the ten pictures of examples/, and whether the answers are those of the app.
import { ask } from "./ask.js";
import { filled, words } from "./words.js";

const button = document.getElementById("check");
const told = document.getElementById("checked");

button.addEventListener("click", async () => {
  button.disabled = true;
  try {
    told.textContent = await checked();
  } catch (failed) {
    told.textContent = failed.message;
  }
  button.disabled = false;
});

async function checked() {
  const { allowed, pictures } = await (await fetch("examples/answers.json")).json().then(asked);
  let furthest = 0;
  const others = [];
  for (const [n, picture] of pictures.entries()) {
    told.textContent = filled(words.checking, { n: n + 1, all: pictures.length });
    const { said } = await ask(await (await fetch(`examples/${picture.file}`)).blob());
    const apart = Object.entries(picture.probabilities).map(([name, share]) => Math.abs(share - said.probabilities[name]));
    furthest = Math.max(furthest, ...apart);
    if (said.class !== picture.class || said.action !== picture.action || !(Math.max(...apart) <= allowed)) others.push(n + 1);
  }
  button.dataset.result = others.length ? "other" : "same";
  button.dataset.furthest = furthest;
  const digits = furthest.toFixed(furthest < 0.001 ? 5 : 3);
  if (others.length) return filled(words.not_same, { others: others.join(", "), furthest: digits });
  return filled(words.same, { all: pictures.length, furthest: digits });
}

function asked(answers) {
  return { allowed: Number(document.querySelector("main").dataset.allowed), pictures: answers };
}
