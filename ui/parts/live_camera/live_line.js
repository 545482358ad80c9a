// A line to the server: frames go out one at a time, the next when the last was answered; what
// changes something is numbered, and sent again until the server says that it was done. The server
// gave this page the address; nobody else has it.
const LINE_RETRY_MS = 500;
const LINE_LONGEST_MS = 8000;
const LINE_PATIENCE = 2;

class LiveLine {
  constructor(heard) {
    Object.assign(this, { heard, waiting: [], last: Date.now(), tries: 0 });
  }

  open(address) {
    if (address === this.address && this.socket?.readyState <= 1) return;
    this.close();
    Object.assign(this, { address, wanted: true, tries: 0 });
    this.connect();
  }

  close() {
    this.wanted = false;
    clearTimeout(this.timer);
    this.socket?.close();
    this.socket = null;
    this.answered(null);
  }

  get isOpen() {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  connect() {
    const url = new URL(this.address, location.href);
    url.protocol = url.protocol.replace("http", "ws");
    const socket = (this.socket = new WebSocket(url));
    socket.onopen = () => {
      Object.assign(this, { tries: 0, sent: 0 });
      this.deliver();
    };
    socket.onmessage = ({ data }) => this.take(JSON.parse(data));
    socket.onclose = () => {
      if (socket !== this.socket) return;
      this.answered(null);
      if (!this.wanted) return;
      if (this.tries >= LINE_PATIENCE) this.heard({ away: true });
      this.timer = setTimeout(() => this.connect(), Math.min(LINE_RETRY_MS * 2 ** this.tries++, LINE_LONGEST_MS));
    };
  }

  take(told) {
    if (told.code === "unknown" || told.code === "too_many_lines") this.wanted = false;
    if (told.n) {
      this.waiting = this.waiting.filter((one) => one.header.n !== told.n);
      this.deliver();
    } else if (told.shares || told.trouble) this.answered(told);
    this.heard(told);
  }

  // What the server says about a frame (a Blob); null where the line is down.
  async look(frame) {
    if (!this.isOpen || this.answering) return null;
    const answer = new Promise((done) => (this.answering = done));
    this.socket.send(await inOnePiece({ do: "look" }, [frame]));
    return answer;
  }

  answered(told) {
    this.answering?.(told);
    this.answering = null;
  }

  // Have something changed; it waits here until the server has done it.
  order(header, pictures = []) {
    this.waiting.push({ header: { ...header, n: ++this.last }, pictures });
    this.deliver();
  }

  async deliver() {
    const first = this.waiting[0];
    if (!first || !this.isOpen || this.sent === first.header.n) return;
    this.sent = first.header.n;
    const letter = await inOnePiece(first.header, first.pictures);
    if (this.isOpen) this.socket.send(letter);
    else this.sent = 0;
  }
}

async function inOnePiece(header, pictures) {
  const told = new TextEncoder().encode(JSON.stringify({ ...header, sizes: pictures.map((one) => one.size) }));
  const length = new DataView(new ArrayBuffer(4));
  length.setUint32(0, told.length);
  return new Blob([length, told, ...pictures]).arrayBuffer();
}
