// Lines as they are stored. At most 5,000 are kept; what comes while one looks back waits apart,
// bounded just the same, and is counted beyond it.
import { lines, parse } from "../api.js";

const KEPT = 5000;
const BACKLOG = 200;
const AGAIN_MILLIS = 5000;

/** The server says something every 15 s (query.tail-heartbeat); one that is silent for so long has gone. */
const SILENCE_MILLIS = 60_000;
const ID = '{"id":';
const FAST = 300;
const FAST_MILLIS = 250;

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
    this.scheduled = false;
    this.heard = 0;
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

  /** From the time of the earliest line that is here to behind the latest: {start, end}, or null. */
  range() {
    let first = null;
    let last = null;
    for (let at = 0; at < this.lines.length; at++) {
      const { time } = this.row(at);
      if (first === null || time < first) first = time;
      if (last === null || time > last) last = time;
    }
    // The end of a range does not belong to it.
    return first === null ? null : { start: first, end: new Date(Date.parse(last) + 1).toISOString() };
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
    this.state = "ended";
    this.abort.abort();
    clearInterval(this.clock);
    clearTimeout(this.again);
    clearTimeout(this.timer);
    cancelAnimationFrame(this.frame);
  }

  async #connect() {
    const resume = this.lastId === null ? { backlog: BACKLOG } : { after: this.lastId };
    this.abort = new AbortController();
    this.heard = Date.now();
    try {
      const stream = lines("destination", "messages/tail", { ...this.filters, ...resume }, { signal: this.abort.signal });
      for await (const some of stream) {
        this.heard = Date.now();
        if (this.state !== "open") this.#became("open");
        for (const text of some) this.#take(text);
      }
      this.#broke(null);
    } catch (error) {
      this.#broke(error);
    }
  }

  #became(state, error = null) {
    this.state = state;
    this.error = error;
    this.#changed();
  }

  /** What broke is tried again; what the server refused is not before somebody asks for it. */
  #broke(error) {
    if (this.state === "ended") return;
    const refused = [400, 401, 403].includes(error?.status);
    this.#became(refused ? "refused" : "again", error?.status > 0 ? error : null);
    if (!refused) this.again = setTimeout(() => this.#connect(), AGAIN_MILLIS);
  }

  #take(text) {
    if (text === "") return;
    if (!text.startsWith(ID)) {
      this.dropped += JSON.parse(text).dropped?.count ?? 0;
      this.#schedule();
      return;
    }
    const id = text.slice(ID.length, text.indexOf(","));
    this.lastId = id;
    this.arrived++;
    this.pending.push({ id, text, row: null });
    if (this.pending.length > 2 * KEPT) this.#drop(this.pending);
    this.#schedule();
  }

  /** The oldest beyond what is kept go; where somebody might miss them they are counted. */
  #drop(lines) {
    const over = lines.length - KEPT;
    if (over > 0) lines.splice(0, over);
    return Math.max(0, over);
  }

  /** With the next frame; when lines come fast not before the last has stood a moment, and no frame is asked for till then. */
  #schedule() {
    if (this.scheduled) return;
    this.scheduled = true;
    const wait = this.perSecond > FAST ? Math.max(0, this.flushed + FAST_MILLIS - performance.now()) : 0;
    this.timer = setTimeout(() => {
      this.frame = requestAnimationFrame((now) => {
        this.scheduled = false;
        this.flushed = now;
        this.#flush();
      });
    }, wait);
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
    if (this.state === "open" && Date.now() - this.heard > SILENCE_MILLIS) this.abort.abort();
    if (this.perSecond === 0 && this.arrived === 0) return;
    this.perSecond = this.arrived;
    this.arrived = 0;
    this.#changed();
  }

  #changed() {
    for (const listener of this.listeners) listener();
  }
}
