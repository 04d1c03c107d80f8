// What the lines became: levels, services, tags, rules, origins; and what the disks take.
import { Empty, Figure, Problem, html, usePolled } from "./ui.js";
import { get, present } from "./api.js";
import { hrefOf } from "./route.js";
import { bytes, count, rate, since } from "./format.js";
import { plainOf } from "./explore/text.js";

const TOP = 20;

function Share({ part, whole }) {
  const share = whole > 0 ? (100 * part) / whole : 0;
  return html`<td class="number share nowrap" style=${{ "--share": share.toFixed(1) + "%" }}>${share < 0.1 && part > 0 ? "< 0.1" : share.toFixed(1)} %</td>`;
}

/** Names with totals and rates; each leads to its messages where there is a field to ask for. */
function Top({ title, rows, whole, more, query }) {
  return html`
    <section class="panel">
      <header><h2>${title}</h2></header>
      ${rows.length === 0
        ? html`<${Empty}>None yet.<//>`
        : html`
          <div class="scroll" tabindex="0" role="region" aria-label=${title}>
            <table>
              <thead><tr><th>Name</th><th class="number">Lines/s</th><th class="number">Lines</th><th class="number">Share</th></tr></thead>
              <tbody>${rows.map((row) => html`
                <tr key=${row.origin ?? row.name}>
                  <td>${present.destination && query
                    ? html`<a class="cut" title=${nameOf(row)} href=${hrefOf("explore", { query: query(row), since: "1h" })}>${nameOf(row)}</a>`
                    : html`<span class="cut" title=${nameOf(row)}>${nameOf(row)}</span>`}</td>
                  <td class="number">${rate(row.perSecond)}</td>
                  <td class="number">${count(row.total)}</td>
                  <${Share} part=${row.total} whole=${whole} />
                </tr>`)}
              </tbody>
            </table>
          </div>`}
      ${more > 0 && html`<p class="faint">and ${count(more)} more</p>`}
    </section>`;
}

/** As it may be shown: what turns the direction of writing is a sign. */
function nameOf(row) {
  return plainOf(row.name || row.peer || row.origin);
}

const quoted = (text) => JSON.stringify(text);

function Lines({ stats }) {
  const whole = stats.lines.total;
  const figures = [
    ["Lines", stats.lines], ["Not parsed", stats.unparsed], ["Filtered", stats.filtered],
    ["Filtered by sender", stats.filteredBySender], ["Redacted", stats.redacted], ["Time assumed", stats.timeAssumed],
  ];
  return html`
    <section class="panel">
      <header><h2>Lines</h2><small>since ingest started at ${since(stats.since)}; a second: of the last ten</small></header>
      <dl class="figures">${figures.filter(([, figure]) => figure).map(([name, figure]) => html`
        <${Figure} key=${name} name=${name} value=${count(figure.total)} unit=${rate(figure.perSecond) + "/s"} />`)}
      </dl>
    </section>
    <div class="beside">
      <${Top} title="Levels" whole=${whole} rows=${stats.levels.filter(({ total }) => total > 0)}
        query=${({ name }) => (name === "none" ? 'level:""' : "level:" + name)} />
      <${Top} title="Services" whole=${whole} rows=${stats.services.top} more=${stats.services.otherNames}
        query=${({ name }) => "service:" + quoted(name)} />
      <${Top} title="Tags" whole=${whole} rows=${stats.tags.top} more=${stats.tags.otherNames}
        query=${({ name }) => "tag:" + quoted(name)} />
      <${Top} title="Rules" whole=${whole} rows=${stats.rules.top} more=${stats.rules.otherNames} />
      <${Top} title="Sources" whole=${whole} rows=${stats.origins.top} more=${stats.origins.otherOrigins}
        query=${({ origin }) => "origin:" + quoted(origin)} />
    </div>`;
}

function Disks({ queue, status, archives }) {
  return html`
    <section class="panel">
      <header><h2>Disk</h2></header>
      <dl class="figures">
        ${queue && html`
          <${Figure} name="Queue" value=${bytes(queue.depth.bytes)} />
          <${Figure} name="Free for the queue" value=${bytes(queue.guard.freeBytes)}
            state=${queue.guard.freeBytes < 2 * queue.guard.reserveBytes ? "warn" : ""} />
          <${Figure} name="Kept free" value=${bytes(queue.guard.reserveBytes)} />`}
        ${status?.disk && html`
          <${Figure} name="Database" value=${bytes(status.disk.databaseBytes)} />
          <${Figure} name="Free for the database" value=${bytes(status.disk.freeBytes)} />`}
        ${(archives ?? []).map((archive) => html`
          <${Figure} key=${archive.name} name=${"Archive " + archive.name} value=${bytes(archive.files.diskBytes)}
            unit=${count(archive.files.count) + " files"} title=${archive.files.directory} />`)}
      </dl>
    </section>`;
}

export default function Statistics() {
  const [stats, error] = usePolled(
    (signal) => (present.ingest ? get("ingest", "stats", { limit: TOP }, { signal }) : null), 2000);
  const [queue] = usePolled((signal) => (present.ingest ? get("ingest", "queue", {}, { signal }) : null), 5000);
  const [archive] = usePolled((signal) => (present.ingest ? get("ingest", "archive", {}, { signal }) : null), 5000);
  const [status] = usePolled(
    (signal) => (present.destination ? get("destination", "status", {}, { signal }) : null), 5000);
  return html`
    <h1 class="off-screen">Statistics</h1>
    <${Problem} error=${error} />
    ${!present.ingest && html`<${Empty}>What lines became is known by ingest, which is not on this server.<//>`}
    <${Disks} queue=${queue} status=${status} archives=${archive?.archives} />
    ${stats && html`<${Lines} stats=${stats} />`}`;
}
