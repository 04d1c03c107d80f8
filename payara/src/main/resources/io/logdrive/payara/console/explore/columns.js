// Which columns the rows have, besides time, level and message.
import { Problem, html, useState } from "../ui.js";
import { search } from "../api.js";
import { brief } from "../format.js";
import { useAsked } from "./asked.js";
import { isName, nameOf } from "./query-text.js";
import { Popover } from "./popover.js";

const OWN = ["service", "host", "tag", "origin", "received"];

function Choice({ columns, range, wrap, act }) {
  const [part, setPart] = useState("");
  const { answer, error } = useAsked((signal) => search("messages/fields", { ...range, limit: 500 }, { signal }),
    JSON.stringify(range));
  const found = (answer?.fields ?? []).filter(({ kind, name }) => kind === "field" && isName(name));
  const all = [
    ...OWN.map((name) => ({ name })),
    ...found.map(({ name, count }) => ({ name: nameOf(name, true), count })),
  ];
  const absent = columns.filter((name) => !all.some((one) => one.name === name)).map((name) => ({ name }));
  return html`
    <div class="columns">
      <label><input type="checkbox" checked=${wrap} onChange=${() => act.wrap()} /> Long lines wrap</label>
      <input type="search" placeholder="Find a field" aria-label="Find a field" value=${part}
        onInput=${(event) => setPart(event.target.value)} />
      <${Problem} error=${error} />
      <ul>${[...absent, ...all].filter(({ name }) => name.toLowerCase().includes(part.toLowerCase())).map(({ name, count }) => html`
        <li key=${name}><label><input type="checkbox" checked=${columns.includes(name)} onChange=${() => act.column(name)} /> ${name} ${" "}
          <small>${count === undefined ? "" : brief(count)}</small></label></li>`)}</ul>
    </div>`;
}

export function Columns(given) {
  return html`<${Popover} name="columns-choice" title="Columns" label="Columns ▾">${() => html`<${Choice} ...${given} />`}<//>`;
}
