// The way of a line with its figures, live.
import { Empty, Problem, html, useKeys, useMemo, usePolled, useRef } from "./ui.js";
import { get, present } from "./api.js";
import { Chart } from "./chart.js";
import { hrefOf, go } from "./route.js";
import { ago, bytes, count, rate, seconds, several, time } from "./format.js";
import { BACKLOG_SECONDS, balance, destinationState, ingestState } from "./flow.js";
import { plainOf } from "./explore/text.js";

export const keys = [["1 2 3", "charts of 5 minutes, 1 hour, 12 hours"]];

const ROWS_MAX = 200;
const SMOOTH_STEPS = 5;
const SPANS = [["5m", "5 minutes"], ["1h", "1 hour"], ["12h", "12 hours"]];

/** A resource of one WAR, asked again and again; nothing where the WAR is not here. */
function useResource(war, path, params, everyMillis) {
  return usePolled(
    async (signal) => (present[war] ? get(war, path, params, { signal }) : null),
    everyMillis,
    [war, path, JSON.stringify(params)],
  );
}

function Stage({ title, state, children, note }) {
  return html`
    <li class=${"stage " + (state ?? "")}>
      <h3>${title}</h3>
      ${children}
      ${note && html`<p class="faint">${note}</p>`}
    </li>`;
}

const line = (figure, name) => html`<p><b>${figure}</b> ${name}</p>`;

