// An RGB picture as the numbers that the model takes, as labels.json says.
import { BILINEAR, cropped, resized } from "./pillow.js";

/** A Float32Array of 3 × size × size, channel by channel. `how` is labels.json. */
export function prepared(picture, how) {
  const { size } = how;
  const { data } = seen(picture, how);
  const out = new Float32Array(3 * size * size);
  for (let c = 0; c < 3; c++)
    for (let i = 0; i < size * size; i++) {
      const share = Math.fround(data[3 * i + c] / 255);
      out[c * size * size + i] = Math.fround(share - how.mean[c]) / how.std[c];
    }
  return out;
}

/** The picture of size × size that the model sees. */
export function seen(picture, { size, resize, pad }) {
  if (resize === "squish") return resized(picture, size, size, BILINEAR);
  if (resize === "random_resized_crop") {
    const edge = 4 * Math.ceil((size * 0.14) / 8);
    const larger = resized(picture, size + 2 * edge, size + 2 * edge, BILINEAR);
    return cropped(larger, edge, edge, edge + size, edge + size);
  }
  return resized(square(picture, size, resize, pad), size, size, BILINEAR);
}

/** The largest square in the middle ("crop"), or the smallest around the picture ("pad"). */
function square(picture, size, resize, pad) {
  const { width, height } = picture;
  const choose = resize === "pad" ? Math.max : Math.min;
  const side = Math.trunc(choose(width / size, height / size) * size);
  const left = Math.trunc(0.5 * (width - side));
  const top = Math.trunc(0.5 * (height - side));
  return cropped(picture, left, top, left + side, top + side, pad);
}
