// The rows of a search, page by page as they are looked at. Of pages out of sight only the cursor
// is kept beyond a bound; they are asked for again when somebody comes back to them.
import { search } from "../api.js";

const FIRST = 200;
const FURTHER = 500;
const KEPT = 40;
const AHEAD = 300;

export class Pages {
  /** `params` are those of GET /messages; `changed()` is called when anything is other than before. */
  constructor(params, countMax, changed) {
    this.params = params;
    this.countMax = countMax;
    this.changed = changed;
    this.abort = new AbortController();
    this.pages = [];
    this.count = 0;
    this.base = 0;
    this.next = null;
    this.answer = null;
    this.error = null;
    this.loading = false;
    this.seen = 0;
  }

  /** Asks for the first page; throws what the server says against it. */
  async start() {
    await this.#append();
    return this;
  }

  close() {
    this.abort.abort();
  }

  /** A row, null while it is not here. */
  row(index) {
    const page = this.pages[this.#pageAt(index)];
    if (!page?.rows) return null;
    return page.rows[index - page.first] ?? null;
  }

  /** Where the row with this id stands among those that are here, or -1. */
  indexOf(id) {
    for (const page of this.pages) {
      const at = page.rows ? page.rows.findIndex((row) => String(row.id) === id) : -1;
      if (at >= 0) return page.first + at;
    }
    return -1;
  }

  /** Says which rows are in sight: what is missing there, or comes next, is asked for. */
  want(from, to) {
    this.seen = this.#pageAt(from);
    for (let at = this.seen; at <= this.#pageAt(to); at++) {
      const page = this.pages[at];
      if (page && !page.rows && !page.asked) this.#again(page);
    }
    if (to + AHEAD >= this.count && this.hasMore() && !this.loading && !this.error) {
      this.#quietly(() => this.#append());
    }
  }

  /** Asks for the next page, in sight or not: a partial answer may have found nothing yet. */
  further() {
    if (this.hasMore() && !this.loading) this.#quietly(() => this.#append());
  }

  hasMore() {
    return this.next !== null && this.count < this.countMax;
  }

  /** Whether the first page is as long as it may be. */
  isFull() {
    return this.count >= FIRST;
  }

  /** Whether it ends at the bound and not at the last row. */
  isCut() {
    return this.next !== null && this.count >= this.countMax;
  }

  /** After an error: goes on where it was. */
  retry() {
    this.error = null;
    for (const page of this.pages) page.asked = page.rows !== null;
    this.want(this.pages[this.seen]?.first ?? 0, this.count);
  }

  #pageAt(index) {
    let low = 0;
    let high = this.pages.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.pages[middle].first <= index) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  async #quietly(ask) {
    try {
      await ask();
    } catch (error) {
      if (error.name === "AbortError") return;
      this.error = error;
      this.changed();
    }
  }

  async #append() {
    const after = this.next;
    const limit = after === null ? FIRST : FURTHER;
    this.loading = true;
    this.changed();
    try {
      const answer = await this.#ask(after, limit);
      this.pages.push({
        first: this.count, after, limit, rows: answer.messages, asked: true,
      });
      this.count += answer.messages.length;
      this.next = answer.next ?? null;
      this.answer = answer;
      this.#forget();
    } finally {
      this.loading = false;
    }
    this.changed();
  }

  #again(page) {
    page.asked = true;
    this.#quietly(async () => {
      const answer = await this.#ask(page.after, page.limit);
      page.rows = answer.messages;
      this.#forget();
      this.changed();
    });
  }

  #ask(after, limit) {
    return search("messages", { ...this.params, after, limit }, { signal: this.abort.signal, exact: true });
  }

  /** Lets go of the rows farthest from what is in sight. */
  #forget() {
    const here = this.pages.map((page, at) => at).filter((at) => this.pages[at].rows);
    here.sort((one, other) => Math.abs(other - this.seen) - Math.abs(one - this.seen));
    for (const at of here.slice(0, Math.max(0, here.length - KEPT))) {
      this.pages[at].rows = null;
      this.pages[at].asked = false;
    }
  }
}
