// Explore: search, look at, count and follow the log lines. All that is shown stands in the address.
import { Problem, copyText, html, say, useEffect, useKeys, useMemo, useRef, useState } from "../ui.js";
import { get } from "../api.js";
import { count, several } from "../format.js";
import { go, hrefOf } from "../route.js";
import { useAsked, useNarrow, useSearch, useStable } from "./asked.js";
import { Detail } from "./detail.js";
import { lineOf } from "./fields.js";
import { stateOf, toggled, withTerm } from "./query-text.js";
import { zoomedOut } from "./range.js";
import { RangePicker } from "./range-picker.js";
import { QueryProblem, SearchBox } from "./search-box.js";
import { filtersOf, pinned, rangeOf, read, write } from "./state.js";
import { Table, heightOf } from "./table.js";

export const keys = [
  ["/", "search"], ["j k ↓ ↑", "to the next row, the one before"], ["Enter →", "open the row"],
  ["Esc ←", "close it"], ["x", "the lines around it"], ["y", "copy the line"], ["o", "turn the order round"],
  ["z", "a range twice as long"], ["r", "search again"],
];

/** A browser lays out no more than about 16 million pixels for certain. */
const HEIGHT_MAX = 16e6;

/** The one row of a link that is not among the rows that are here. */
function Pinned({ id, act, columns, around }) {
  const { answer, error } = useAsked((signal) => get("destination", "messages/" + encodeURIComponent(id), {}, { signal }), id);
  return html`
    <section class="pinned" aria-label="The opened line">
      <${Problem} error=${error} />
      ${answer && String(answer.id) === id && html`
        <${Detail} row=${answer} act=${act} columns=${columns} context=${around ? "shown" : null} />`}
    </section>`;
}

function Foot({ pages, known, busy, onFurther }) {
  if (!pages?.answer) return html`<p class="foot" role="status">${busy ? "Searching …" : ""}</p>`;
  const { answer } = pages;
  const all = known >= 0 ? " of " + several(known, "line") : pages.hasMore() ? " lines, and more" : pages.count === 1 ? " line" : " lines";
  return html`
    <div class="foot">
      <p role="status">${count(pages.count)}${all} · ${count(answer.tookMs)} ms${busy || pages.loading ? " · loading …" : ""}</p>
      ${answer.partial && html`<p class="partial">This is not all: ${answer.reason ?? "the time was over"}.
        ${pages.hasMore() && html` <button type="button" onClick=${onFurther}>Search further</button>`}</p>`}
      ${pages.isCut() && html`<p class="partial">Here it ends for the browser: narrow the search, or export it.</p>`}
      ${pages.error && html`<p class="problem">${pages.error.message}
        <button type="button" onClick=${() => pages.retry()}>Try again</button></p>`}
    </div>`;
}

