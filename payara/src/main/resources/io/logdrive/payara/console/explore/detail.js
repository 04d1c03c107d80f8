// A row that is opened: all that it has, what to do with each of it, and what stood around it.
import { Problem, html, useEffect, useState } from "../ui.js";
import { search } from "../api.js";
import { clockMillis, time } from "../format.js";
import { Text, plainOf } from "./text.js";
import { Icon } from "./icon.js";
import { linesOf } from "./fields.js";
import { termOf } from "./query-text.js";

function Field({ line, act, columns }) {
  const { label, name, text, values } = line;
  return html`
    <tr>
      <th scope="row">${label}</th>
      <td class="doing">
        <button type="button" class="quiet" title=${"Copy " + label} aria-label=${"Copy " + label}
          onClick=${() => act.copy(text, label)}><${Icon} name="copy" /></button>
        ${name && values.length > 0 && html`
          <button type="button" class="quiet" title=${"Only with this " + label} aria-label=${"Filter for " + label}
            onClick=${() => act.filter(values.map((value) => termOf(name, value)), false, true)}>+</button>
          <button type="button" class="quiet" title=${"Without this " + label} aria-label=${"Filter out " + label}
            onClick=${() => act.filter(values.map((value) => termOf(name, value)), true)}>−</button>`}
        ${name && name !== "level" && html`
          <button type="button" class="quiet" aria-pressed=${columns.includes(name)} title=${"As a column"}
            aria-label=${"Column " + label} onClick=${() => act.column(name)}><${Icon} name="column" /></button>`}
      </td>
      <td class="mono value"><${Text} text=${text} /></td>
    </tr>`;
}

function Near({ row, at, act }) {
  return html`
    <li class=${at ? "at" : ""}>
      <button type="button" class="quiet mono" aria-current=${at ? "true" : undefined} onClick=${() => act.goTo(row)}>
        <span class="time" title=${time(row.time)}>${clockMillis(new Date(row.time))}</span>
        <span class=${"level level-" + (row.level ?? "none").toLowerCase()}>${row.level ?? ""}</span>
        <span>${plainOf(row.service ?? row.host ?? "")}</span>
        <span class="message"><${Text} text=${row.message ?? ""} inLine max=${1000} /></span>
      </button>
    </li>`;
}

const SAME = ["origin", "service", "host"];

/** Lines with the same value of a field, such as a request's id, stand near; far ones take long to find. */
const FIELD_WITHIN = "1h";

/** The lines around one, of the same origin, service or host, or with the same value of a field. */
export function Around({ row, act }) {
  const [same, setSame] = useState("origin");
  const [reach, setReach] = useState({ before: 10, after: 10 });
  const [state, setState] = useState({});
  useEffect(() => {
    const abort = new AbortController();
    search(`messages/${row.id}/context`, { ...reach, same, within: SAME.includes(same) ? null : FIELD_WITHIN }, { signal: abort.signal, exact: true })
      .then((answer) => setState({ answer }))
      .catch((error) => error.name !== "AbortError" && setState((last) => ({ ...last, error })));
    return () => abort.abort();
  }, [row.id, same, reach]);
  const { answer, error } = state;
  const fields = linesOf(row).filter(({ name, values }) => name && name !== "level" && name !== "tag" && !SAME.includes(name)
    && values.some((value) => value !== ""));
  const more = (side) => html`
    <button type="button" disabled=${reach[side] >= 500 || (answer && answer[side].length < reach[side])}
      onClick=${() => setReach({ ...reach, [side]: Math.min(500, reach[side] + 25) })}>More ${side}</button>`;
  return html`
    <section class="around" aria-label="Lines around this one">
      <header>
        <h2>Around it</h2>
        <label>of the same <select value=${same} onChange=${(event) => setSame(event.target.value)}>
          ${[...SAME, ...fields.map(({ name }) => name)].map((name) => html`<option value=${name}>${name}</option>`)}
        </select></label>
        ${more("before")}
        ${more("after")}
      </header>
      <${Problem} error=${error} />
      ${!answer && !error && html`<p class="loading">…</p>`}
      ${answer?.partial && html`<p class="partial">This is not all: ${answer.reason ?? "the time was over"}</p>`}
      ${answer && html`<ol>
        ${answer.before.map((one) => html`<${Near} key=${one.id} row=${one} act=${act} />`)}
        <${Near} key=${row.id} row=${row} at act=${act} />
        ${answer.after.map((one) => html`<${Near} key=${one.id} row=${one} act=${act} />`)}
      </ol>`}
    </section>`;
}

export function Detail({ row, act, columns, context, mark }) {
  const [whole, setWhole] = useState(false);
  const message = row.message ?? "";
  const long = message.length > 20000 && !whole;
  return html`
    <div class="detail">
      <div class="doing">
        <button type="button" onClick=${() => act.around()} aria-pressed=${context === "shown"}>Lines around it <kbd>x</kbd></button>
        <button type="button" onClick=${() => act.copyLine(row)}>Copy line <kbd>y</kbd></button>
        <button type="button" onClick=${() => act.copy(JSON.stringify(row, null, 2), "the JSON")}>Copy JSON</button>
        <button type="button" onClick=${() => act.link(row)}>Copy link</button>
        <button type="button" class="quiet" onClick=${() => act.close()}>Close <kbd>Esc</kbd></button>
      </div>
      <pre class="whole"><${Text} text=${message} max=${whole ? Infinity : 20000} mark=${mark} /></pre>
      ${long && html`<button type="button" onClick=${() => setWhole(true)}>
        Show all ${message.length} characters</button>`}
      ${context === "shown" && html`<${Around} row=${row} act=${act} />`}
      <table class="fields"><tbody>
        ${linesOf(row).map((line) => html`<${Field} key=${line.label} line=${line} act=${act} columns=${columns} />`)}
      </tbody></table>
    </div>`;
}
