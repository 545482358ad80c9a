// PNG pictures as Pillow reads them: every depth, palettes, transparency, interlaced ones too.
import { Damaged } from "./jpeg_bits.js";
import { orientationIn } from "./exif.js";

const CHANNELS = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const PASSES = [[0, 0, 8, 8], [4, 0, 8, 8], [0, 4, 4, 8], [2, 0, 4, 4], [0, 2, 2, 4], [1, 0, 2, 2], [0, 1, 1, 2]];

/** {width, height, channels (1 grey, 3 RGB), data, profile, orientation}: transparency on white. */
export async function png(bytes) {
  const parts = chunks(bytes);
  const head = header(parts);
  const raw = await inflated(joined(parts.filter(({ name }) => name === "IDAT").map(({ data }) => data)));
  const values = unfiltered(raw, head);
  const one = (name) => parts.find((part) => part.name === name)?.data;
  const picture = onWhite(values, head, one("PLTE"), one("tRNS"));
  const exif = one("eXIf");
  return { ...picture, profile: await profileIn(one("iCCP")), orientation: exif ? orientationIn(exif) : 1 };
}

/** The width and height of a PNG, before anything is unpacked. */
export function pngSize(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

function chunks(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = [];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (at + 12 + length > bytes.length) throw new Damaged("the file ends too early");
    found.push({ name, data: bytes.subarray(at + 8, at + 8 + length) });
    at += 12 + length;
    if (name === "IEND") break;
  }
  return found;
}

function header(parts) {
  if (parts[0]?.name !== "IHDR" || !parts.some(({ name }) => name === "IDAT")) throw new Damaged("no picture in it");
  const { data } = parts[0];
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const [depth, kind, interlaced] = [data[8], data[9], data[12]];
  if (!(kind in CHANNELS)) throw new Damaged("a rare kind of PNG");
  return { width: view.getUint32(0), height: view.getUint32(4), depth, kind, interlaced, channels: CHANNELS[kind] };
}

function joined(parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((at, part) => (all.set(part, at), at + part.length), 0);
  return all;
}

async function inflated(bytes) {
  try {
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch {
    throw new Damaged("the file is damaged inside");
  }
}

async function profileIn(part) {
  if (!part) return null;
  const end = part.indexOf(0);
  return inflated(part.subarray(end + 2)).catch(() => null);
}

/** Numbers of 0 to 2^depth - 1, `channels` a pixel, row by row. */
function unfiltered(raw, { width, height, depth, interlaced, channels }) {
  const values = new (depth === 16 ? Uint16Array : Uint8Array)(width * height * channels);
  let at = 0;
  for (const [left, top, across, down] of interlaced ? PASSES : [[0, 0, 1, 1]]) {
    const [wide, high] = [Math.ceil((width - left) / across), Math.ceil((height - top) / down)];
    if (wide <= 0 || high <= 0) continue;
    const line = Math.ceil((wide * channels * depth) / 8);
    let above = new Uint8Array(line);
    for (let y = 0; y < high; y++, at += line + 1) {
      if (at + 1 + line > raw.length) throw new Damaged("the file ends too early");
      above = unfilteredRow(raw[at], raw.subarray(at + 1, at + 1 + line), above, Math.max(1, (channels * depth) >> 3));
      const row = (top + y * down) * width;
      for (let x = 0; x < wide; x++)
        for (let c = 0; c < channels; c++)
          values[(row + left + x * across) * channels + c] = numberAt(above, x * channels + c, depth);
    }
  }
  return values;
}

function numberAt(row, n, depth) {
  if (depth === 8) return row[n];
  if (depth === 16) return (row[2 * n] << 8) | row[2 * n + 1];
  const bit = n * depth;
  return (row[bit >> 3] >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
}

function unfilteredRow(filter, row, above, step) {
  for (let i = 0; i < row.length; i++) {
    const left = i < step ? 0 : row[i - step];
    if (filter === 1) row[i] += left;
    else if (filter === 2) row[i] += above[i];
    else if (filter === 3) row[i] += (left + above[i]) >> 1;
    else if (filter === 4) row[i] += nearest(left, above[i], i < step ? 0 : above[i - step]);
  }
  return row;
}

function nearest(left, up, corner) {
  const guess = left + up - corner;
  const [a, b, c] = [left, up, corner].map((value) => Math.abs(guess - value));
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

function onWhite(values, head, palette, clear) {
  const { width, height, kind, depth } = head;
  const read = pixelReader(values, head, palette, clear);
  const channels = kind === 0 && depth > 1 && !(clear && depth < 16) ? 1 : 3;
  const data = new Uint8ClampedArray(channels * width * height);
  const pixel = new Uint8Array(4);
  for (let i = 0; i < width * height; i++) {
    read(i, pixel);
    for (let c = 0; c < channels; c++) data[channels * i + c] = laid(pixel[c], pixel[3]);
  }
  return { width, height, channels, data };
}

/** A colour on white paper; `alpha` 255 covers it. */
function laid(colour, alpha) {
  if (alpha === 255) return colour;
  const sum = 255 * (255 - alpha) + colour * alpha + 128;
  return (sum + (sum >> 8)) >> 8;
}

/** A function that puts red, green, blue and alpha of the i-th pixel into `out`. */
function pixelReader(values, { kind, depth, channels }, palette, clear) {
  if (kind === 3) return fromPalette(values, palette, clear);
  if (kind === 0) return fromGrey(values, depth, clear);
  const down = depth === 16 ? 8 : 0;
  if (kind === 4)
    return (i, out) => {
      out.fill(values[2 * i] >> down);
      out[3] = values[2 * i + 1] >> down;
    };
  const hidden = clear && kind === 2 ? [0, 2, 4].map((at) => (clear[at] << 8) | clear[at + 1]) : null;
  return (i, out) => {
    out[3] = 255;
    for (let c = 0; c < channels; c++) out[c] = values[channels * i + c] >> down;
    if (hidden && hidden.every((value, c) => value === out[c])) out[3] = 0;
  };
}

function fromPalette(values, palette, clear) {
  return (i, out) => {
    for (let c = 0; c < 3; c++) out[c] = palette?.[3 * values[i] + c] ?? 0;
    out[3] = clear?.[values[i]] ?? 255;
  };
}

function fromGrey(values, depth, clear) {
  const hidden = clear ? (clear[0] << 8) | clear[1] : -1;
  const most = (1 << depth) - 1;
  return (i, out) => {
    const value = values[i];
    out.fill(depth === 16 ? (value * 255 + 32895) >>> 16 : (value * 255) / most);
    out[3] = value === hidden ? 0 : 255;
  };
}
