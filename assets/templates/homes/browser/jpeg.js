// JPEG photos, read as libjpeg-turbo reads them for Pillow: to the last bit, and smaller on the way
// where they are large. Browsers differ in a few levels, and a model sees that.
import { samples, toRgb, widened } from "./jpeg_blocks.js";
import { Bits, Damaged, ZIGZAG, codes, scan } from "./jpeg_bits.js";
import { orientationIn } from "./exif.js";

const FRAMES = { 0xc0: false, 0xc1: false, 0xc2: true }; // progressive?

/** What a JPEG says before its pixels: {width, height, components, orientation, icc, adobe, …}. */
export function openedJpeg(bytes) {
  const jpeg = {
    bytes, steps: [], dc: [], ac: [], icc: [], interval: 0, orientation: 1, adobe: null, jfif: false,
  };
  jpeg.at = readUntilScan(jpeg, 2);
  if (!jpeg.frame || jpeg.at < 0) throw new Damaged("no picture in it");
  const whole = jpeg.icc.length && jpeg.icc.every(Boolean);
  return { ...jpeg, ...jpeg.frame, profile: whole ? joined(jpeg.icc) : null };
}

/** The pixels of an opened JPEG, `shrink` (1, 2, 4 or 8) times smaller: {width, height, channels,
 * data} with grey (1), RGB (3) or CMYK (4) as Pillow holds it. */
export function pixels(jpeg, shrink = 1) {
  const { frame } = jpeg;
  const smallest = 8 / shrink;
  for (const component of frame.components) shape(component, frame, smallest);
  readScans(jpeg);
  const [width, height] = [frame.width, frame.height].map((side) => Math.ceil(side / shrink));
  const planes = frame.components.map((component) => {
    const across = (frame.h * smallest) / (component.h * component.side);
    const down = (frame.v * smallest) / (component.v * component.side);
    if (across % 1 || down % 1) throw new Damaged("colours of an unusual size");
    return widened(component.plane, across, down, smallest > 1, width, height);
  });
  return { width, height, ...coloured(jpeg, planes, width, height) };
}

/** How many times smaller Pillow would read it for a picture of `width` × `height`. */
export function shrinkFor(jpeg, width, height) {
  const times = Math.min(Math.floor(jpeg.width / width), Math.floor(jpeg.height / height));
  return [8, 4, 2, 1].find((shrink) => times >= shrink) ?? 1;
}

function shape(component, frame, smallest) {
  let side = smallest;
  const fits = (largest, own) => (largest * smallest) % (own * side * 2) === 0;
  while (side < 8 && fits(frame.h, component.h) && fits(frame.v, component.v)) side *= 2;
  const stride = frame.unitsAcross * component.h * side;
  component.side = side;
  component.plane = {
    stride,
    width: Math.ceil((frame.width * component.h * side) / (frame.h * 8)),
    height: Math.ceil((frame.height * component.v * side) / (frame.v * 8)),
    data: new Uint8Array(stride * frame.unitsDown * component.v * side),
  };
}

function joined(parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((at, part) => (all.set(part, at), at + part.length), 0);
  return all;
}

/** Reads what comes before the next scan; returns where that begins, -1 where none comes. */
function readUntilScan(jpeg, at) {
  const { bytes } = jpeg;
  for (;;) {
    while (at < bytes.length && !(bytes[at] === 0xff && bytes[at + 1] > 0 && bytes[at + 1] < 0xff)) at++;
    if (at >= bytes.length) return -1;
    const marker = bytes[at + 1];
    at += 2;
    if (marker === 0xd9) return -1;
    if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) continue;
    const end = at + (bytes[at] << 8) + bytes[at + 1];
    if (!(end <= bytes.length)) return -1;
    if (marker === 0xda) return at;
    readPart(jpeg, marker, bytes.subarray(at + 2, end));
    at = end;
  }
}

function readPart(jpeg, marker, part) {
  const text = (length) => String.fromCharCode(...part.subarray(0, length));
  if (marker === 0xdb) readSteps(jpeg, part);
  else if (marker === 0xc4) readCodes(jpeg, part);
  else if (marker in FRAMES) readFrame(jpeg, part, FRAMES[marker]);
  else if (marker >= 0xc3 && marker <= 0xcf && marker !== 0xc8 && marker !== 0xcc) throw new Damaged("a rare kind of JPEG");
  else if (marker === 0xdd) jpeg.interval = (part[0] << 8) | part[1];
  else if (marker === 0xe0 && text(4) === "JFIF") jpeg.jfif = true;
  else if (marker === 0xe1 && text(4) === "Exif") jpeg.orientation = orientationIn(part.subarray(6));
  else if (marker === 0xe2 && text(11) === "ICC_PROFILE") {
    jpeg.icc.length = Math.max(jpeg.icc.length, part[13]);
    jpeg.icc.fill(undefined, jpeg.icc.length);
    jpeg.icc[part[12] - 1] = part.subarray(14);
  } else if (marker === 0xee && text(5) === "Adobe") jpeg.adobe = part[11];
}

