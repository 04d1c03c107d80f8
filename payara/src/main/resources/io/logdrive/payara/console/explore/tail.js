// Lines as they are stored. At most 5,000 are kept; what comes while one looks back waits apart,
// bounded just the same, and is counted beyond it.
import { of, parse, refusal } from "../api.js";

const KEPT = 5000;
const BACKLOG = 200;
const AGAIN_MILLIS = 5000;
const FAST = 300;
const FAST_MILLIS = 120;

export class Tail {
  constructor(filters) {
    this.filters = filters;
    this.base = 0;
    this.lines = [];
    this.pending = [];
    this.waiting = [];
    this.reasons = new Set();
    this.state = "connecting";
    this.error = null;
    this.dropped = 0;
    this.unkept = 0;
    this.perSecond = 0;
    this.lastId = null;
    this.listeners = new Set();
    this.arrived = 0;
    this.flushed = 0;
    this.scheduled = 0;
    this.clock = setInterval(() => this.#tick(), 1000);
    this.#connect();
  }

  get count() {
    return this.lines.length;
  }

  get held() {
    return this.reasons.size > 0;
  }

  /** A row; its JSON is read only when somebody looks at it. */
  row(index) {
    const line = this.lines[index];
    if (!line) return null;
    line.row ??= parse(line.text);
    return line.row;
  }

  indexOf(id) {
    return this.lines.findIndex((line) => line.id === id);
  }

  listen(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Stops what is shown for a reason, or lets it go on when there is no other. */
  hold(reason, on) {
    if (this.reasons.has(reason) === on) return;
    if (on) this.reasons.add(reason);
    else this.reasons.delete(reason);
    if (!this.held) this.#release();
    this.#changed();
  }

  /** Goes on, whatever it was that held it. */
  goOn() {
    this.reasons.clear();
    this.#release();
    this.#changed();
  }

  close() {
    this.source?.close();
    clearInterval(this.clock);
    clearTimeout(this.again);
    cancelAnimationFrame(this.scheduled);
    this.state = "ended";
  }

  #connect() {
    const resume = this.lastId === null ? { backlog: BACKLOG } : { after: this.lastId };
    this.source = new EventSource(of("destination", "messages/tail", { ...this.filters, ...resume }));
    this.source.onopen = () => this.#became("open");
    this.source.onmessage = (event) => this.#take(event);
    this.source.addEventListener("dropped", (event) => {
      this.dropped += JSON.parse(event.data).count;
      this.#schedule();
    });
    this.source.onerror = () => this.#broke();
  }

  #became(state, error = null) {
    this.state = state;
    this.error = error;
    this.#changed();
  }

  /** The browser tries again by itself unless it was refused; then we ask why, and later again. */
  async #broke() {
    if (this.source.readyState !== EventSource.CLOSED) {
      this.#became("again");
      return;
    }
    const error = await refusal("destination", "messages/tail", { ...this.filters, backlog: 0 });
    if (this.state === "ended") return;
    this.#became("again", error);
    if (error && [400, 401, 403].includes(error.status)) {
      this.state = "refused";
      return;
    }
    this.again = setTimeout(() => this.#connect(), AGAIN_MILLIS);
  }

  #take(event) {
    this.lastId = event.lastEventId;
    this.arrived++;
    this.pending.push({ id: event.lastEventId, text: event.data, row: null });
    if (this.pending.length > 2 * KEPT) this.#drop(this.pending);
    this.#schedule();
  }

  /** The oldest beyond what is kept go; where somebody might miss them they are counted. */
  #drop(lines) {
    const over = lines.length - KEPT;
    if (over > 0) lines.splice(0, over);
    return Math.max(0, over);
  }

  #schedule() {
    if (this.scheduled) return;
    this.scheduled = requestAnimationFrame((now) => {
      this.scheduled = 0;
      if (this.perSecond > FAST && now - this.flushed < FAST_MILLIS) {
        this.#schedule();
        return;
      }
      this.flushed = now;
      this.#flush();
    });
  }

  #flush() {
    const { pending } = this;
    this.pending = [];
    if (this.held) {
      for (const line of pending) this.waiting.push(line);
      this.unkept += this.#drop(this.waiting);
    } else {
      this.#append(pending);
    }
    this.#changed();
  }

  #append(lines) {
    for (const line of lines) this.lines.push(line);
    this.base += this.#drop(this.lines);
  }

  #release() {
    this.#append(this.waiting);
    this.waiting = [];
    this.unkept = 0;
  }

  #tick() {
    if (this.perSecond === 0 && this.arrived === 0) return;
    this.perSecond = this.arrived;
    this.arrived = 0;
    this.#changed();
  }

  #changed() {
    for (const listener of this.listeners) listener();
  }
}
