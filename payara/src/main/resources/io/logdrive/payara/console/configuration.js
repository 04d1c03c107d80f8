// The configuration in force of both WARs, and the processing rules; secrets are masked by the server.
import { Problem, html, useEffect, useState } from "./ui.js";
import { get, present } from "./api.js";
import { go } from "./route.js";
import { count, since } from "./format.js";

function Rules({ rules }) {
  return html`
    <section class="panel">
      <header><h2>Rules</h2><small>${rules.file
        ? rules.file + ", loaded " + since(rules.loaded)
        : "no file: logdrive.ingest.process.rules names one"}</small></header>
      ${rules.problems.map((problem) => html`<p class="problem">${problem}</p>`)}
      ${rules.rules.length > 0 && html`
        <div class="scroll" tabindex="0" role="region" aria-label="Rules">
          <table>
            <thead><tr><th>Name</th><th>Where</th><th>Stages</th><th>Tags</th><th class="number">Lines</th></tr></thead>
            <tbody>${rules.rules.map((rule) => html`
              <tr key=${rule.where}><td>${rule.name}</td><td class="mono wrap">${rule.where}</td>
                <td>${rule.stages.join(", ")}</td><td>${(rule.tags ?? []).join(", ")}</td><td class="number">${count(rule.lines)}</td></tr>`)}
            </tbody>
          </table>
        </div>`}
    </section>`;
}

function Settings({ war, filter }) {
  const [settings, setSettings] = useState(null);
  const [error, setError] = useState(null);
  useEffect(() => {
    get(war, "config").then(setSettings, setError);
  }, [war]);
  const wanted = filter.trim().toLowerCase();
  const rows = Object.entries(settings ?? {})
    .filter(([key, value]) => (key + "=" + value).toLowerCase().includes(wanted))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return html`
    <section class="panel">
      <header><h2>${war}</h2><small>${settings && count(rows.length)} keys</small></header>
      <${Problem} error=${error} />
      <div class="scroll" tabindex="0" role="region" aria-label=${"Configuration of " + war}>
        <table>
          <thead><tr><th>Key</th><th>Value</th></tr></thead>
          <tbody>${rows.map(([key, value]) => html`
            <tr key=${key}><td class="mono wrap">${key}</td>
              <td class="mono wrap">${value === "" ? html`<span class="faint">empty</span>` : String(value)}</td></tr>`)}
          </tbody>
        </table>
      </div>
    </section>`;
}

export default function Configuration({ params }) {
  const filter = params.get("filter") ?? "";
  const [rules, setRules] = useState(null);
  useEffect(() => {
    if (present.ingest) get("ingest", "process").then(setRules, () => {});
  }, []);
  return html`
    <h1 class="off-screen">Configuration</h1>
    <p class="tools">
      <input type="search" aria-label="Filter keys and values" placeholder="key or value" value=${filter}
        onInput=${(event) => go("configuration", { filter: event.target.value }, { replace: true })} />
    </p>
    ${rules && filter === "" && html`<${Rules} rules=${rules} />`}
    ${["ingest", "destination"].filter((war) => present[war]).map((war) => html`
      <${Settings} key=${war} war=${war} filter=${filter} />`)}`;
}
