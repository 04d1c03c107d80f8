// Figures of what matches, in groups: how many, how often, and of a numeric field the least, the
// greatest, the mean and the percentiles. Each figure leads to the lines that it is of.
import { Empty, Problem, html, useState } from "../ui.js";
import { search } from "../api.js";
import { count, several } from "../format.js";
import { useAsked } from "./asked.js";
import { Course } from "./course.js";
import { isName, nameOf, termOf } from "./query-text.js";
import { plainOf } from "./text.js";

const OWN = ["service", "host", "level", "tag"];
const LINES = ["count", "rate"];
const MEASURES = ["count", "rate", "avg", "min", "p50", "p95", "p99", "max"];
const STEPS = ["auto", "10s", "1m", "10m", "1h", "1d"];
const GROUPS = 200;

const exact = new Intl.NumberFormat("en", { maximumSignificantDigits: 4 });

/** The API's word for a function: `max` of latency is `max(latency)`. */
export function callOf(name, field) {
  return LINES.includes(name) || !field ? name : `${name}(${field})`;
}

/** A figure as it is read; the greatest and the least in full, since one filters by them. */
function shown(name, value) {
  if (value === null || value === undefined) return "–";
  if (name === "count") return count(value);
  return name === "min" || name === "max" ? String(value) : exact.format(value);
}

function termsOf(group) {
  return Object.entries(group.by).map(([name, value]) => termOf(name, value));
}

function Figure({ name, field, group, act }) {
  const value = group[callOf(name, field)];
  const text = shown(name, value);
  if (value === null || value === undefined || name === "rate" || name === "avg") return text;
  const at = name === "count" ? [] : [`${field}:${name === "min" ? "<=" : ">="}${value}`];
  return html`<button type="button" class="quiet" title=${"Show the lines" + (at.length ? " with " + at[0] : "")}
    onClick=${() => act.lines([...termsOf(group), ...at])}>${text}</button>`;
}

function Groups({ answer, by, names, field, sort, onSort, act }) {
  const groups = [...answer.groups];
  const [down, key] = [sort.startsWith("-"), sort.replace("-", "")];
  const valueOf = (group) => (by.includes(key) ? String(group.by[key] ?? "") : group[callOf(key, field)] ?? -Infinity);
  groups.sort((one, other) => {
    const [a, b] = [valueOf(one), valueOf(other)];
    return (a < b ? -1 : a > b ? 1 : 0) * (down ? -1 : 1);
  });
  const head = (name, number) => html`
    <th scope="col" key=${name} class=${number ? "number" : ""} aria-sort=${key === name ? (down ? "descending" : "ascending") : "none"}>
      <button type="button" class="quiet" onClick=${() => onSort(key === name ? (down ? name : "-" + name) : number ? "-" + name : name)}>
        ${name} ${key === name ? (down ? "↓" : "↑") : ""}</button></th>`;
  return html`
    <div class="scroll"><table>
      <thead><tr>${by.map((name) => head(name, false))}${names.map((name) => head(name, true))}</tr></thead>
      <tbody>${groups.map((group) => html`
        <tr key=${JSON.stringify(group.by)}>
          ${by.map((name) => html`<td key=${name}><button type="button" class="quiet cut" title=${"Only with this " + name}
            onClick=${() => act.filter([termOf(name, group.by[name])], false)}>
            ${group.by[name] === null || group.by[name] === "" ? html`<i>none</i>` : plainOf(String(group.by[name]))}</button></td>`)}
          ${names.map((name) => html`<td key=${name} class="number">
            <${Figure} name=${name} field=${field} group=${group} act=${act} /></td>`)}
        </tr>`)}</tbody>
    </table></div>`;
}