function readSteps(jpeg, part) {
  for (let at = 0; at < part.length; ) {
    const wide = part[at] >> 4;
    const steps = (jpeg.steps[part[at++] & 15] = new Int32Array(64));
    for (let n = 0; n < 64; n++, at += wide ? 2 : 1) steps[ZIGZAG[n]] = wide ? (part[at] << 8) | part[at + 1] : part[at];
  }
}

function readCodes(jpeg, part) {
  for (let at = 0; at < part.length; ) {
    const lengths = part.subarray(at + 1, at + 17);
    const count = lengths.reduce((a, b) => a + b, 0);
    const kind = part[at] >> 4 ? jpeg.ac : jpeg.dc;
    kind[part[at] & 15] = codes(lengths, part.subarray(at + 17, at + 17 + count));
    at += 17 + count;
  }
}

function readFrame(jpeg, part, progressive) {
  const [height, width] = [(part[1] << 8) | part[2], (part[3] << 8) | part[4]];
  const components = Array.from({ length: part[5] }, (_, n) => {
    const at = 6 + 3 * n;
    return { id: part[at], h: part[at + 1] >> 4, v: part[at + 1] & 15, table: part[at + 2] };
  });
  if (part[0] !== 8 || ![1, 3, 4].includes(components.length) || !(width && height)) throw new Damaged("a rare kind of JPEG");
  if (components.length === 1) components[0].h = components[0].v = 1;
  const [h, v] = ["h", "v"].map((side) => Math.max(...components.map((one) => one[side])));
  for (const one of components) {
    one.across = Math.ceil(Math.ceil((width * one.h) / h) / 8);
    one.down = Math.ceil(Math.ceil((height * one.v) / v) / 8);
  }
  const [unitsAcross, unitsDown] = [Math.ceil(width / (8 * h)), Math.ceil(height / (8 * v))];
  jpeg.frame = { width, height, progressive, components, h, v, unitsAcross, unitsDown };
}

function readScans(jpeg) {
  const { frame } = jpeg;
  if (frame.progressive) for (const one of frame.components) one.kept = new Int16Array(64 * blocksOf(frame, one));
  for (let at = jpeg.at; at >= 0; ) {
    const { next, ...what } = scanHead(jpeg, at);
    const bits = new Bits(jpeg.bytes, next);
    scan(bits, what, frame.progressive ? kept(frame) : once(), frame.progressive ? () => {} : shown);
    at = readUntilScan(jpeg, bits.at);
  }
  if (frame.progressive) frame.components.forEach((component) => showAll(frame, component));
}

const blocksOf = (frame, one) => frame.unitsAcross * one.h * frame.unitsDown * one.v;

function kept(frame) {
  return ({ kept: block, h }, row, column) => ({ block, from: 64 * (row * frame.unitsAcross * h + column) });
}

function once() {
  const place = { block: new Int16Array(64), from: 0 };
  return () => (place.block.fill(0), place);
}

function shown(component, row, column, { block, from }) {
  const { side, plane, steps } = component;
  samples(block, from, steps, side, plane.data, row * side * plane.stride + column * side, plane.stride);
}

function showAll(frame, component) {
  const across = frame.unitsAcross * component.h;
  for (let n = 0; n < blocksOf(frame, component); n++)
    shown(component, Math.floor(n / across), n % across, { block: component.kept, from: 64 * n });
  component.kept = null;
}

function scanHead(jpeg, at) {
  const { bytes, frame, interval } = jpeg;
  const count = bytes[at + 2];
  const parts = Array.from({ length: count }, (_, n) => {
    const [id, tables] = [bytes[at + 3 + 2 * n], bytes[at + 4 + 2 * n]];
    const component = frame.components.find((one) => one.id === id);
    if (!component) throw new Damaged("a scan of nothing");
    component.steps ??= jpeg.steps[component.table] ?? new Int32Array(64).fill(1);
    return { component, dc: jpeg.dc[tables >> 4], ac: jpeg.ac[tables & 15] };
  });
  const [from, to, fine] = bytes.subarray(at + 3 + 2 * count);
  const next = at + (bytes[at] << 8) + bytes[at + 1];
  return { frame, parts, from, to, high: fine >> 4, low: fine & 15, interval, next };
}

function coloured(jpeg, planes, width, height) {
  const channels = planes.length;
  const data = new Uint8ClampedArray(channels * width * height);
  const mix = isYcc(jpeg);
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++, at += channels) {
      for (let c = 0; c < channels; c++) data[at + c] = planes[c].data[y * planes[c].stride + x];
      if (mix) toRgb(data[at], data[at + 1], data[at + 2], data, at);
    }
  return { channels, data: channels === 4 ? turnedOver(data, mix) : data };
}

/** CMYK is stored the other way round; where it was mixed as YCC, only its black still is. */
function turnedOver(data, mixed) {
  for (let at = 0; at < data.length; at++) if (!mixed || at % 4 === 3) data[at] = 255 - data[at];
  return data;
}

function isYcc({ frame, jfif, adobe }) {
  if (frame.components.length === 1) return false;
  if (frame.components.length === 4) return adobe === 2;
  if (jfif) return true;
  if (adobe !== null) return adobe !== 0;
  return String.fromCharCode(...frame.components.map((one) => one.id)) !== "RGB";
}
