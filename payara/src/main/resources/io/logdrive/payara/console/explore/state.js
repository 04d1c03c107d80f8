// What the page shows stands in its address, and nowhere else; pure functions.
import { DEFAULT } from "./range.js";

export const COLUMNS = ["service", "host"];

/** The parameters of the address as what they mean. */
export function read(params) {
  const columns = params.get("columns");
  return {
    query: params.get("query") ?? "",
    since: params.get("since") ?? (params.get("start") || params.get("end") ? null : DEFAULT),
    start: params.get("start"),
    end: params.get("end"),
    order: params.get("order") === "asc" ? "asc" : "desc",
    sort: (params.get("tail") !== "1" && params.get("sort")) || null,
    columns: columns === null ? COLUMNS : columns.split(",").filter((name) => name !== "" && name !== "-"),
    open: params.get("open"),
    around: params.get("around") === "1",
    tail: params.get("tail") === "1",
    wrap: params.get("wrap") === "1",
    stats: params.get("stats"),
    by: (params.get("by") ?? "").split(",").filter((name) => name !== ""),
    fn: params.get("fn"),
    step: params.get("step"),
  };
}

/** The parameters that say the same; what is as it is by default is left out. */
export function write(state) {
  const columns = state.columns.join(",");
  return {
    query: state.query,
    since: state.start || state.end || state.since === DEFAULT ? null : state.since,
    start: state.start,
    end: state.end,
    order: state.order === "asc" ? "asc" : null,
    // What comes now comes in the order of time.
    sort: state.tail ? null : state.sort,
    columns: columns === COLUMNS.join(",") ? null : columns || "-",
    tail: state.tail ? "1" : null,
    wrap: state.wrap ? "1" : null,
    stats: state.stats,
    by: state.stats ? state.by.join(",") : null,
    fn: state.stats ? state.fn : null,
    step: state.stats ? state.step : null,
    open: state.open,
    around: state.open && state.around ? "1" : null,
  };
}

/** What a click on a column with numbers leads to: the greatest first, the least first, by time. */
export function sortedBy({ sort, order }, name) {
  if (sort !== name) return { sort: name, order: "desc" };
  return order === "desc" ? { sort: name, order: "asc" } : { sort: null, order: "desc" };
}

/** What the API is asked with, of every resource below /messages. */
export function filtersOf(state) {
  return { query: state.query.trim(), ...rangeOf(state) };
}

export function rangeOf({ since, start, end }) {
  return start || end ? { start, end, ...(start ? {} : { since: "all" }) } : { since };
}

/** The same with its range made absolute, by what the server said its range is. */
export function pinned(state, range) {
  if (!range || (state.start && state.end)) return { ...state, tail: false };
  return { ...state, tail: false, since: null, start: range.start, end: range.end };
}