function Choices({ state, names, numbers, act }) {
  const field = state.stats === "*" ? "" : state.stats;
  const groups = (n, name) => {
    const by = [...state.by];
    if (name === "") by.splice(n, 1);
    else by[n] = name;
    act.stats({ by: [...new Set(by)] });
  };
  return html`
    <div class="choices">
      <label>Of <select value=${state.stats} onChange=${({ target }) => act.stats({
        stats: target.value, fn: target.value === "*" ? "count" : "max",
      })}>
        <option value="*">lines</option>
        ${[...new Set([...(field ? [field] : []), ...numbers])].map((name) => html`<option key=${name} value=${name}>${name}</option>`)}
      </select></label>
      ${[...state.by, ""].slice(0, 3).map((chosen, n) => html`
        <label key=${n}>${n === 0 ? "by" : "and"} <select value=${chosen} onChange=${({ target }) => groups(n, target.value)}>
          <option value="">${n === 0 ? "all together" : "nothing else"}</option>
          ${[...new Set([...(chosen ? [chosen] : []), ...names])].map((name) => html`<option key=${name} value=${name}>${name}</option>`)}
        </select></label>`)}
      <label>the most <select value=${state.fn} onChange=${({ target }) => act.stats({ fn: target.value })}>
        ${(field ? MEASURES : LINES).map((name) => html`<option key=${name} value=${name}>${name}</option>`)}
      </select></label>
      <label>over time <select value=${state.step ?? ""} onChange=${({ target }) => act.stats({ step: target.value })}>
        <option value="">no</option>${STEPS.map((step) => html`<option key=${step} value=${step}>${step}</option>`)}
      </select></label>
      <button type="button" onClick=${() => act.lines([])}>Back to the lines</button>
    </div>`;
}

export function Stats({ state: given, filters, asked, numbers, act }) {
  const field = given.stats === "*" ? null : given.stats;
  const state = { ...given, fn: given.fn ?? (field ? "max" : "count") };
  const [sort, setSort] = useState(null);
  const names = field ? MEASURES : LINES;
  const ask = { ...filters, by: state.by.join(",") };
  const { answer, error, busy } = useAsked((signal) => search("messages/stats",
    { ...ask, fn: names.map((name) => callOf(name, field)).join(","), limit: GROUPS }, { signal }), JSON.stringify([asked, field, state.by]));
  const course = useAsked((signal) => search("messages/stats",
    { ...ask, fn: callOf(state.fn, field), step: state.step, limit: 10000 }, { signal }),
  state.step ? JSON.stringify([asked, field, state.by, state.fn, state.step]) : null);
  const known = useAsked((signal) => search("messages/fields", { ...filters, query: null, limit: 200 }, { signal }), "once");
  const parsed = (known.answer?.fields ?? []).filter(({ kind, name }) => kind === "field" && isName(name)).map(({ name }) => nameOf(name, true));
  const isFor = answer && names.every((name) => answer.groups.length === 0 || callOf(name, field) in answer.groups[0]);
  return html`
    <div class=${"stats" + (busy ? " dim" : "")} aria-busy=${busy}>
      <${Choices} state=${state} names=${[...OWN, ...parsed]} numbers=${numbers} act=${act} />
      <${Problem} error=${error ?? course.error} />
      ${state.step && course.answer && html`<${Course} answer=${course.answer} call=${callOf(state.fn, field)} nothing=${LINES.includes(state.fn) ? 0 : null}
        format=${(value) => shown(state.fn, value)} />`}
      ${answer?.partial && html`<p class="partial">These figures are not of all: ${answer.reason}.</p>`}
      ${isFor && answer.groups.length > 0 && html`
        <${Groups} answer=${answer} by=${state.by.filter((name) => name in answer.groups[0].by)} names=${names} field=${field}
          sort=${sort ?? "-" + state.fn} onSort=${setSort} act=${act} />`}
      ${answer && answer.groups.length === 0 && html`<${Empty}>Nothing matches in this range.<//>`}
      ${answer && html`<p class="faint">${several(answer.total, "line")} · ${count(answer.tookMs)} ms. A figure leads to its lines.
        ${field && " Percentiles are within one percent."}</p>`}
    </div>`;
}
