// How a photo lies: the one number of EXIF that matters here.

/** 1–8 in the TIFF part of an EXIF block; 1, upright, where it is empty or broken. */
export function orientationIn(bytes) {
  try {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const little = view.getUint16(0) === 0x4949;
    const first = view.getUint32(4, little);
    const count = view.getUint16(first, little);
    for (let n = 0; n < count; n++) {
      const at = first + 2 + 12 * n;
      if (view.getUint16(at, little) !== 0x0112) continue;
      const value = view.getUint16(at + 2, little) === 3 ? view.getUint16(at + 8, little) : view.getUint32(at + 8, little);
      return value >= 1 && value <= 8 ? value : 1;
    }
  } catch {
    // cut off: it lies as it lies
  }
  return 1;
}
