// What the lines consist of: the most frequent values of their columns and fields, to be clicked.
import { Problem, html, useState } from "../ui.js";
import { search } from "../api.js";
import { brief, count } from "../format.js";
import { useAsked } from "./asked.js";
import { isName, nameOf, termOf } from "./query-text.js";
import { plainOf } from "./text.js";

// Beside the rows: what takes longer says that it is not all, and lets other searches in.
const TIMEOUT = "4s";
const COLUMNS = ["level", "service", "host", "tag"];
const SHOWN = 8;
const MEASURED_MAX = 5;

function Value({ name, value, number, most, act }) {
  const term = termOf(name, value);
  const state = act.filtered(term);
  return html`
    <li class=${state}>
      <button type="button" class="quiet value" aria-pressed=${state === "in"} title=${"Only " + term + " (Alt: without)"}
        onClick=${({ altKey }) => act.filter([term], altKey)}>
        <span class="portion" style=${{ width: (100 * number) / Math.max(1, most) + "%" }}></span>
        <span class="text">${value === "" ? html`<i>none</i>` : plainOf(String(value)).slice(0, 200)}</span>
        <span class="number">${brief(number)}</span>
      </button>
      <button type="button" class="quiet out" aria-pressed=${state === "out"} title=${"Without " + term}
        aria-label=${"Filter out " + term} onClick=${() => act.filter([term], true)}>−</button>
    </li>`;
}

function Values({ name, facet, act, onMore }) {
  const most = Math.max(facet.missing, ...facet.values.map((one) => one.count));
  return html`
    <ul>
      ${facet.values.map((one) => html`
        <${Value} key=${one.value} name=${name} value=${one.value} number=${one.count} most=${most} act=${act} />`)}
      ${facet.missing > 0 && facet.values.length > 0 && html`
        <${Value} name=${name} value="" number=${facet.missing} most=${most} act=${act} />`}
      ${facet.distinct > facet.values.length && html`
        <li class="more"><button type="button" class="quiet" onClick=${onMore}>${count(facet.distinct - facet.values.length)} more values</button></li>`}
      ${facet.values.length === 0 && html`<li class="faint">none</li>`}
    </ul>`;
}

/** One field, whose values are asked for when it is unfolded. */
function Field({ name, number, range, filters, asked, act, unfolded, onUnfold }) {
  const [limit, setLimit] = useState(SHOWN);
  const { answer, error, busy } = useAsked(
    (signal) => search("messages/facets", { ...filters, timeout: TIMEOUT, field: name, limit }, { signal }),
    unfolded ? JSON.stringify([asked, name, limit]) : null);
  return html`
    <section class=${busy ? "dim" : ""}>
      <h3><button type="button" class="quiet" aria-expanded=${unfolded} onClick=${onUnfold}>
        <span class="text">${name}</span><span class="number">${number === undefined ? "" : brief(number)}</span></button></h3>
      ${range && html`
        <p class="measured"><span title="the least … the greatest">${count(range.least)} … ${count(range.greatest)}</span>
          <button type="button" title=${"Show the lines with the greatest " + name}
            onClick=${() => act.greatest(name)}>show the greatest</button>
          <button type="button" title=${"Figures of " + name} onClick=${() => act.measure(name)}>figures</button></p>`}
      ${unfolded && html`<${Problem} error=${error} />`}
      ${unfolded && answer && html`
        <${Values} name=${name} facet=${answer.facets[0]} act=${act} onMore=${() => setLimit(limit + 50)} />`}
    </section>`;
}

/** The least and the greatest of the numeric fields: {field: {least, greatest}}. */
function useMeasured(numbers, filters, asked) {
  const measured = numbers.slice(0, MEASURED_MAX);
  const functions = measured.flatMap((name) => [`min(${name})`, `max(${name})`]);
  const { answer } = useAsked(
    (signal) => search("messages/stats", { ...filters, timeout: TIMEOUT, fn: functions.join(",") }, { signal }),
    asked !== null && measured.length > 0 ? JSON.stringify([asked, measured]) : null);
  const group = answer?.groups?.[0] ?? {};
  // A Map: fields may be called as what every object has, "constructor".
  return new Map(measured.filter((name) => group[`max(${name})`] !== undefined && group[`max(${name})`] !== null)
    .map((name) => [name, { least: group[`min(${name})`], greatest: group[`max(${name})`] }]));
}

/**
 * `asked` is the key of the search, null until its rows are there: they come first. `numbers` are
 * the names of the fields that have numbers.
 */
export function Facets({ filters, asked, numbers, act }) {
  const [unfolded, setUnfolded] = useState([]);
  const [limits, setLimits] = useState({});
  const limit = Math.max(SHOWN, ...Object.values(limits));
  const key = asked === null ? null : JSON.stringify([asked, limit]);
  const { answer, error, busy, settled } = useAsked(
    (signal) => search("messages/facets", { ...filters, timeout: TIMEOUT, field: COLUMNS, limit }, { signal }), key);
  const fields = useAsked((signal) => search("messages/fields", { ...filters, timeout: TIMEOUT, limit: 200 }, { signal }), asked);
  // One after the other: each may read all that was found, and others search, too.
  const measured = useMeasured(numbers, filters, settled === key ? asked : null);
  const toggle = (name) => setUnfolded(unfolded.includes(name) ? unfolded.filter((one) => one !== name) : [...unfolded, name]);
  const isNumber = ({ name }) => numbers.includes(nameOf(name, true));
  const parsed = (fields.answer?.fields ?? []).filter(({ kind, name }) => kind === "field" && isName(name));
  parsed.sort((one, other) => isNumber(other) - isNumber(one));
  return html`
    <aside class=${"facets" + (busy ? " dim" : "")} aria-label="Values to filter by" aria-busy=${busy}>
      <${Problem} error=${error} />
      ${(answer?.facets ?? []).filter(({ field, values }) => field !== "tag" || values.length > 0).map((facet) => html`
        <section key=${facet.field}>
          <h2 class="name">${facet.field}</h2>
          <${Values} name=${facet.field} act=${act}
            facet=${{ ...facet, values: facet.values.slice(0, limits[facet.field] ?? SHOWN) }}
            onMore=${() => setLimits({ ...limits, [facet.field]: (limits[facet.field] ?? SHOWN) + 50 })} />
        </section>`)}
      ${answer?.partial && html`<p class="partial">These counts are not all: ${answer.reason}.</p>`}
      ${parsed.length > 0 && html`<h2 class="part">Fields</h2>`}
      ${parsed.map(({ name: field, count: number }) => ({ name: nameOf(field, true), number })).map(({ name, number }) => html`
        <${Field} key=${name} name=${name} number=${number} range=${measured.get(name)} filters=${filters} asked=${asked}
          act=${act} unfolded=${unfolded.includes(name)} onUnfold=${() => toggle(name)} />`)}
    </aside>`;
}
