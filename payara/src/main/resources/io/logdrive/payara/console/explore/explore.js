// Explore: search, look at, count and follow the log lines. All that is shown stands in the address.
import { copyText, html, say, useEffect, useKeys, useLayoutEffect, useMemo, useRef, useState } from "../ui.js";
import { search } from "../api.js";
import { go, hrefOf } from "../route.js";
import { useAsked, useNarrow, useSearch, useStable } from "./asked.js";
import { Columns } from "./columns.js";
import { Export } from "./export.js";
import { Facets } from "./facets.js";
import { lineOf, numbersOf } from "./fields.js";
import { Found } from "./found.js";
import { Histogram } from "./histogram.js";
import { Live } from "./live.js";
import { marksOf, stateOf, termOf, toggled, withTerm } from "./query-text.js";
import { instant, zoomedOut } from "./range.js";
import { RangePicker } from "./range-picker.js";
import { QueryProblem, SearchBox } from "./search-box.js";
import { Searches } from "./searches.js";
import { filtersOf, pinned, rangeOf, read, sortedBy, write } from "./state.js";
import { Stats } from "./stats.js";
import { heightOf } from "./table.js";
import { Tail } from "./tail.js";

export const keys = [
  ["/", "search"], ["j k ↓ ↑", "to the next row, the one before"], ["Enter →", "open the row"],
  ["Esc ←", "close it"], ["x", "the lines around it"], ["y", "copy the line"], ["o", "turn the order round"],
  ["l", "live tail"], ["space", "pause the tail, go on"], ["z", "a range twice as long"],
  ["f", "show or hide the fields"], ["r", "search again"],
];

export const asks = [
  ["timeout", "the word, in any case; \"timed out\" the text, time* what begins so"],
  ["level:error", "also level:>=warn, service:pay*, host:web-1, tag:slow"],
  ["status:>=500", "a field; also status:[400 TO 499], user:* (there is one), user:\"\" (there is none)"],
  ["-service:mail", "not; a OR b; (a OR b) c"],
  ["path:~\"^/api\"", "a regular expression (RE2)"],
];

/** A browser lays out no more than about 16 million pixels for certain. */
const HEIGHT_MAX = 16e6;
const NOTHING = { count: 0, base: 0, row: () => null, indexOf: () => -1 };
const LOOKED = 300;

/** The tail while the address asks for one; another filter is another tail. */
function useTail(wanted, filters) {
  const [tail, setTail] = useState(null);
  useEffect(() => {
    if (!wanted) return undefined;
    const started = new Tail(filters);
    setTail(started);
    return () => {
      started.close();
      setTail(null);
    };
  }, [wanted, JSON.stringify(filters)]);
  return tail;
}

/** Beside a tail stand the values of what came lately, counted anew now and then. */
const FACETS_OF_TAIL = { since: "5m", start: null, end: null };
const FACETS_MILLIS = 30_000;

/** Of a tail, whose lines go on coming, how often the values beside it have become old. */
function useAge(tail) {
  const [age, setAge] = useState(0);
  useEffect(() => {
    if (!tail) return undefined;
    const timer = setInterval(() => !document.hidden && setAge((n) => n + 1), FACETS_MILLIS);
    return () => clearInterval(timer);
  }, [tail]);
  return age;
}

/** The numeric fields of the rows that are here; of a tail or of figures, those of the last rows. */
function useNumbers(pages, filters, asked, missing) {
  const sample = useAsked((signal) => search("messages", { ...filters, query: null, limit: LOOKED }, { signal }), missing ? "once" : null);
  const rows = pages ? Array.from({ length: Math.min(pages.count, LOOKED) }, (_, at) => pages.row(at)).filter((row) => row) : [];
  const found = useMemo(() => numbersOf(pages ? rows : sample.answer?.messages ?? []), [pages, sample.answer]);
  return found;
}

