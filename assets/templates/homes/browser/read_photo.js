// A photo as the app reads it: the same steps as its read_photo.py, in the browser.
import { inSrgb, isOfTables, rgb } from "./colour.js";
import { BICUBIC, reduced, resized, upright } from "./pillow.js";
import { Damaged } from "./jpeg_bits.js";
import { openedJpeg, pixels, shrinkFor } from "./jpeg.js";
import { STEPS, withTraces } from "./jpeg_traces.js";
import { png, pngSize } from "./png.js";

const [LONG_SIDE, SHORT_SIDE] = [640, 256];
const MOST_PIXELS = 120e6;

/** Why a photo cannot be read here; `name` is "colours", "format", "damaged" or "large". */
export class Unreadable extends Error {
  constructor(name) {
    super(name);
    this.name = name;
  }
}

/** The photo in `bytes` as the RGB picture {width, height, data} that a model gets.
 * `byBrowser(bytes)` reads what is neither JPEG nor PNG, in the same form. Throws Unreadable. */
export async function readPhoto(bytes, byBrowser) {
  try {
    if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return fromJpeg(bytes);
    const opened = isPng(bytes) ? await fromPng(bytes) : await byBrowser(bytes);
    return withTraces(finished(opened));
  } catch (error) {
    if (error instanceof Unreadable) throw error;
    throw new Unreadable(error instanceof Damaged || error instanceof RangeError ? "damaged" : "format");
  }
}

/** Longest side 640 pixels, but the shortest never below 256. */
export function keptSize(width, height) {
  const scale = Math.min(1, Math.max(LONG_SIDE / Math.max(width, height), SHORT_SIDE / Math.min(width, height)));
  return [width, height].map((side) => Math.max(1, evenRound(side * scale)));
}

/** As Python rounds: a half goes to the even number. */
function evenRound(value) {
  const below = Math.floor(value);
  if (value - below !== 0.5) return Math.round(value);
  return below % 2 ? below + 1 : below;
}

function isPng(bytes) {
  return [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a].every((byte, n) => bytes[n] === byte);
}

async function fromPng(bytes) {
  notTooLarge(pngSize(bytes));
  return png(bytes);
}

function fromJpeg(bytes) {
  const jpeg = openedJpeg(bytes);
  notTooLarge(jpeg, 4);
  const size = keptSize(jpeg.width, jpeg.height);
  const opened = { ...pixels(jpeg, shrinkFor(jpeg, ...size)), profile: jpeg.profile, orientation: jpeg.orientation };
  const picture = finished(opened, size);
  return isAsKept(jpeg, size) ? picture : withTraces(picture);
}

function notTooLarge({ width, height }, times = 1) {
  if (width * height > times * MOST_PIXELS) throw new Unreadable("large");
}

/** Smaller, in sRGB and upright. */
function finished(opened, size = keptSize(opened.width, opened.height)) {
  if (isOfTables(opened.profile)) throw new Unreadable("colours");
  const small = smaller(opened, ...size);
  const plain = opened.channels === 4 ? rgb(small) : inSrgb(small, opened.profile);
  return upright(plain, opened.orientation);
}

function smaller(picture, width, height) {
  const factor = Math.min(Math.floor(picture.width / (2 * width)), Math.floor(picture.height / (2 * height)));
  return resized(factor > 1 ? reduced(picture, factor) : picture, width, height, BICUBIC);
}

/** Whether a JPEG was saved just as the app saves: then it is the app's picture already. */
function isAsKept(jpeg, [width, height]) {
  const { components } = jpeg.frame;
  const sampled = components.map(({ h, v }) => `${h}${v}`).join() === "22,11,11";
  const alike = [0, 1].every((n) => jpeg.steps[n]?.every((step, at) => step === STEPS[n][at]));
  const straight = jpeg.orientation === 1 && (jpeg.adobe ?? 1) === 1 && !jpeg.profile;
  return sampled && alike && straight && jpeg.steps.filter(Boolean).length === 2 && jpeg.width === width && jpeg.height === height;
}
