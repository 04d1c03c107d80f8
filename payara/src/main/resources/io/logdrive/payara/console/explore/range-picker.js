// Chooses the range of time: so far back, from here to there, or all.
import { html, useState } from "../ui.js";
import { PRESETS, duration, endsOf, forInput, instant, labelOf, moved, zoomedOut } from "./range.js";
import { Popover } from "./popover.js";

function Choice({ range, known, choose }) {
  const [wrong, setWrong] = useState(null);
  const ends = endsOf(range, known);
  function relative(event) {
    event.preventDefault();
    const since = new FormData(event.target).get("since").trim();
    if (duration(since) === null) setWrong("Expected a duration such as 90s, 15m or 1h30m.");
    else choose({ since });
  }
  function absolute(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    const [start, end] = ["start", "end"].map((name) => (form.get(name) ? instant(new Date(form.get(name)).getTime()) : null));
    if (start && end && start >= end) setWrong("The end is not after the beginning.");
    else if (!start && !end) choose({ since: "all" });
    else choose({ start, end });
  }
  return html`
    <div class="ranges">
      <div class="presets">
        ${PRESETS.map(([since, name]) => html`
          <button type="button" key=${since} class="quiet" aria-pressed=${range.since === since && !range.start}
            onClick=${() => choose({ since })}>Last ${name}</button>`)}
        <button type="button" class="quiet" aria-pressed=${range.since === "all"} onClick=${() => choose({ since: "all" })}>All time</button>
      </div>
      <div>
        <form class="stacked" onSubmit=${relative}>
          <label>Back from now <span class="pair"><input name="since" placeholder="1h30m" size="8" aria-label="How far back from now" />
            <button>Set</button></span></label>
        </form>
        <form class="stacked" onSubmit=${absolute}>
          <label>From <input type="datetime-local" name="start" step="0.001" value=${forInput(range.start ?? instant(ends[0]))} /></label>
          <label>To <input type="datetime-local" name="end" step="0.001" value=${forInput(range.end ?? instant(ends[1]))} /></label>
          <button class="primary">Set</button>
        </form>
        ${wrong && html`<p class="problem" role="alert">${wrong}</p>`}
        <p class="faint">Times are those of this browser's zone, ${Intl.DateTimeFormat().resolvedOptions().timeZone}.</p>
      </div>
    </div>`;
}

/** `known` is the range that the server said of its last answer. */
export function RangePicker({ range, known, onRange, off }) {
  const all = range.since === "all";
  return html`
    <div class="range" role="group" aria-label="Range of time">
      <button type="button" class="narrow-off" title="Earlier" aria-label="Earlier" disabled=${all || off}
        onClick=${() => onRange(moved(range, known, -1))}>‹</button>
      <${Popover} name="range-choice" title="Range of time" label=${html`${labelOf(range)} ▾`}>
        ${(close) => html`<${Choice} range=${range} known=${known} choose=${(next) => {
          close();
          onRange(next);
        }} />`}
      <//>
      <button type="button" class="narrow-off" title="Later" aria-label="Later" disabled=${all || off || !range.end}
        onClick=${() => onRange(moved(range, known, 1))}>›</button>
      <button type="button" title="Twice as long (z)" aria-label="Zoom out" disabled=${all || off}
        onClick=${() => onRange(zoomedOut(range, known))}>⊖</button>
    </div>`;
}