/** What the rows can be done with; each keeps its identity, so that rows are not drawn again for it. */
function useActions({ state, set, searchFor, source, columns, range, setSelected, tail, setAgain, fold }) {
  const act = useStable({
    clicked(index) {
      if (String(getSelection()) !== "") return;
      const row = source.row(index);
      if (!row) return;
      setSelected(source.base + index);
      set({ open: String(row.id) === state.open ? null : String(row.id), around: false }, true);
    },
    turn: () => set({ order: state.order === "asc" ? "desc" : "asc" }),
    byTime: () => (state.sort ? set({ sort: null, order: "desc" }) : act.turn()),
    sortBy: (name) => set({ ...sortedBy(state, name), tail: false }),
    wrap: () => set({ wrap: !state.wrap }, true),
    column: (name) => set({
      columns: columns.includes(name) ? columns.filter((one) => one !== name) : [...columns, name],
    }, true),
    away: (is) => tail?.hold("away", is),
    pause: () => tail?.hold("paused", !tail.reasons.has("paused")),
    goOn() {
      if (state.open) set({ open: null, around: false }, true);
      tail?.goOn();
    },
    async copy(text, what) {
      say(await copyText(text) ? "Copied: " + what : "The browser does not allow to copy.");
    },
    copyLine: (row) => act.copy(lineOf(row), "the line"),
    /** With `whole` no line may be missing for want of the number that is sorted by. */
    filter(terms, out, whole = false) {
      let { query } = state;
      for (const term of terms) {
        query = terms.length === 1 ? toggled(query, term, out) : withTerm(query, term, out);
      }
      searchFor(query, whole && state.sort ? { sort: null, order: "desc" } : {});
      fold();
    },
    ask: (query) => searchFor(query),
    filtered: (term) => stateOf(state.query, term),
    lines(terms) {
      const query = terms.reduce((text, term) => withTerm(text, term), state.query);
      searchFor(query, { stats: null, step: null, fn: null, by: [] });
    },
    greatest(name) {
      set({ sort: name, order: "desc", tail: false, stats: null, step: null, fn: null, by: [], open: null, around: false,
        columns: columns.includes(name) ? columns : [...columns, name] });
      fold();
    },
    stats: (changes) => set(changes),
    measure(name) {
      set({ stats: name, fn: name === "*" ? "count" : "max", by: state.by.length ? state.by : ["service"], tail: false });
      fold();
    },
    goTo: (row) => set({ open: String(row.id) }, true),
    around: () => set({ around: !state.around }, true),
    link: (row) => act.copyLink({ open: String(row.id) }),
    copyLink(changes = {}) {
      const href = hrefOf("explore", write({ ...pinned(state, tail ? tail.range() : range), ...changes }));
      return act.copy(new URL(href, location.href).href, "a link to just this");
    },
    again: () => setAgain((n) => n + 1),
    close: () => set({ open: null, around: false }, true),
  });
  return act;
}

/** The keys of the page, but not where a button has them. */
function usePageKeys(off, actions) {
  const stay = (action) => (event) => {
    const focused = event.target.closest?.("button, a, summary, label, [role=dialog], .plot");
    if (off || (focused && [" ", "Enter", "ArrowLeft", "ArrowRight"].includes(event.key))) return;
    event.preventDefault();
    action();
  };
  useKeys(Object.fromEntries(Object.entries(actions).map(([key, action]) => [key, stay(action)])));
}

function Tools({ narrow, shown, onShown, state, ...tools }) {
  return html`
    ${narrow && html`
      <button type="button" class="fold" aria-expanded=${String(shown)} aria-controls="tools" onClick=${onShown}>
        ${shown ? "Tools ▴" : "Tools ▾"}</button>`}
    ${narrow && state.tail && !shown && html`
      <button type="button" onClick=${() => tools.set({ tail: false, stats: null, open: null })}>■ Stop</button>`}
    ${(!narrow || shown) && html`<${Buttons} state=${state} ...${tools} />`}`;
}

function Buttons({ state, act, set, filters, columns, total, me, facets, onFacets }) {
  return html`
    <div class="buttons" id="tools">
      <button type="button" class="live-button" aria-pressed=${state.tail} title="Lines as they come (l)"
        onClick=${() => set({ tail: !state.tail, stats: null, open: null })}>${state.tail ? "■ Stop" : "▶ Live"}</button>
      <button type="button" aria-pressed=${state.stats !== null} title="Counts, means, percentiles, in groups"
        onClick=${() => (state.stats ? act.lines([]) : act.measure("*"))}>Figures</button>
      <button type="button" aria-pressed=${facets} title="Values to filter by (f)" onClick=${onFacets}>Fields</button>
      <${Columns} columns=${columns} range=${rangeOf(state)} wrap=${state.wrap} act=${act} />
      <${Searches} me=${me} />
      <${Export} filters=${filters} order=${state.order} columns=${columns} total=${total} />
      <button type="button" title="The range is made absolute" onClick=${() => act.copyLink()}>Copy link</button>
    </div>`;
}

