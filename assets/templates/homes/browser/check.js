// The smoke test: the ten pictures of examples/, and whether the answers are those of the app.
import { ask } from "./ask.js";

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
    told.textContent = `Picture ${n + 1} of ${pictures.length} …`;
    const { said } = await ask(await (await fetch(`examples/${picture.file}`)).blob());
    const apart = Object.entries(picture.probabilities).map(([name, share]) => Math.abs(share - said.probabilities[name]));
    furthest = Math.max(furthest, ...apart);
    if (said.class !== picture.class || said.action !== picture.action || !(Math.max(...apart) <= allowed)) others.push(n + 1);
  }
  button.dataset.result = others.length ? "other" : "same";
  button.dataset.furthest = furthest;
  const digits = `No probability is more than ${furthest.toFixed(furthest < 0.001 ? 5 : 3)} away.`;
  if (others.length) return `Not the same for picture ${others.join(", ")}. ${digits}`;
  return `All ${pictures.length} answers are those of Drivetrain Lab. ${digits}`;
}

function asked(answers) {
  return { allowed: Number(document.querySelector("main").dataset.allowed), pictures: answers };
}
