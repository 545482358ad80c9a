// A browser that has the runtime judges by itself, where that is quick enough; else the server does.
const SLOWEST_MS = 250;
const TRIED = 5;

class LiveJudge {
  constructor(address) {
    Object.assign(this, { address, state: "new", waiting: new Map(), count: 0, known: null, times: [] });
  }

  get isReady() {
    return this.state === "ready" && Boolean(this.known);
  }

  // What is needed is fetched when a camera begins; until it is there the server answers.
  begin() {
    if (!this.address || !this.how || this.state !== "new") return;
    this.state = "coming";
    this.worker = new Worker(new URL(`${this.address}live_worker.js`, location.href), { type: "module" });
    this.worker.onerror = () => this.end();
    this.worker.onmessage = ({ data }) => {
      if ("ready" in data) data.ready ? (this.state = "ready") : this.end();
      this.waiting.get(data.id)?.(data.said ?? null);
      this.waiting.delete(data.id);
    };
    this.worker.postMessage({ how: this.how, known: this.known });
  }

  // `how` the network sees a picture, and what is `known`: the head, the decision, the line.
  learn(how, known) {
    if (this.how && JSON.stringify(how) !== JSON.stringify(this.how)) this.end("new");
    Object.assign(this, { how, known });
    this.worker?.postMessage({ known });
  }

  async look(frame) {
    const began = performance.now();
    const id = ++this.count;
    const said = new Promise((done) => this.waiting.set(id, done));
    this.worker.postMessage({ id, frame });
    const answer = await said;
    this.times = [...this.times, performance.now() - began].slice(-TRIED);
    const slow = this.times.length === TRIED && Math.min(...this.times) > SLOWEST_MS;
    if (!answer || slow) this.end();
    return answer;
  }

  end(state = "off") {
    this.worker?.terminate();
    this.worker = null;
    for (const done of this.waiting.values()) done(null);
    this.waiting.clear();
    Object.assign(this, { state, times: [] });
  }
}
