// The live tail: its rows, how it stands, and what waits while one looks back.
import { html, useEffect, useReducer } from "../ui.js";
import { count, rate, several } from "../format.js";
import { Table } from "./table.js";

const STATES = { connecting: "Connecting …", again: "The connection broke, trying again …", refused: "Refused" };

function waitingOf(tail) {
  const lost = tail.unkept > 0 ? `, and ${count(tail.unkept)} older ones that are no longer kept here` : "";
  return several(tail.waiting.length, "new line") + lost;
}

export function Live({ tail, act, ...table }) {
  const [version, again] = useReducer((n) => n + 1, 0);
  useEffect(() => tail.listen(again), [tail]);
  const paused = tail.reasons.has("paused");
  return html`
    <div class="live" role="group" aria-label="Live tail">
      <button type="button" aria-pressed=${paused} onClick=${act.pause}>${paused ? "▶ Go on" : "❚❚ Pause"} <kbd>space</kbd></button>
      <span class=${"state " + (tail.held ? "again" : tail.state)}>${tail.state === "open"
        ? html`${tail.held ? "Paused" : "Live"} · ${rate(tail.perSecond)} lines/s`
        : STATES[tail.state]}</span>
      ${tail.held && html`<span role="status">${waitingOf(tail)} ${tail.waiting.length === 1 ? "waits" : "wait"}</span>`}
      ${tail.error && html`<span class="bad" role="alert">${tail.error.message}</span>`}
      ${tail.dropped > 0 && html`<span class="warn" role="alert">${several(tail.dropped, "line")} left out by the server:
        they came faster than this browser took them. They are stored, and a search finds them.</span>`}
    </div>
    <${Table} ...${table} source=${tail} version=${version} act=${act} tail follow=${!tail.held} known=${-1} order="asc" />
    ${tail.held && tail.waiting.length > 0 && html`
      <button type="button" class="primary new-lines" onClick=${act.goOn}>↓ ${several(tail.waiting.length, "new line")}</button>`}
    <div class="foot"><p>${several(tail.count, "line")}, the newest at the end. A line is shown when it is stored: where few come, up to
      10 s after it was sent (batch.age-max).</p></div>`;
}
