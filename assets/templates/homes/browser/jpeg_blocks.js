// What lies between the numbers of a JPEG and its pixels, in whole numbers as libjpeg counts them:
// the cosine transforms, the widening of colours, and YCbCr to RGB. Every browser gets the same.

const [F298, F390, F541, F765, F899, F1175, F1501, F1847, F1961, F2053, F2562, F3072] = [
  2446, 3196, 4433, 6270, 7373, 9633, 12299, 15137, 16069, 16819, 20995, 25172,
]; // 0.298631336 … 3.072711026, times 8192
const space = new Int32Array(64);

export const clamp = (value) => (value < 0 ? 0 : value > 255 ? 255 : value);

/** Eight values apart by `step` of `at` onward, transformed back in place; `shift` bits fewer. */
function back8(at, step, shift, half) {
  const s = space;
  const [i0, i1, i2, i3] = [at, at + step, at + 2 * step, at + 3 * step];
  const [i4, i5, i6, i7] = [at + 4 * step, at + 5 * step, at + 6 * step, at + 7 * step];
  const even = (s[i2] + s[i6]) * F541;
  const low = even - s[i6] * F1847;
  const high = even + s[i2] * F765;
  const sum = (s[i0] + s[i4]) * 8192 + half;
  const difference = (s[i0] - s[i4]) * 8192 + half;
  const [e0, e3, e1, e2] = [sum + high, sum - high, difference + low, difference - low];
  const cross = (s[i7] + s[i3] + s[i5] + s[i1]) * F1175;
  const z1 = (s[i7] + s[i1]) * -F899;
  const z2 = (s[i5] + s[i3]) * -F2562;
  const z3 = (s[i7] + s[i3]) * -F1961 + cross;
  const z4 = (s[i5] + s[i1]) * -F390 + cross;
  const o0 = s[i7] * F298 + z1 + z3;
  const o1 = s[i5] * F2053 + z2 + z4;
  const o2 = s[i3] * F3072 + z2 + z3;
  const o3 = s[i1] * F1501 + z1 + z4;
  s[i0] = (e0 + o3) >> shift;
  s[i7] = (e0 - o3) >> shift;
  s[i1] = (e1 + o2) >> shift;
  s[i6] = (e1 - o2) >> shift;
  s[i2] = (e2 + o1) >> shift;
  s[i5] = (e2 - o1) >> shift;
  s[i3] = (e3 + o0) >> shift;
  s[i4] = (e3 - o0) >> shift;
}

function whole(out, at, width) {
  for (let x = 0; x < 8; x++) back8(x, 8, 11, 1 << 10);
  for (let y = 0; y < 64; y += 8) back8(y, 1, 18, 1 << 17);
  for (let i = 0; i < 64; i++) out[at + (i >> 3) * width + (i & 7)] = clamp(space[i] + 128);
}

/** Four numbers out of eight: the averages of pairs that the whole transform would give. */
function back4(at, step, shift) {
  const s = space;
  const half = 1 << (shift - 1);
  const base = s[at] * 16384;
  const even = s[at + 2 * step] * F1847 - s[at + 6 * step] * F765;
  const [z1, z2] = [s[at + 7 * step], s[at + 5 * step]];
  const [z3, z4] = [s[at + 3 * step], s[at + step]];
  const inner = -1730 * z1 + 11893 * z2 - 17799 * z3 + 8697 * z4;
  const outer = -4176 * z1 - 4926 * z2 + F899 * z3 + F2562 * z4;
  s[at] = (base + even + outer + half) >> shift;
  s[at + 3 * step] = (base + even - outer + half) >> shift;
  s[at + step] = (base - even + inner + half) >> shift;
  s[at + 2 * step] = (base - even - inner + half) >> shift;
}

function half(out, at, width) {
  for (let x = 0; x < 8; x++) if (x !== 4) back4(x, 8, 12);
  for (let y = 0; y < 4; y++) {
    back4(8 * y, 1, 19);
    for (let x = 0; x < 4; x++) out[at + y * width + x] = clamp(space[8 * y + x] + 128);
  }
}

function back2(at, step, shift) {
  const s = space;
  const base = s[at] * 32768 + (1 << (shift - 1));
  const odd =
    -5906 * s[at + 7 * step] + 6967 * s[at + 5 * step] - 10426 * s[at + 3 * step] + 29692 * s[at + step];
  s[at] = (base + odd) >> shift;
  s[at + step] = (base - odd) >> shift;
}

function quarter(out, at, width) {
  for (const x of [0, 1, 3, 5, 7]) back2(x, 8, 13);
  for (let y = 0; y < 2; y++) {
    back2(8 * y, 1, 20);
    for (let x = 0; x < 2; x++) out[at + y * width + x] = clamp(space[8 * y + x] + 128);
  }
}

const TRANSFORMS = { 8: whole, 4: half, 2: quarter };

/** One block of 64 coefficients as `side` × `side` samples (8, 4, 2 or 1) in `out`. */
export function samples(block, from, steps, side, out, at, width) {
  if (side === 1) {
    out[at] = clamp(((block[from] * steps[0] + 4) >> 3) + 128);
    return;
  }
  for (let i = 0; i < 64; i++) space[i] = block[from + i] * steps[i];
  TRANSFORMS[side](out, at, width);
}

