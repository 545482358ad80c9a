// Photos that are neither JPEG nor PNG (WebP, GIF, BMP, AVIF, and HEIC where the browser knows it):
// the browser decodes them, on white, as they lie in the file.
import { orientationIn } from "./exif.js";
import { Unreadable } from "./read_photo.js";

/** {width, height, channels, data, profile, orientation}; throws Unreadable. */
export async function byBrowser(bytes) {
  const webp = webpParts(bytes);
  const how = webp ? { imageOrientation: "none", colorSpaceConversion: "none" } : {};
  const bitmap = await createImageBitmap(new Blob([bytes]), how).catch(() => {
    throw new Unreadable("format");
  });
  const { width, height } = bitmap;
  const data = onWhite(bitmap);
  bitmap.close();
  return { width, height, channels: 3, data, ...webp };
}

function onWhite(bitmap) {
  const { width, height } = bitmap;
  const paper = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true, colorSpace: "srgb" });
  paper.fillStyle = "white";
  paper.fillRect(0, 0, width, height);
  paper.drawImage(bitmap, 0, 0);
  const four = paper.getImageData(0, 0, width, height).data;
  const data = new Uint8ClampedArray(3 * width * height);
  for (let i = 0; i < width * height; i++) for (let c = 0; c < 3; c++) data[3 * i + c] = four[4 * i + c];
  return data;
}

/** What a WebP says of its colours and how it lies; null for another kind of file. */
function webpParts(bytes) {
  const word = (at) => String.fromCharCode(...bytes.subarray(at, at + 4));
  if (word(0) !== "RIFF" || word(8) !== "WEBP") return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts = { profile: null, orientation: 1 };
  for (let at = 12; at + 8 <= bytes.length; ) {
    const length = view.getUint32(at + 4, true);
    const part = bytes.subarray(at + 8, at + 8 + length);
    if (word(at) === "ICCP") parts.profile = part;
    if (word(at) === "EXIF") parts.orientation = orientationIn(word(at + 8) === "Exif" ? part.subarray(6) : part);
    at += 8 + length + (length & 1);
  }
  return parts;
}
