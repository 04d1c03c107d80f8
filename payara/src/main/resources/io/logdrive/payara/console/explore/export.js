// Everything that matches as a file; the browser downloads it, the page never holds it.
import { html, useState } from "../ui.js";
import { of } from "../api.js";
import { several } from "../format.js";
import { Popover } from "./popover.js";

const KNOWN = ["service", "host", "origin", "received"];

/** The names that the export knows for what is shown; parsed fields come all in one. */
function fieldsOf(columns) {
  const names = columns.map((name) => (name === "tag" ? "tags" : KNOWN.includes(name) ? name : "fields"));
  return [...new Set(["time", "level", ...names, "message"])].join(",");
}

const FORMATS = [
  ["ndjson", "NDJSON", "all of each line, one JSON object a row; its end says whether it is whole"],
  ["csv", "CSV", "for spreadsheets"],
  ["text", "Text", "time, level, service, host and message"],
];

function Choice({ filters, order, columns, total }) {
  const [only, setOnly] = useState(false);
  const fields = only ? fieldsOf(columns) : null;
  return html`
    <div class="export">
      <p>${total === null ? "All lines that match" : several(total, "line") + " match"}, not only those shown.</p>
      <label><input type="checkbox" checked=${only} onChange=${() => setOnly(!only)} /> Only the columns shown</label>
      ${FORMATS.map(([format, name, what]) => html`
        <p key=${format}><a class="button" download=${"logdrive." + (format === "text" ? "txt" : format)}
          href=${of("destination", "messages/export", { ...filters, order, format, fields: format === "text" ? null : fields })}>${name}</a>
          <small>${what}</small></p>`)}
    </div>`;
}

export function Export(given) {
  return html`<${Popover} name="export-choice" title="Export" label="Export ▾">${() => html`<${Choice} ...${given} />`}<//>`;
}
