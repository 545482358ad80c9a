// The model answers the camera all the time, and what was decided happens on the page: a siren that
// rings, somebody who is called. An action shows once it was said three times in a row, so that it
// does not flicker. Nothing makes a sound before somebody asks for it.
const asked = new WeakMap();
const FASTEST_MS = 40;
const IN_A_ROW = 3;
const SIGNS = {
  siren: '<path d="M12 36a12 12 0 0 1 24 0Z"/><path d="M8 40h32M24 6v8M7 14l6 5M41 14l-6 5"/>',
  call: '<path d="M14 8c-6 4-4 14 5 23s18 11 22 5l-8-8-6 3c-4-2-7-6-8-10l4-5Z"/><path d="M30 6c6 1 10 5 11 11"/>',
  calm: '<path d="M33 34A16 16 0 1 1 24 8a13 13 0 0 0 9 26Z"/>',
  done: '<path d="m9 25 10 10 20-22"/>',
  strange: '<path d="M17 17a7 7 0 1 1 10 7c-2 1-3 3-3 6M24 38v1"/>',
};

export default function ({ parentElement, data, setTriggerValue }) {
  let one = asked.get(parentElement);
  if (!one) asked.set(parentElement, (one = newOne(parentElement, data)));
  one.mail.mount(parentElement, (shot) => setTriggerValue("closer", shot), data.heard);
  one.line.open(data.address);
  return () => {
    one.eye.stop();
    one.line.close();
    one.judge.end();
    quiet(one);
    asked.delete(parentElement);
  };
}

function newOne(root, data) {
  const find = (name) => root.querySelector(name);
  const { words } = data;
  const one = {
    root, data, words, live: find(".live"), why: find(".why"), said: find(".said"), scene: find(".scene"),
    sign: find(".sign"), action: find(".action"), sound: find(".sound"), row: 0, mail: mailbox("predict_closer"),
  };
  one.judge = new LiveJudge(data.there);
  one.drawn = new LiveBars(find(".bars"), words);
  one.eye = new LiveEye([find("video")], () => camera(one));
  one.line = new LiveLine((told) => hear(one, told));
  for (const name of ["start", "end", "other", "closer"]) find(`.${name}`).textContent = words[name === "end" ? "stop" : name];
  find(".show span").textContent = words.show;
  find(".start").onclick = () => one.eye.start();
  find(".end").onclick = () => one.eye.stop();
  find(".other").onclick = () => one.eye.turn();
  find(".closer").onclick = async () => closer(one, await one.eye.shot());
  find(".show input").onchange = ({ target }) => show(one, target);
  one.sound.onclick = () => toggle(one);
  camera(one);
  return one;
}

function camera(one) {
  one.live.dataset.camera = one.eye.isOn ? "on" : "off";
  one.live.dataset.mirrored = Boolean(one.eye.mirrored);
  one.why.textContent = one.data.why[one.eye.why] ?? "";
  if (one.eye.isOn) {
    one.judge.begin();
    watch(one);
  } else quiet(one);
}

async function watch(one) {
  if (one.watching) return;
  one.watching = true;
  while (one.eye.isOn && one.root.isConnected) {
    const began = performance.now();
    const frame = document.hidden ? null : await one.eye.frame();
    const answer = frame && (await look(one, frame));
    if (answer?.shares) tell(one, answer);
    await pause(answer ? Math.max(FASTEST_MS - (performance.now() - began), 4) : 200);
  }
  one.watching = false;
}

function look(one, frame) {
  one.live.dataset.judged = one.judge.isReady ? "here" : "server";
  return (one.judge.isReady ? one.judge : one.line).look(frame);
}

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

function hear(one, told) {
  if (told.away) one.said.textContent = one.words.away;
  if (told.trouble) one.said.textContent = told.trouble;
  if (!told.asked) return;
  one.asked = told.asked;
  one.judge.learn(told.asked.how, told.asked.known);
  if (one.eye.isOn) one.judge.begin();
}

function tell(one, answer) {
  one.drawn.show(answer.shares, (name) => one.asked?.colours[name] ?? "var(--st-border-color)");
  one.said.textContent = "";
  const scene = answer.strange ? "strange" : one.asked?.scenes[answer.action];
  const words = answer.strange ? one.words.strange : answer.action;
  const happens = `${scene} ${words}`;
  one.row = happens === one.coming ? one.row + 1 : 1;
  one.coming = happens;
  if (one.row !== IN_A_ROW) return;
  one.scene.hidden = !scene;
  one.scene.dataset.scene = one.now = scene ?? "";
  one.sign.innerHTML = scene ? `<svg viewBox="0 0 48 48">${SIGNS[scene]}</svg>` : "";
  one.action.textContent = words ?? "";
  one.sound.hidden = !(scene === "siren" || one.player);
  one.sound.textContent = one.player ? one.words.silent : one.words.sound;
}

/* ---- the siren's sound, only where it was asked for ---- */

function toggle(one) {
  if (one.player) quiet(one);
  else {
    const player = (one.player = new AudioContext());
    one.beat = setInterval(() => one.now === "siren" && wail(player), 1000);
  }
  one.sound.textContent = one.player ? one.words.silent : one.words.sound;
}

function wail(player) {
  const [tone, volume] = [player.createOscillator(), player.createGain()];
  volume.gain.value = 0.06;
  tone.frequency.setValueAtTime(600, player.currentTime);
  tone.frequency.linearRampToValueAtTime(950, player.currentTime + 0.45);
  tone.frequency.linearRampToValueAtTime(600, player.currentTime + 0.9);
  tone.connect(volume).connect(player.destination);
  tone.start();
  tone.stop(player.currentTime + 0.9);
}

function quiet(one) {
  clearInterval(one.beat);
  one.player?.close();
  one.player = null;
}

/* ---- one picture for a closer look ---- */

async function show(one, input) {
  const [file] = input.files;
  input.value = "";
  const bitmap = file && (await opened(file));
  if (bitmap) closer(one, await shotOf(bitmap));
  else if (file) one.said.textContent = one.words.unreadable;
  bitmap?.close();
}

function closer(one, shot) {
  if (!shot) return;
  const reader = new FileReader();
  reader.onload = () => one.mail.post(reader.result);
  reader.readAsDataURL(shot);
}