export default function Explore({ params, me, keysOff }) {
  const address = params.toString();
  const state = useMemo(() => read(params), [address]);
  const columns = useMemo(() => state.columns, [state.columns.join(",")]);
  const mark = useMemo(() => marksOf(state.query), [state.query]);
  const narrow = useNarrow();
  const [again, setAgain] = useState(0);
  const [selected, setSelected] = useState(null);
  const [facets, setFacets] = useState(!narrow);
  const [tools, setTools] = useState(false);
  const table = useRef(null);
  const toSearch = useRef(null);
  const filters = filtersOf(state);
  const asked = JSON.stringify([filters, again]);
  const lines = !state.tail && !state.stats;
  const rows = useSearch({ ...filters, order: state.order, sort: state.sort }, lines ? JSON.stringify([asked, state.order, state.sort]) : null,
    HEIGHT_MAX / heightOf(narrow));
  const tail = useTail(state.tail, { query: filters.query });
  const pages = lines ? rows.pages : null;
  const isNew = !lines || (!rows.busy && rows.error === null);
  const histogram = useAsked((signal) => search("messages/histogram", { ...filters, step: "auto" }, { signal }), state.tail ? null : asked);
  const numbers = useNumbers(pages, filters, asked, !lines);
  const age = useAge(tail);
  const range = pages?.answer?.range ?? histogram.answer?.range;
  const source = (state.tail ? tail : pages) ?? NOTHING;
  const openAt = state.open ? source.indexOf(state.open) : -1;

  function set(changes, replace = false) {
    go("explore", write({ ...state, ...changes }), { replace });
  }
  function searchFor(query, changes = {}) {
    setSelected(null);
    if (query === state.query && Object.keys(changes).length === 0) setAgain((n) => n + 1);
    else set({ query, open: null, around: false, ...changes });
  }
  function onRange(chosen) {
    searchFor(state.query, { since: null, start: null, end: null, tail: false, ...chosen });
  }
  /** On a telephone what was chosen is to be seen, not the choices. */
  function fold() {
    if (!narrow) return;
    setTools(false);
    setFacets(false);
  }
  const act = useActions({ state, set, searchFor, source, columns, range, setSelected, tail, setAgain, fold });
  const at = selected === null ? -1 : selected - source.base;
  function select(index) {
    const to = Math.max(0, Math.min(source.count - 1, index));
    tail?.hold("paused", true);
    setSelected(source.base + to);
    table.current?.toIndex(to);
  }
  function openRow(around = false) {
    const row = source.row(at);
    if (row) set({ open: String(row.id), around }, true);
  }
  // Before the rows are painted: a key that is pressed right after chooses a row, which must stay chosen.
  useLayoutEffect(() => setSelected(null), [pages, tail]);
  useEffect(() => {
    tail?.hold("opened", state.open !== null);
    if (openAt < 0) return;
    setSelected(source.base + openAt);
    table.current?.toOpened(openAt);
  }, [pages, tail, state.open]);
  // The keys belong to the rows from here on, not to the button that was pressed last.
  const move = (index) => {
    table.current?.focus();
    select(index);
  };
  const next = () => move(at < 0 ? table.current?.inSight() ?? 0 : at + 1);
  const before = () => move(at < 0 ? table.current?.inSight() ?? 0 : at - 1);
  usePageKeys(keysOff, {
    "/": () => toSearch.current(),
    j: next, ArrowDown: next, k: before, ArrowUp: before,
    Enter: () => openRow(), ArrowRight: () => openRow(), Escape: act.close, ArrowLeft: act.close,
    x: () => (state.open ? act.around() : openRow(true)),
    y: () => source.row(at) && act.copyLine(source.row(at)),
    o: act.turn, r: act.again, l: () => set({ tail: !state.tail, stats: null, open: null }),
    " ": act.pause, f: () => setFacets(!facets), z: () => onRange(zoomedOut(state, range)),
  });
  const shared = { columns, order: state.order, sort: state.sort, numbers, open: state.open, selected, act, handle: table, narrow, wrap: state.wrap, mark,
    context: state.around ? "shown" : null };
  const error = state.stats || state.tail ? histogram.error : rows.error;
  return html`
    <div class="explore">
      <h1 class="off-screen">Explore</h1>
      <div class="ask">
        <${SearchBox} query=${state.query} range=${rangeOf(state)} onSearch=${searchFor} handle=${toSearch} busy=${rows.busy} />
        <${RangePicker} range=${state} known=${range} onRange=${onRange} off=${state.tail} />
        <${Tools} narrow=${narrow} shown=${tools} onShown=${() => setTools(!tools)} state=${state} act=${act} set=${set} filters=${filters} columns=${columns} me=${me} facets=${facets}
          total=${histogram.answer && !histogram.answer.partial ? histogram.answer.total : null} onFacets=${() => setFacets(!facets)} />
      </div>
      ${error && html`<${QueryProblem} error=${error} query=${filters.query} />`}
      ${!state.tail && histogram.answer && html`<${Histogram} answer=${histogram.answer} busy=${histogram.busy || histogram.error !== null} narrow=${narrow}
        onLevel=${(level) => act.filter([termOf("level", level)], false)}
        onZoom=${(start, end) => onRange({ start: instant(start), end: instant(end) })} />`}
      <div class="parts">
        ${facets && html`<${Facets} filters=${state.tail ? { ...filters, ...FACETS_OF_TAIL } : filters} asked=${isNew ? asked + age : null} numbers=${numbers} act=${act} />`}
        <div class="found">
          ${state.stats && html`<${Stats} state=${state} filters=${filters} asked=${asked} numbers=${numbers} act=${act} />`}
          ${state.tail && tail && html`<${Live} tail=${tail} ...${shared} />`}
          ${lines && (rows.error?.status !== 400 || source.count > 0) && html`<${Found} ...${shared} source=${source} pages=${pages} version=${rows.version} busy=${rows.busy} state=${state}
            openAt=${openAt} total=${histogram.answer} onAll=${() => onRange({ since: "all" })} />`}
        </div>
      </div>
    </div>`;
}