/** Eight values, transformed forward in place: `shift` is 11 along rows and 15 along columns. */
function forward8(s, at, step, shift, first) {
  const [i1, i2, i3, i4] = [at + step, at + 2 * step, at + 3 * step, at + 4 * step];
  const [i5, i6, i7] = [at + 5 * step, at + 6 * step, at + 7 * step];
  const [s0, s1, s2, s3] = [s[at] + s[i7], s[i1] + s[i6], s[i2] + s[i5], s[i3] + s[i4]];
  const [d7, d6, d5, d4] = [s[at] - s[i7], s[i1] - s[i6], s[i2] - s[i5], s[i3] - s[i4]];
  const [a0, a3, a1, a2] = [s0 + s3, s0 - s3, s1 + s2, s1 - s2];
  const half = 1 << (shift - 1);
  s[at] = first ? (a0 + a1) * 4 : (a0 + a1 + 2) >> 2;
  s[i4] = first ? (a0 - a1) * 4 : (a0 - a1 + 2) >> 2;
  const even = (a2 + a3) * F541 + half;
  s[i2] = (even + a3 * F765) >> shift;
  s[i6] = (even - a2 * F1847) >> shift;
  const cross = (d4 + d6 + d5 + d7) * F1175 + half;
  const [z1, z2] = [(d4 + d7) * -F899, (d5 + d6) * -F2562];
  const [z3, z4] = [(d4 + d6) * -F1961 + cross, (d5 + d7) * -F390 + cross];
  s[i7] = (d4 * F298 + z1 + z3) >> shift;
  s[i5] = (d5 * F2053 + z2 + z4) >> shift;
  s[i3] = (d6 * F3072 + z2 + z3) >> shift;
  s[i1] = (d7 * F1501 + z1 + z4) >> shift;
}

/** 64 samples (0–255) as coefficients, rounded to whole `steps`: what a JPEG keeps of a block. */
export function coefficients(block, steps) {
  for (let i = 0; i < 64; i++) block[i] -= 128;
  for (let y = 0; y < 64; y += 8) forward8(block, y, 1, 11, true);
  for (let x = 0; x < 8; x++) forward8(block, x, 8, 15, false);
  for (let i = 0; i < 64; i++) {
    const step = 8 * steps[i];
    const count = Math.floor((Math.abs(block[i]) + (step >> 1)) / step);
    block[i] = block[i] < 0 ? -count : count;
  }
}

/** A plane {data, stride, width, height} of samples, twice as wide and/or high by libjpeg's "fancy"
 * weights of 3 to 1, or by plain repetition; returns one of `width` × `height`. */
export function widened(plane, across, down, fancy, width, height) {
  if (across === 1 && down === 1) return plane;
  const smooth = fancy && across <= 2 && down <= 2 && (across === 1 || plane.width > 2);
  return smooth ? smoothed(plane, across, down) : repeated(plane, across, down, width, height);
}

function repeated(plane, across, down, width, height) {
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const row = Math.floor(y / down) * plane.stride;
    for (let x = 0; x < width; x++) data[y * width + x] = plane.data[row + Math.floor(x / across)];
  }
  return { data, stride: width, width, height };
}

function smoothed({ data, stride, width, height }, across, down) {
  const [wide, high] = [width * across, height * down];
  const out = new Uint8Array(wide * high);
  const column = new Int32Array(width);
  for (let y = 0; y < high; y++) {
    const near = down === 1 ? y : y >> 1;
    const beside = down === 1 ? near : Math.min(height - 1, Math.max(0, y & 1 ? near + 1 : near - 1));
    for (let x = 0; x < width; x++) {
      const here = data[near * stride + x];
      column[x] = down === 1 ? here : 3 * here + data[beside * stride + x];
    }
    const row = out.subarray(y * wide, (y + 1) * wide);
    if (across === 1) for (let x = 0; x < width; x++) row[x] = (column[x] + (y & 1 ? 2 : 1)) >> 2;
    else stretched(column, row, down === 1 ? [1, 2, 2] : [8, 7, 4]);
  }
  return { data: out, stride: wide, width: wide, height: high };
}

function stretched(column, row, [left, right, bits]) {
  const last = column.length - 1;
  for (let x = 0; x <= last; x++) {
    const three = 3 * column[x];
    row[2 * x] = (three + column[Math.max(0, x - 1)] + left) >> bits;
    row[2 * x + 1] = (three + column[Math.min(last, x + 1)] + right) >> bits;
  }
}

const table = (make) => Int32Array.from({ length: 256 }, (_, i) => make(i - 128));
const RED = table((x) => (91881 * x + 32768) >> 16);
const BLUE = table((x) => (116130 * x + 32768) >> 16);
const GREEN_RED = table((x) => -46802 * x);
const GREEN_BLUE = table((x) => -22554 * x + 32768);

/** Y, Cb, Cr as red, green, blue in `out` from `at` on. */
export function toRgb(y, cb, cr, out, at) {
  out[at] = clamp(y + RED[cr]);
  out[at + 1] = clamp(y + ((GREEN_BLUE[cb] + GREEN_RED[cr]) >> 16));
  out[at + 2] = clamp(y + BLUE[cb]);
}
