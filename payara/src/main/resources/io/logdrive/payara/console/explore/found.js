// The rows of a search, with what is to be said of them.
import { Problem, html } from "../ui.js";
import { search } from "../api.js";
import { count, several } from "../format.js";
import { useAsked } from "./asked.js";
import { Detail } from "./detail.js";
import { meantOf } from "./query-text.js";
import { Table } from "./table.js";

/** The one row of a link that is not among the rows that are here. */
function Pinned({ id, act, columns, context }) {
  const { answer, error } = useAsked((signal) => search("messages/" + encodeURIComponent(id), {}, { signal, exact: true }), id);
  return html`
    <section class="pinned" aria-label="The opened line">
      <${Problem} error=${error} />
      ${answer && String(answer.id) === id && html`
        <${Detail} row=${answer} act=${act} columns=${columns} context=${context} />`}
    </section>`;
}

/** Sorted by a field the server gives the first ones, and no more. */
function sortedOf(pages, { sort, order }) {
  const which = order === "asc" ? "least" : "greatest";
  return pages.isFull() ? `the ${several(pages.count, "line")} with the ${which} ${sort}`
    : `${several(pages.count, "line")} with a number in ${sort}, the ${which} first`;
}

function Foot({ pages, known, busy, state, act }) {
  if (!pages?.answer) return html`<div class="foot"><p role="status">${busy ? "Searching …" : ""}</p></div>`;
  const { answer } = pages;
  const shown = state.sort ? sortedOf(pages, state) : known > pages.count ? count(pages.count) + " of " + several(known, "line")
    : several(pages.count, "line") + (pages.hasMore() ? ", and more" : "");
  return html`
    <div class="foot">
      <p role="status">${shown} · ${count(answer.tookMs)} ms${busy || pages.loading ? " · loading …" : ""}</p>
      ${answer.partial && html`<p class="partial">This is not all: ${answer.reason ?? "the time was over"}.
        ${pages.hasMore() && html` <button type="button" onClick=${() => pages.further()}>Search further</button>`}</p>`}
      ${pages.isCut() && html`<p class="partial">Here it ends in the browser: narrow the search, or export it.</p>`}
      ${pages.error && html`<p class="bad" role="alert">${pages.error.message}
        <button type="button" onClick=${() => pages.retry()}>Try again</button></p>`}
    </div>`;
}

/** `total` is the answer of the histogram, which counted them. */
export function Found({ pages, busy, state, openAt, total, onAll, ...table }) {
  const { act, columns, context } = table;
  const meant = meantOf(state.query);
  const whole = pages && !pages.hasMore() && !pages.isCut() && !pages.answer?.partial;
  const known = whole ? pages.count : total && !total.partial ? Math.max(total.total, pages?.count ?? 0) : -1;
  return html`
    ${state.open && pages && openAt < 0 && html`
      <${Pinned} id=${state.open} act=${act} columns=${columns} context=${context} />`}
    <${Table} ...${table} known=${known} dim=${busy} />
    ${pages && pages.count === 0 && !busy && !pages.answer?.partial && html`<p class="empty">
      ${state.sort ? `Nothing that matches in this range has a number in ${state.sort}.` : "Nothing matches in this range."}
      ${meant && html` Did you mean <button type="button" onClick=${() => act.ask(meant)}>${meant}</button>?`}
      ${state.since !== "all" && html` <button type="button" onClick=${onAll}>Look at all time</button>`}</p>`}
    <${Foot} pages=${pages} known=${known} busy=${busy} state=${state} act=${act} />`;
}
