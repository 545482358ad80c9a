// A row of pictures of which one is chosen: radio buttons, so that keyboards and screen readers
// know their way. Python sends `data`; we send back `chosen`, an id.
const strips = new WeakMap();

export default function ({ parentElement, data, setStateValue }) {
  const strip = parentElement.querySelector(".strip");
  const mail = mailbox(data.mailbox);
  mail.mount(parentElement, (id) => setStateValue("chosen", id), data.heard);
  strip.onchange = (event) => mail.post(event.target.value);
  strip.setAttribute("aria-label", data.label);
  const pictures = JSON.stringify(data.pictures);
  if (strips.get(strip) !== pictures) draw(strip, data);
  strips.set(strip, pictures);
  const chosen = mail.message?.value ?? data.chosen;
  for (const radio of strip.querySelectorAll("input")) radio.checked = radio.value === chosen;
}

function draw(strip, data) {
  const group = `strip-${Math.random()}`;
  strip.replaceChildren(...data.pictures.map((picture) => choice(picture, group)));
}

function choice({ id, src, caption }, group) {
  const label = Object.assign(document.createElement("label"), { title: caption });
  label.className = "picture";
  const radio = Object.assign(document.createElement("input"), {
    type: "radio",
    name: group,
    value: id,
  });
  const image = Object.assign(document.createElement("img"), { src, alt: "", decoding: "async" });
  const name = Object.assign(document.createElement("span"), { textContent: caption });
  label.append(radio, image, name);
  return label;
}