function Picture({ queue, status }) {
  const wired = queue && queue.destination === "connected";
  return html`
    <ol class="way" aria-label="The way of a line">
      ${queue && html`
        <${Stage} title="Senders" state=${queue.connections ? "good" : ""}>
          ${line(count(queue.connections), queue.connections === 1 ? "connection" : "connections")}
          ${line(rate(queue.linesPerSecondIn), "lines/s, of 10 s")}
        <//>
        <${Stage} title="Listener" state=${queue.guard.state === "accepting" ? "good" : "bad"}
            note=${queue.guard.state === "accepting" ? "" : queue.guard.reason}>
          ${line(queue.guard.state, "")}
          ${line(bytes(queue.guard.freeBytes), "free on disk")}
        <//>
        <${Stage} title="Queue" state=${queue.broker === "up" ? "good" : "bad"}
            note=${queue.oldestAgeSeconds > BACKLOG_SECONDS && queue.drainSeconds !== undefined && queue.drainSeconds !== null
              ? "empty in " + seconds(queue.drainSeconds) : ""}>
          ${line(count(queue.depth.lines), queue.depth.lines === 1 ? "line" : "lines")}
          ${line(seconds(queue.oldestAgeSeconds), "oldest")}
        <//>
        <${Stage} title="Forward" state=${wired ? "good" : "bad"} note=${wired ? "" : queue.destination}>
          ${line(count(queue.batchesInFlight), "batches in flight")}
          ${line(rate(queue.linesPerSecondOut), "lines/s, of 10 s")}
        <//>`}
      ${status && html`
        <${Stage} title="Receive" state="good">
          ${line(count(status.connections), status.connections === 1 ? "server" : "servers")}
          ${line(count(status.waitingBatches), "batches wait")}
        <//>
        <${Stage} title=${"Store: " + (status.database?.kind ?? "")} state=${status.state === "waiting" ? "bad" : "good"}>
          ${line(rate(status.rowsPerSecond), "rows/s, of a minute")}
          ${line(status.commitMillis?.mean === null || status.commitMillis?.mean === undefined
            ? "–" : status.commitMillis.mean.toFixed(1) + " ms", "a commit")}
        <//>`}
    </ol>`;
}

/** The sentence of the balance; red only when lines stay missing, since figures are not of one moment. */
function Balance({ ledger, queue, dead }) {
  const since = useRef(0);
  if (!ledger) return null;
  const { text, missing } = balance(ledger.total, queue?.depth.lines ?? 0, dead ?? 0);
  if (missing === 0) since.current = 0;
  else if (since.current === 0) since.current = performance.now();
  const wrong = missing > 0 && performance.now() - since.current > 20_000;
  return html`
    <p class=${"balance " + (wrong ? "bad" : "")} role=${wrong ? "alert" : undefined}>
      ${text}${wrong && html` – it does not add up: ${several(missing, "line")} neither stored nor queued here.
        The gaps are below, by origin.`}
      ${ledger.total.closed > 0 && html` <small>(${several(ledger.total.origins, "origin")})</small>`}
    </p>`;
}

function useHistory(war, span) {
  const step = { "5m": 2000, "1h": 10_000, "12h": 60_000 }[span];
  return useResource(war, "history", { span }, step)[0];
}

function timesOf(history) {
  const length = Object.values(history.series)[0]?.length ?? 0;
  const end = Date.parse(history.end) / 1000;
  return Array.from({ length }, (_, i) => end - (length - 1 - i) * history.stepSeconds);
}

/** Batches come in bursts: a rate of one second says less than the mean of the last five. */
function smoothed(values) {
  return values.map((_, at) => {
    const known = values.slice(Math.max(0, at - SMOOTH_STEPS + 1), at + 1).filter((value) => value !== null);
    return known.length === 0 || values[at] === null ? null : known.reduce((a, b) => a + b) / known.length;
  });
}

function HistoryChart({ title, label, history, series }) {
  const data = useMemo(() => {
    if (!history) return null;
    const drawn = series.filter(({ id }) => history.series[id]);
    return {
      times: timesOf(history),
      series: drawn.map(({ id, isRate, ...one }) => ({
        ...one,
        values: isRate && history.stepSeconds === 1 ? smoothed(history.series[id]) : history.series[id],
      })),
    };
  }, [history]);
  if (!data || data.series.length === 0) return null;
  return html`
    <section class="panel">
      <header><h2>${title}</h2></header>
      <${Chart} label=${label} times=${data.times} series=${data.series} />
    </section>`;
}

function Charts({ span }) {
  const ingest = useHistory("ingest", span);
  const destination = useHistory("destination", span);
  const consumers = Object.keys(ingest?.series ?? {})
    .filter((id) => id.startsWith("consumer.") && id.endsWith(".queueLines"))
    .map((id) => ({ id, name: id.slice(9, -11) }));
  const millis = (value) => (value === null || value === undefined ? "–" : value.toFixed(1) + " ms");
  return html`
    <div class="charts">
      <${HistoryChart} title="Lines per second" label="Lines per second into and out of the queue over time" history=${ingest}
        series=${[{ id: "linesPerSecondIn", name: "in", format: rate, isRate: true }, { id: "linesPerSecondOut", name: "out", format: rate, isRate: true }]} />
      <${HistoryChart} title="Lines in the queue" label="Lines in the queue over time" history=${ingest}
        series=${[{ id: "queueLines", name: "lines", format: count }]} />
      <${HistoryChart} title="Rows per second" label="Rows stored per second over time" history=${destination}
        series=${[{ id: "rowsPerSecond", name: "rows/s", format: rate, isRate: true }]} />
      <${HistoryChart} title="Database latency" label="Milliseconds of a commit over time" history=${destination}
        series=${[{ id: "commitMillis", name: "a commit", format: millis, joined: true }]} />
      <${HistoryChart} title="Oldest line and batches in flight" label="Age of the oldest line and batches in flight over time" history=${ingest}
        series=${[{ id: "oldestAgeSeconds", name: "oldest", format: seconds }, { id: "batchesInFlight", name: "batches", format: count }]} />
      <${HistoryChart} title="Connections" label="Connections over time" history=${ingest}
        series=${[{ id: "connections", name: "connections", format: count }]} />
      ${consumers.length > 0 && html`
        <${HistoryChart} title="Lines that wait for other consumers" label="Lines in the queues of other consumers over time"
          history=${ingest} series=${consumers} />`}
    </div>`;
}

function Consumers({ consumers }) {
  return html`
    <section class="panel">
      <header><h2>Consumers</h2></header>
      <div class="scroll" tabindex="0" role="region" aria-label="Consumers">
        <table>
          <thead><tr><th>Name</th><th>State</th><th class="number">Lines waiting</th><th class="number">Oldest</th>
            <th class="number">Lines/s</th></tr></thead>
          <tbody>
            ${consumers.map((one) => html`
              <tr key=${one.name}>
                <td>${one.name}${one.type !== one.name && html` <small>${one.type}</small>`}</td>
                <td class=${one.state === "running" ? "good" : "bad"}>${one.state}${one.reason && ": " + one.reason}</td>
                <td class="number">${count(one.depth.lines)}</td>
                <td class="number">${seconds(one.oldestAgeSeconds)}</td>
                <td class="number">${rate(one.linesPerSecondOut)}</td>
              </tr>`)}
          </tbody>
        </table>
      </div>
    </section>`;
}

function Workers() {
  const [answer] = useResource("ingest", "workers", {}, 5000);
  if (!answer?.workers?.length) return null;
  return html`
    <section class="panel">
      <header><h2>Workers</h2></header>
      <div class="scroll" tabindex="0" role="region" aria-label="Workers">
        <table>
          <thead><tr><th>Id</th><th>State</th><th class="number">Lines</th><th class="number">Lines/s</th>
            <th>Updated</th></tr></thead>
          <tbody>
            ${answer.workers.map((worker) => html`
              <tr key=${worker.id}><td class="mono">${worker.id}</td><td>${worker.state}</td>
                <td class="number">${count(worker.lines)}</td><td class="number">${rate(worker.linesPerSecond)}</td>
                <td>${ago(worker.updated)}</td></tr>`)}
          </tbody>
        </table>
      </div>
    </section>`;
}

/** What ingest sees of an origin and what the ledger knows of it, as one row. */
function originRows(seen, ledger) {
  const rows = new Map();
  for (const one of seen?.origins ?? []) rows.set(one.origin, { ...one });
  for (const one of ledger?.origins ?? []) {
    rows.set(one.origin, { ...one, ...rows.get(one.origin), ledger: one });
  }
  return [...rows.values()].sort((a, b) =>
    (b.linesPerSecond ?? 0) - (a.linesPerSecond ?? 0) || (a.lastSeen < b.lastSeen ? 1 : -1));
}

function Origins({ ledger }) {
  const [seen] = useResource("ingest", "origins", { limit: ROWS_MAX }, 2000);
  const rows = originRows(seen, ledger);
  return html`
    <section class="panel">
      <header><h2>Origins</h2><small>${count(Math.max(rows.length, ledger?.total.origins ?? 0, seen?.count ?? 0))}
        ${rows.length >= ROWS_MAX && " in all, those with most lines first"}</small></header>
      ${rows.length === 0
        ? html`<${Empty}>No line has come yet. Try <code>echo hello | nc -N 127.0.0.1 5170</code>.<//>`
        : html`
          <div class="scroll" tabindex="0" role="region" aria-label="Origins">
            <table>
              <thead><tr><th>Origin</th><th>Kind</th><th class="number">Lines/s</th><th>Last seen</th>
                <th class="number">Received</th><th class="number">Stored</th><th class="number">Gaps</th></tr></thead>
              <tbody>
                ${rows.slice(0, ROWS_MAX).map((one) => html`
                  <tr key=${one.origin}>
                    <td>${present.destination
                      ? html`<a href=${hrefOf("explore", { query: "origin:" + JSON.stringify(one.origin), since: "1h" })}
                          title=${one.origin} class="cut">${plainOf(one.name || one.peer || one.origin)}</a>`
                      : html`<span class="cut">${plainOf(one.name || one.peer || one.origin)}</span>`}</td>
                    <td>${one.kind ?? one.protocol}${one.connected === false && html` <small>gone</small>`}</td>
                    <td class="number">${rate(one.linesPerSecond)}</td>
                    <td title=${time(one.lastSeen)}>${ago(one.lastSeen)}</td>
                    <td class="number">${count(Math.max(one.lines ?? 0, one.ledger?.received ?? 0))}</td>
                    <td class="number">${count(one.ledger?.stored)}</td>
                    <td class="number" title=${one.ledger?.gaps?.map(({ first, last }) => first + "–" + last).join(", ")}>
                      ${count(one.ledger?.missing)}</td>
                  </tr>`)}
              </tbody>
            </table>
          </div>`}
    </section>`;
}

export default function Pipeline({ params }) {
  const [queue, queueError] = useResource("ingest", "queue", {}, 1000);
  const [status, statusError] = useResource("destination", "status", {}, 1000);
  const [ledger] = useResource("destination", "ledger", { limit: ROWS_MAX }, 2000);
  const [dead] = useResource("ingest", "dead-letters", { limit: 1 }, 5000);
  const span = SPANS.some(([id]) => id === params.get("span")) ? params.get("span") : "5m";
  const shown = queueError ? null : queue;
  useKeys(Object.fromEntries(SPANS.map(([id], n) =>
    [String(n + 1), () => go("pipeline", { span: id }, { replace: true })])));
  const state = shown
    ? ingestState(shown, status)
    : status && !statusError ? destinationState(status) : null;
  const letters = shown?.deadLetters ?? 0;
  return html`
    <h1 class="off-screen">Pipeline</h1>
    <${Problem} error=${queueError ?? (present.ingest ? null : statusError)} />
    <section class=${"panel state " + (state?.state ?? "")} aria-label="State">
      <p id="state" role="status">${state?.text ?? "Asking …"}</p>
      <${Balance} ledger=${ledger} queue=${shown} dead=${dead?.lines} />
      ${letters > 0 && html`<p class="warn"><a href=${hrefOf("dead-letters")}>${several(letters, "dead letter")}</a>
        could not be processed.</p>`}
      ${shown?.guard.damaged?.length > 0 && html`<p class="warn">Parts of the queue could not be read and are set aside in
        ${" " + shown.guard.damaged.join(", ")}.</p>`}
      ${status?.disk && html`<p class="faint">Database ${bytes(status.disk.databaseBytes)},
        ${" " + bytes(status.disk.freeBytes)} free.</p>`}
    </section>
    <${Picture} queue=${shown} status=${statusError ? null : status} />
    <div class="spans" role="group" aria-label="Span of the charts">
      ${SPANS.map(([id, title]) => html`
        <button type="button" aria-pressed=${String(id === span)} onClick=${() => go("pipeline", { span: id }, { replace: true })}>
          ${title}</button>`)}
    </div>
    <${Charts} key=${span} span=${span} />
    ${shown?.consumers && html`<${Consumers} consumers=${shown.consumers} />`}
    <${Origins} ledger=${ledger} />
    <${Workers} />`;
}
