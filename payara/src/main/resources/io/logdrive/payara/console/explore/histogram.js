// How many lines there are when, by level; a range drawn over it is the range that is shown next.
import uPlot from "../lib/uplot.js";
import { html, useEffect, useRef, useState } from "../ui.js";
import { brief, clock, count, day, several } from "../format.js";
import { duration } from "./range.js";

/** From the ground up: what matters most stands on it. */
const LEVELS = ["FATAL", "ERROR", "WARN", "INFO", "DEBUG", "TRACE", ""];
const DRAWN_MIN = 5;

const nameOf = (level) => (level === "" ? "none" : level.toLowerCase());

/** {times, levels, stacked, totals, step}: seconds, and for each level the sums from the ground up. */
export function stackOf(answer) {
  const times = answer.steps.map(({ start }) => Date.parse(start) / 1000);
  const levels = LEVELS.filter((level) => answer.steps.some(({ values }) => values[level]));
  const totals = Object.fromEntries(levels.map((level) => [level, 0]));
  const stacked = levels.map(() => []);
  for (const { values } of answer.steps) {
    let sum = 0;
    levels.forEach((level, n) => {
      sum += values[level] ?? 0;
      totals[level] += values[level] ?? 0;
      stacked[n].push(sum);
    });
  }
  return { times, levels, stacked, totals, step: duration(answer.step) ?? 1 };
}

function whenOf(answer, at, step) {
  const start = new Date(answer.steps[at].start);
  const end = new Date(start.getTime() + step * 1000);
  return day(start) + " " + clock(start) + " – " + (day(end) === day(start) ? "" : day(end) + " ") + clock(end);
}

function listOf(levels, values) {
  return levels.filter((level) => values[level]).map((level) => nameOf(level) + " " + count(values[level])).join(", ");
}

/** What it shows, in a sentence. */
function summaryOf(answer, { levels, totals, step }) {
  let most = 0;
  answer.steps.forEach((one, n) => {
    if (one.count > answer.steps[most].count) most = n;
  });
  const busiest = answer.total > 0 ? ` Most of them, ${count(answer.steps[most].count)}, at ${whenOf(answer, most, step)}.` : "";
  return `${several(answer.total, "line")} in steps of ${answer.step}: ${listOf(levels, totals) || "none"}.${busiest}`
    + " Arrow keys go through the steps, Enter looks at one.";
}

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** The time of day beneath the bars, or the day where they are days apart. */
function labelsOf(u, splits, axis, space, apart) {
  return splits.map((seconds) => {
    const date = new Date(seconds * 1000);
    return apart >= 86400 ? day(date).slice(5) : clock(date).slice(0, apart >= 60 ? 5 : 8);
  });
}

function optionsOf({ width, height, stack, onRange, onAt }) {
  const axis = {
    stroke: colour("--faint"), grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false },
    font: "11px system-ui, sans-serif",
  };
  const bars = uPlot.paths.bars({ size: [1, Infinity], align: 1, gap: stack.times.length > 300 ? 0 : 1 });
  const { times, step } = stack;
  return {
    width, height,
    legend: { show: false },
    padding: [6, 8, 0, 0],
    cursor: { y: false, drag: { x: true, y: false, setScale: false }, points: { show: false } },
    scales: {
      x: { time: true, range: () => [times[0], times[times.length - 1] + step] },
      y: { range: (_, low, high) => [0, Math.max(high ?? 0, 1) * 1.05] },
    },
    axes: [{ ...axis, size: 22, values: labelsOf }, { ...axis, size: 46, space: 26, values: (_, splits) => splits.map(brief) }],
    series: [{}, ...[...stack.levels].reverse().map((level) => ({
      label: nameOf(level), fill: colour("--level-" + nameOf(level)), stroke: colour("--level-" + nameOf(level)),
      width: 0, paths: bars, points: { show: false },
    }))],
    hooks: {
      setSelect: [(u) => {
        const { left, width: drawn } = u.select;
        if (drawn < DRAWN_MIN) return;
        u.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
        onRange(u.posToVal(left, "x"), u.posToVal(left + drawn, "x"));
      }],
      setCursor: [(u) => {
        const { left } = u.cursor;
        onAt(left === null || left === undefined || left < 0 ? null
          : Math.min(times.length - 1, Math.max(0, Math.floor((u.posToVal(left, "x") - times[0]) / step))));
      }],
    },
  };
}

