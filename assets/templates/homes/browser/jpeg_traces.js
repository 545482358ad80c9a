// The traces that saving as a JPEG of quality 90 leaves: every picture of the app carries them, so
// a photo gets them before the model sees it. Nothing is written: only what would be lost is lost.
import { coefficients, samples, toRgb, widened } from "./jpeg_blocks.js";

// The tables in Annex K of the JPEG standard, for lightness and for colour, at quality 90.
const LIGHT = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17,
  22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78,
  87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
];
const COLOUR = [
  17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47, 66,
  99, 99, 99, 99, 99, 99, ...Array(32).fill(99),
];
const at90 = (steps) => steps.map((step) => Math.max(1, Math.floor((step * 20 + 50) / 100)));
export const STEPS = [at90(LIGHT), at90(COLOUR)];

/** An RGB picture {width, height, data} after it was saved at quality 90 and opened again. */
export function withTraces({ width, height, data }) {
  const [light, blue, red] = planes(data, width, height);
  const half = { width: (width + 1) >> 1, height: (height + 1) >> 1 };
  const y = saved(light, width, height, STEPS[0]);
  const [cb, cr] = [blue, red].map((plane) => {
    const small = halved(plane, width, height);
    const kept = saved(small.data, small.stride, half.height, STEPS[1], half.width);
    return widened({ ...kept, ...half }, 2, 2, true, width, height);
  });
  const out = new Uint8ClampedArray(3 * width * height);
  for (let row = 0; row < height; row++)
    for (let x = 0; x < width; x++) {
      const colour = row * cb.stride + x;
      const at = 3 * (row * width + x);
      toRgb(y.data[row * y.stride + x], cb.data[colour], cr.data[row * cr.stride + x], out, at);
    }
  return { width, height, data: out };
}

function planes(data, width, height) {
  const [y, cb, cr] = [0, 1, 2].map(() => new Uint8Array(width * height));
  for (let i = 0, at = 0; i < y.length; i++, at += 3) {
    const [r, g, b] = [data[at], data[at + 1], data[at + 2]];
    y[i] = (19595 * r + 38470 * g + 7471 * b + 32768) >> 16;
    cb[i] = (-11059 * r - 21709 * g + 32768 * b + 8421375) >> 16;
    cr[i] = (32768 * r - 27439 * g - 5329 * b + 8421375) >> 16;
  }
  return [y, cb, cr];
}

/** Averages of 2 × 2, rounded down and up in turn, up to the full width of blocks. */
function halved(plane, width, height) {
  const stride = 8 * Math.ceil(((width + 1) >> 1) / 8);
  const rows = (height + 1) >> 1;
  const data = new Uint8Array(stride * rows);
  for (let y = 0; y < rows; y++) {
    const [upper, lower] = [2 * y * width, Math.min(height - 1, 2 * y + 1) * width];
    for (let x = 0; x < stride; x++) {
      const [left, right] = [Math.min(width - 1, 2 * x), Math.min(width - 1, 2 * x + 1)];
      const four = plane[upper + left] + plane[upper + right] + plane[lower + left] + plane[lower + right];
      data[y * stride + x] = (four + (x & 1 ? 2 : 1)) >> 2;
    }
  }
  return { data, stride };
}

/** A plane of samples through its blocks and back; edges are repeated to fill the last blocks. */
function saved(plane, stride, height, steps, width = stride) {
  const [across, down] = [Math.ceil(width / 8), Math.ceil(height / 8)];
  const out = new Uint8Array(64 * across * down);
  const block = new Int32Array(64);
  for (let by = 0; by < down; by++)
    for (let bx = 0; bx < across; bx++) {
      for (let i = 0; i < 64; i++) {
        const y = Math.min(height - 1, 8 * by + (i >> 3));
        block[i] = plane[y * stride + Math.min(stride - 1, 8 * bx + (i & 7))];
      }
      coefficients(block, steps);
      samples(block, 0, steps, 8, out, 64 * across * by + 8 * bx, 8 * across);
    }
  return { data: out, stride: 8 * across };
}