export default function Explore({ params, me, keysOff }) {
  const address = params.toString();
  const state = useMemo(() => read(params), [address]);
  const columns = useMemo(() => state.columns, [state.columns.join(",")]);
  const narrow = useNarrow();
  const [again, setAgain] = useState(0);
  const [selected, setSelected] = useState(null);
  const table = useRef(null);
  const toSearch = useRef(null);
  const filters = filtersOf(state);
  const asked = JSON.stringify([filters, again]);
  const { pages, busy, error, version } = useSearch(
    { ...filters, order: state.order }, JSON.stringify([asked, state.order]), HEIGHT_MAX / heightOf(narrow));
  const range = pages?.answer?.range;
  const source = pages ?? { count: 0, base: 0, row: () => null };
  const openAt = state.open && pages ? pages.indexOf(state.open) : -1;

  function set(changes, replace = false) {
    go("explore", write({ ...state, ...changes }), { replace });
  }
  function searchFor(query, changes = {}) {
    setSelected(null);
    if (query === state.query && Object.keys(changes).length === 0) setAgain((n) => n + 1);
    else set({ query, open: null, around: false, ...changes });
  }
  function select(index) {
    const at = Math.max(0, Math.min(source.count - 1, index));
    setSelected(source.base + at);
    table.current?.toIndex(at);
  }
  const at = selected === null ? -1 : selected - source.base;
  const act = useStable({
    clicked(index, event) {
      if (String(getSelection()) !== "" && !event.detail) return;
      const row = source.row(index);
      if (!row) return;
      setSelected(source.base + index);
      set({ open: String(row.id) === state.open ? null : String(row.id), around: false }, true);
    },
    turn: () => set({ order: state.order === "asc" ? "desc" : "asc" }),
    column: (name) => set({
      columns: columns.includes(name) ? columns.filter((one) => one !== name) : [...columns, name],
    }, true),
    away() {},
    async copy(text, what) {
      say(await copyText(text) ? "Copied: " + what : "The browser does not allow to copy.");
    },
    copyLine: (row) => act.copy(lineOf(row), "the line"),
    filter(terms, out) {
      let { query } = state;
      for (const term of terms) {
        query = terms.length === 1 ? toggled(query, term, out) : withTerm(query, term, out);
      }
      searchFor(query);
    },
    filtered: (term) => stateOf(state.query, term),
    goTo: (row) => set({ open: String(row.id) }, true),
    around: () => set({ around: !state.around }, true),
    link: (row) => act.copyLink({ open: String(row.id) }),
    copyLink(changes = {}) {
      const href = hrefOf("explore", write({ ...pinned(state, range), ...changes }));
      return act.copy(new URL(href, location.href).href, "a link to just this");
    },
    close: () => set({ open: null, around: false }, true),
  });

  useEffect(() => setSelected(null), [pages]);
  useEffect(() => {
    if (openAt < 0) return;
    setSelected(source.base + openAt);
    table.current?.toOpened(openAt);
  }, [pages, state.open]);

  const stay = (action) => (event) => {
    const focused = event.target.closest?.("button, a, summary, label, [role=dialog], .uplot");
    if (keysOff || (focused && [" ", "Enter"].includes(event.key))) return;
    event.preventDefault();
    action();
  };
  const openRow = () => {
    const row = source.row(at);
    if (row) set({ open: String(row.id), around: false }, true);
  };
  const next = () => select(at < 0 ? table.current?.inSight() ?? 0 : at + 1);
  const before = () => select(at < 0 ? 0 : at - 1);
  useKeys(Object.fromEntries(Object.entries({
    "/": () => toSearch.current(),
    j: next, ArrowDown: next, k: before, ArrowUp: before,
    Enter: openRow, ArrowRight: openRow,
    Escape: () => act.close(), ArrowLeft: () => act.close(),
    x: () => (state.open ? act.around() : openRow()),
    y: () => source.row(at) && act.copyLine(source.row(at)),
    o: () => act.turn(),
    z: () => onRange(zoomedOut(state, range)),
    r: () => setAgain((n) => n + 1),
  }).map(([key, action]) => [key, stay(action)])));

  const known = pages && !pages.hasMore() && !pages.isCut() && !pages.answer?.partial ? pages.count : -1;
  const onRange = (chosen) => searchFor(state.query, { since: null, start: null, end: null, ...chosen });
  return html`
    <div class="explore">
      <div class="ask">
        <${SearchBox} query=${state.query} range=${rangeOf(state)} onSearch=${searchFor} handle=${toSearch} busy=${busy} />
        <${RangePicker} range=${state} known=${range} onRange=${onRange} />
        <div class="buttons">
          <button type="button" onClick=${() => act.copyLink()}>Copy link</button>
        </div>
      </div>
      ${error && html`<${QueryProblem} error=${error} query=${filters.query} />`}
      <div class="split">
        <div class="found">
          ${state.open && pages && openAt < 0 && html`
            <${Pinned} id=${state.open} act=${act} columns=${columns} around=${state.around} />`}
          <${Table} source=${source} version=${version} columns=${columns} order=${state.order} open=${state.open}
            selected=${selected} act=${act} handle=${table} narrow=${narrow} wrap=${state.wrap} known=${known}
            context=${state.around ? "shown" : null} dim=${busy} />
          ${pages && source.count === 0 && !busy && html`<p class="empty">Nothing matches in this range.
            ${state.since !== "all" && html` <button type="button" onClick=${() => onRange({ since: "all" })}>Look at all time</button>`}</p>`}
          <${Foot} pages=${pages} known=${known} busy=${busy} onFurther=${() => pages.want(0, pages.count)} />
        </div>
      </div>
    </div>`;
}
