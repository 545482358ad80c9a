// Pillow's way to change the size of a picture, in whole numbers as Pillow counts them.
// A picture is {width, height, channels, data}; channels is 3 where it is not given.

const BITS = 22;
const triangle = (x) => Math.max(0, 1 - Math.abs(x));
function cubic(x) {
  x = Math.abs(x);
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
  return x < 2 ? (((x - 5) * x + 8) * x - 4) * -0.5 : 0;
}
export const BILINEAR = { weight: triangle, reach: 1 };
export const BICUBIC = { weight: cubic, reach: 2 };

/** The picture at another size: every new pixel weighs all pixels that it covers. Rounded between
 * the two directions, so their order counts: Pillow 13 begins with the one that loses most. */
export function resized(picture, width, height, filter) {
  const lines = picture.height - height;
  const downFirst = lines > 0 && lines > 2 * (picture.width - width);
  const across = (one) => (width === one.width ? one : widthChanged(one, width, filter));
  const down = (one) => (height === one.height ? one : heightChanged(one, height, filter));
  return downFirst ? across(down(picture)) : down(across(picture));
}

/** For each new position: where it starts to look, and its weights in fixed point. */
function windows(from, to, { weight, reach }) {
  const scale = from / to;
  const wide = Math.max(1, scale);
  return Array.from({ length: to }, (_, position) => {
    const centre = (position + 0.5) * scale;
    const first = Math.max(0, Math.trunc(centre - reach * wide + 0.5));
    const end = Math.min(from, Math.trunc(centre + reach * wide + 0.5));
    const weights = [];
    for (let x = first; x < end; x++) weights.push(weight((x - centre + 0.5) * (1 / wide)));
    const sum = weights.reduce((a, b) => a + b, 0);
    const whole = weights.map((w) => {
      const share = (sum === 0 ? w : w / sum) * (1 << BITS);
      return Math.trunc(share < 0 ? share - 0.5 : share + 0.5);
    });
    return { first, weights: Int32Array.from(whole) };
  });
}

function widthChanged({ width, height, channels = 3, data }, wanted, filter) {
  const out = new Uint8ClampedArray(wanted * height * channels);
  windows(width, wanted, filter).forEach(({ first, weights }, x) => {
    for (let y = 0; y < height; y++)
      for (let c = 0; c < channels; c++) {
        let sum = 1 << (BITS - 1);
        let at = (y * width + first) * channels + c;
        for (let k = 0; k < weights.length; k++, at += channels) sum += data[at] * weights[k];
        out[(y * wanted + x) * channels + c] = sum >> BITS;
      }
  });
  return { width: wanted, height, channels, data: out };
}

function heightChanged({ width, height, channels = 3, data }, wanted, filter) {
  const line = width * channels;
  const out = new Uint8ClampedArray(line * wanted);
  windows(height, wanted, filter).forEach(({ first, weights }, y) => {
    for (let x = 0; x < line; x++) {
      let sum = 1 << (BITS - 1);
      for (let k = 0, at = first * line + x; k < weights.length; k++, at += line) sum += data[at] * weights[k];
      out[y * line + x] = sum >> BITS;
    }
  });
  return { width, height: wanted, channels, data: out };
}

/** Smaller by a whole number: plain averages of `factor` × `factor` pixels, less at the far edges. */
export function reduced({ width, height, channels = 3, data }, factor) {
  const [wide, high] = [Math.ceil(width / factor), Math.ceil(height / factor)];
  const out = new Uint8ClampedArray(wide * high * channels);
  for (let y = 0; y < high; y++)
    for (let x = 0; x < wide; x++) {
      const [right, bottom] = [Math.min(width, (x + 1) * factor), Math.min(height, (y + 1) * factor)];
      const count = (right - x * factor) * (bottom - y * factor);
      const multiplier = Math.floor(Math.fround(2 ** 32) / (256 * count));
      for (let c = 0; c < channels; c++) {
        let sum = Math.floor(count / 2);
        for (let row = y * factor; row < bottom; row++)
          for (let column = x * factor; column < right; column++) sum += data[(row * width + column) * channels + c];
        out[(y * wide + x) * channels + c] = Math.floor((sum * multiplier) / 2 ** 24);
      }
    }
  return { width: wide, height: high, channels, data: out };
}

/** The part from (left, top) to (right, bottom); outside the picture it is `fill`ed:
 * "zeros" (black), "border" (the edge goes on) or "reflection" (mirrored at the edge). */
export function cropped({ width, height, data }, left, top, right, bottom, fill = "zeros") {
  const [wide, high] = [right - left, bottom - top];
  const out = new Uint8ClampedArray(3 * wide * high);
  for (let y = 0; y < high; y++) {
    const row = source(top + y, height, fill);
    for (let x = 0; x < wide; x++) {
      const column = source(left + x, width, fill);
      if (row < 0 || column < 0) continue;
      const [from, to] = [3 * (row * width + column), 3 * (y * wide + x)];
      for (let c = 0; c < 3; c++) out[to + c] = data[from + c];
    }
  }
  return { width: wide, height: high, data: out };
}

function source(at, length, fill) {
  if (at >= 0 && at < length) return at;
  if (fill === "zeros") return -1;
  if (fill === "border" || length === 1) return at < 0 ? 0 : length - 1;
  const round = 2 * (length - 1);
  const place = ((at % round) + round) % round;
  return place < length ? place : round - place;
}

/** A picture that lies as EXIF's orientation (1–8) says, upright. */
export function upright(picture, orientation) {
  if (!(orientation >= 2 && orientation <= 8)) return picture;
  const { width, height, data } = picture;
  const turned = orientation >= 5;
  const [wide, high] = turned ? [height, width] : [width, height];
  const out = new Uint8ClampedArray(data.length);
  const mirrorX = [2, 3, 7, 8].includes(orientation);
  const mirrorY = [3, 4, 6, 7].includes(orientation);
  for (let y = 0; y < high; y++)
    for (let x = 0; x < wide; x++) {
      const [column, row] = turned ? [y, x] : [x, y];
      const from = 3 * ((mirrorY ? height - 1 - row : row) * width + (mirrorX ? width - 1 - column : column));
      const to = 3 * (y * wide + x);
      for (let c = 0; c < 3; c++) out[to + c] = data[from + c];
    }
  return { width: wide, height: high, data: out };
}
