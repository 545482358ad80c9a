// Colours as the photographer saw them: through the profile inside the photo, into sRGB.
// Counted as Little CMS counts for Pillow: 14 bits behind the point.

export class UnreadableColours extends Error {}

const ONE = 1 << 14;
// What red, green and blue of sRGB are in the colours of a profile (XYZ under D50 light).
const SRGB = [
  [0.4360412516, 0.3851129108, 0.1430458376],
  [0.2224845402, 0.7169050786, 0.0606103812],
  [0.0139201875, 0.0970672387, 0.7139125738],
];

/** A picture of grey (1) or RGB (3) channels in sRGB; without a profile that fits, as it is. */
export function inSrgb(picture, bytes) {
  const profile = bytes && readable(bytes);
  if (profile?.kind === "RGB " && picture.channels === 3) return throughMatrix(picture, profile);
  if (profile?.kind === "GRAY" && picture.channels === 1) return throughGrey(picture, profile);
  return rgb(picture);
}

/** Whether a profile is one of tables in place of three curves: those are not read here. */
export function isOfTables(bytes) {
  const profile = bytes && readable(bytes);
  return Boolean(profile && profile.tables);
}

/** Grey, RGB or CMYK without a profile as RGB. */
export function rgb(picture) {
  const { width, height, channels, data } = picture;
  if (channels === 3) return picture;
  const out = new Uint8ClampedArray(3 * width * height);
  for (let i = 0; i < width * height; i++)
    for (let c = 0; c < 3; c++) out[3 * i + c] = channels === 1 ? data[i] : ink(data, 4 * i, c);
  return { width, height, channels: 3, data: out };
}

function ink(data, at, c) {
  const white = 255 - data[at + 3];
  const taken = data[at + c] * white + 128;
  return white - ((taken + (taken >> 8)) >> 8);
}

function readable(bytes) {
  try {
    return profileIn(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  } catch {
    return null; // a broken profile is no reason to lose the picture
  }
}

const word = (view, at) => String.fromCharCode(...[0, 1, 2, 3].map((n) => view.getUint8(at + n)));
const fixed = (view, at) => view.getInt32(at) / 65536;

function profileIn(view) {
  const tags = {};
  for (let n = 0; n < view.getUint32(128); n++) tags[word(view, 132 + 12 * n)] = view.getUint32(136 + 12 * n);
  const kind = word(view, 16);
  const tables = kind === "CMYK" || (kind === "RGB " && "A2B0" in tags);
  if (word(view, 36) !== "acsp" || tables) return { kind, tables };
  if (kind === "GRAY") return { kind, curves: [curveAt(view, tags.kTRC)] };
  const curves = ["rTRC", "gTRC", "bTRC"].map((name) => curveAt(view, tags[name]));
  const columns = ["rXYZ", "gXYZ", "bXYZ"].map((name) => [8, 12, 16].map((more) => fixed(view, tags[name] + more)));
  return { kind, curves, matrix: [0, 1, 2].map((row) => columns.map((column) => column[row])) };
}

/** A curve as a function from 0–1 to light; throws for one that is not there. */
function curveAt(view, at) {
  const kind = word(view, at);
  if (kind === "para") return parametric(view, at);
  if (kind !== "curv") throw new UnreadableColours();
  const count = view.getUint32(at + 8);
  if (count === 0) return (x) => x;
  if (count === 1) return (x) => x ** (view.getUint16(at + 12) / 256);
  const values = Array.from({ length: count }, (_, n) => view.getUint16(at + 12 + 2 * n) / 65535);
  return (x) => {
    const place = x * (count - 1);
    const below = Math.min(count - 1, Math.floor(place));
    const above = Math.min(count - 1, below + 1);
    return values[below] + (place - below) * (values[above] - values[below]);
  };
}

function parametric(view, at) {
  const kind = view.getUint16(at + 8);
  const count = [1, 3, 4, 5, 7][kind];
  const [g, a = 1, b = 0, c = 0, d = 0, e = 0, f = 0] = Array.from({ length: count }, (_, n) => fixed(view, at + 12 + 4 * n));
  if (kind === 0) return (x) => x ** g;
  if (kind <= 2) return (x) => (x >= -b / a ? (a * x + b) ** g + (kind === 2 ? c : 0) : kind === 2 ? c : 0);
  return (x) => (x >= d ? (a * x + b) ** g + e : c * x + f);
}

/** Light (0–1) as a level of sRGB, 0–255. */
function level(light) {
  const value = light <= 0.04045 / 12.92 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055;
  const wide = Math.floor(Math.min(1, Math.max(0, value)) * 65535 + 0.5);
  return (wide * 65281 + 8388608) >>> 24;
}

let levels = null;

function throughMatrix({ width, height, data }, { curves, matrix }) {
  levels ??= Uint8Array.from({ length: ONE + 1 }, (_, n) => level(n / ONE));
  const light = curves.map((curve) => Int32Array.from({ length: 256 }, (_, n) => Math.floor(curve(n / 255) * ONE + 0.5)));
  const m = times(inverse(SRGB), matrix).map((row) => row.map((value) => Math.floor(value * ONE + 0.5)));
  const out = new Uint8ClampedArray(data.length);
  for (let at = 0; at < data.length; at += 3) {
    const [r, g, b] = [light[0][data[at]], light[1][data[at + 1]], light[2][data[at + 2]]];
    for (let c = 0; c < 3; c++) {
      const sum = (m[c][0] * r + m[c][1] * g + m[c][2] * b + 0x2000) / ONE;
      out[at + c] = levels[Math.min(ONE, Math.max(0, Math.floor(sum)))];
    }
  }
  return { width, height, channels: 3, data: out };
}

function throughGrey({ width, height, data }, { curves }) {
  const seen = Uint8Array.from({ length: 256 }, (_, n) => level(curves[0](n / 255)));
  const out = new Uint8ClampedArray(3 * data.length);
  for (let i = 0; i < data.length; i++) out.fill(seen[data[i]], 3 * i, 3 * i + 3);
  return { width, height, channels: 3, data: out };
}

function times(one, other) {
  return one.map((row) => [0, 1, 2].map((n) => row.reduce((sum, value, k) => sum + value * other[k][n], 0)));
}

function inverse([[a, b, c], [d, e, f], [g, h, i]]) {
  const whole = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
  return [
    [e * i - f * h, c * h - b * i, b * f - c * e],
    [f * g - d * i, a * i - c * g, c * d - a * f],
    [d * h - e * g, b * g - a * h, a * e - b * d],
  ].map((row) => row.map((value) => value / whole));
}