function useTheme() {
  const [theme, setTheme] = useState(0);
  useEffect(() => {
    const changed = () => setTheme((n) => n + 1);
    const media = matchMedia("(prefers-color-scheme: dark)");
    addEventListener("themechange", changed);
    media.addEventListener("change", changed);
    return () => {
      removeEventListener("themechange", changed);
      media.removeEventListener("change", changed);
    };
  }, []);
  return theme;
}

/** `onZoom(startMillis, endMillis)` is called with whole steps, `onLevel` with the name of one, "" for none. */
export function Histogram({ answer, busy, narrow, onZoom, onLevel }) {
  const box = useRef(null);
  const [at, setAt] = useState(null);
  const theme = useTheme();
  const stack = useRef({ of: null });
  if (stack.current.of !== answer) stack.current = { of: answer, ...stackOf(answer) };
  const { times, step, levels } = stack.current;
  const zoom = useRef(null);
  zoom.current = (start, end) => {
    const from = times[0] + Math.floor((start - times[0]) / step) * step;
    const to = times[0] + Math.ceil((end - times[0]) / step) * step;
    onZoom(from * 1000, to * 1000);
  };
  useEffect(() => {
    setAt(null);
    if (times.length === 0) return undefined;
    const plot = new uPlot(optionsOf({
      width: box.current.clientWidth, height: narrow ? 62 : 112, stack: stack.current,
      onRange: (start, end) => zoom.current(start, end), onAt: setAt,
    }), [times, ...[...stack.current.stacked].reverse()], box.current);
    let from = null;
    plot.over.addEventListener("pointerdown", ({ clientX }) => {
      from = clientX;
    });
    plot.over.addEventListener("click", ({ clientX, offsetX }) => {
      if (from === null || Math.abs(clientX - from) >= DRAWN_MIN) return;
      const start = plot.posToVal(offsetX, "x");
      zoom.current(start, start + 0.001);
    });
    const sized = new ResizeObserver(([entry]) => {
      const width = Math.floor(entry.contentRect.width);
      if (width > 0 && width !== plot.width) plot.setSize({ width, height: plot.height });
    });
    sized.observe(box.current);
    return () => {
      sized.disconnect();
      plot.destroy();
    };
  }, [answer, theme, narrow]);
  function pressed(event) {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by) setAt((now) => (now === null ? (by > 0 ? 0 : times.length - 1) : Math.min(times.length - 1, Math.max(0, now + by))));
    else if (event.key === "Enter" && at !== null) zoom.current(times[at], times[at] + step);
    else return;
    event.preventDefault();
  }
  return html`
    <section class=${"histogram" + (busy ? " dim" : "")} aria-label="Lines over time">
      <p class="legend" aria-live="polite">
        ${at !== null && answer.steps[at]
          ? html`<b>${whenOf(answer, at, step)}</b> ${count(answer.steps[at].count)}: ${listOf(levels, answer.steps[at].values) || "none"}`
          : html`<b>${several(answer.total, "line")}</b> <span>${levels.map((level) => html`
            <button type="button" class="quiet" key=${level} title=${"Only level " + nameOf(level)} onClick=${() => onLevel(level)}>
              <i class=${"level-" + nameOf(level)}></i>${nameOf(level)} ${brief(stack.current.totals[level])}</button>`)}</span>
            <small class="narrow-off">a bar is ${answer.step} · drag to zoom in</small>`}
      </p>
      <div ref=${box} class="plot" tabindex="0" role="img" aria-label=${summaryOf(answer, stack.current)} onKeyDown=${pressed}></div>
      ${answer.partial && html`<p class="partial">The counts are not all: ${answer.reason}.</p>`}
    </section>`;
}
