// The compressed part of a JPEG: Huffman codes into coefficients, in one scan or in many.

// Where the n-th number of a block belongs: along the diagonals, low frequencies first.
export const ZIGZAG = [
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7,
  14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46,
  53, 60, 61, 54, 47, 55, 62, 63,
];
const PLACES = Uint8Array.from([...ZIGZAG, ...Array(16).fill(63)]);

export class Damaged extends Error {}

/** For every 16 bits that may come: the length of the code they begin with, and what it means. */
export function codes(lengths, symbols) {
  const table = new Uint16Array(65536);
  let code = 0;
  let next = 0;
  for (let length = 1; length <= 16; length++, code <<= 1)
    for (let n = 0; n < lengths[length - 1]; n++, code++) {
      const from = code << (16 - length);
      table.fill((length << 8) | symbols[next++], from, from + (1 << (16 - length)));
    }
  return table;
}

/** Bits in their order; at a marker there are only zeros left, and at the end of the file none. */
export class Bits {
  constructor(bytes, at) {
    Object.assign(this, { bytes, at, held: 0, count: 0, invented: 0 });
  }

  fill() {
    while (this.count <= 16) {
      let byte = 0;
      if (this.at >= this.bytes.length) this.beyond();
      else if (this.bytes[this.at] !== 0xff) byte = this.bytes[this.at++];
      else if (this.bytes[this.at + 1] === 0) {
        byte = 0xff;
        this.at += 2;
      }
      this.held = ((this.held << 8) | byte) & 0xffffff;
      this.count += 8;
    }
  }

  /** Some bits are read ahead; more than those must not come from nowhere. */
  beyond() {
    if (++this.invented > 4) throw new Damaged("the file ends too early");
  }

  symbol(table) {
    if (this.count < 16) this.fill();
    const entry = table[(this.held >> (this.count - 16)) & 0xffff];
    if (!entry) throw new Damaged("a code that means nothing");
    this.count -= entry >> 8;
    return entry & 255;
  }

  take(length) {
    if (!length) return 0;
    if (this.count < length) this.fill();
    this.count -= length;
    return (this.held >> this.count) & ((1 << length) - 1);
  }

  /** A number of so many bits; one that begins with 0 is negative. */
  number(length) {
    const value = this.take(length);
    return length && value < 1 << (length - 1) ? value - (1 << length) + 1 : value;
  }

  /** To the next restart: false where another marker comes first. */
  restart() {
    this.held = this.count = 0;
    const { bytes } = this;
    while (this.at < bytes.length - 1) {
      const next = bytes[this.at + 1];
      if (bytes[this.at] === 0xff && next >= 0xd0 && next <= 0xd7) {
        this.at += 2;
        return true;
      }
      if (bytes[this.at] === 0xff && next !== 0 && next !== 0xff) return false;
      this.at++;
    }
    return false;
  }
}

/** Decodes one scan. Each of `parts` is {component, dc, ac}; `visit(component, row, column)` gives the
 * place of a block, {block, from}, and `done` is called with it when all of it is there. */
export function scan(bits, { frame, parts, from, to, high, low, interval }, visit, done) {
  const decode = decoder(frame.progressive, from, high);
  const state = { from, to, low, run: 0 };
  const each = parts.length === 1 ? alone(frame, parts[0]) : together(frame, parts);
  for (const { component } of parts) component.last = 0;
  for (let unit = 0; unit < each.count; unit++) {
    if (interval && unit && unit % interval === 0) {
      if (!bits.restart()) return;
      state.run = 0;
      for (const { component } of parts) component.last = 0;
    }
    each.blocks(unit, (part, row, column) => {
      const place = visit(part.component, row, column);
      decode(bits, part, place.block, place.from, state);
      done(part.component, row, column, place);
    });
  }
}

function alone(frame, part) {
  const { across, down } = part.component;
  return {
    count: across * down,
    blocks: (unit, then) => then(part, Math.floor(unit / across), unit % across),
  };
}

function together(frame, parts) {
  return {
    count: frame.unitsAcross * frame.unitsDown,
    blocks(unit, then) {
      const [row, column] = [Math.floor(unit / frame.unitsAcross), unit % frame.unitsAcross];
      for (const part of parts) {
        const { h, v } = part.component;
        for (let y = 0; y < v; y++) for (let x = 0; x < h; x++) then(part, row * v + y, column * h + x);
      }
    },
  };
}

function decoder(progressive, from, high) {
  if (!progressive) return wholeBlock;
  if (from === 0) return high ? finerFirst : first;
  return high ? finerRest : rest;
}

function wholeBlock(bits, { component, dc, ac }, block, at) {
  component.last += bits.number(bits.symbol(dc));
  block[at] = component.last;
  for (let k = 1; k < 64; k++) {
    const symbol = bits.symbol(ac);
    const size = symbol & 15;
    k += symbol >> 4;
    if (size) block[at + PLACES[k]] = bits.number(size);
    else if (symbol !== 0xf0) return;
  }
}

function first(bits, { component, dc }, block, at, { low }) {
  component.last += bits.number(bits.symbol(dc));
  block[at] = component.last << low;
}

function finerFirst(bits, _part, block, at, { low }) {
  block[at] |= bits.take(1) << low;
}

function rest(bits, { ac }, block, at, state) {
  if (state.run > 0) {
    state.run--;
    return;
  }
  for (let k = state.from; k <= state.to; k++) {
    const symbol = bits.symbol(ac);
    const [zeros, size] = [symbol >> 4, symbol & 15];
    if (size) {
      k += zeros;
      block[at + PLACES[k]] = bits.number(size) << state.low;
    } else if (zeros === 15) k += 15;
    else {
      state.run = (1 << zeros) - 1 + bits.take(zeros);
      return;
    }
  }
}

/** Adds one bit to what is known of a block, and the numbers that are new at this fineness. */
function finerRest(bits, { ac }, block, at, state) {
  let k = state.from;
  const bit = 1 << state.low;
  while (state.run === 0 && k <= state.to) {
    const symbol = bits.symbol(ac);
    const size = symbol & 15;
    let zeros = symbol >> 4;
    let fresh = 0;
    if (size) fresh = bits.take(1) ? bit : -bit;
    else if (zeros < 15) {
      state.run = (1 << zeros) + bits.take(zeros);
      break;
    }
    for (; k <= state.to; k++) {
      const place = at + PLACES[k];
      if (block[place]) finer(bits, block, place, bit);
      else if (zeros-- === 0) {
        if (fresh) block[place] = fresh;
        k++;
        break;
      }
    }
  }
  if (state.run === 0) return;
  for (; k <= state.to; k++) if (block[at + PLACES[k]]) finer(bits, block, at + PLACES[k], bit);
  state.run--;
}

function finer(bits, block, place, bit) {
  if (bits.take(1) && !(block[place] & bit)) block[place] += block[place] > 0 ? bit : -bit;
}
