// Lines over time, drawn by uPlot; the colours are the theme's.
import uPlot from "./lib/uplot.js";
import { html, useEffect, useRef, useState } from "./ui.js";
import { brief, clock, day } from "./format.js";

const DAY = 86_400;
/** Times stand at whole minutes, in seconds. */
const MINUTES = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 7200, 14_400, 43_200].map((minutes) => 60 * minutes);

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** What has nothing beside it on either side, and would be a line without length. */
function alone(u, n) {
  const values = u.data[n];
  const found = [];
  for (let at = 0; at < values.length; at++) {
    if (values[at] != null && values[at - 1] == null && values[at + 1] == null) found.push(at);
  }
  return found.length > 0 ? found : null;
}

/**
 * A chart of several series over the same times.
 * `times`: seconds since 1970; `series`: [{name, values, format}] of the same length, null where
 * nothing was measured, `joined` over such gaps; `label` says to those who do not see it what it shows.
 */
export function Chart({ label, times, series, height = 150 }) {
  const box = useRef(null);
  const plot = useRef(null);
  const [at, setAt] = useState(null);
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
  const names = series.map(({ name }) => name).join("\n");
  useEffect(() => {
    const axis = {
      stroke: colour("--faint"),
      grid: { stroke: colour("--line"), width: 1 },
      ticks: { show: false },
      font: "11px system-ui, sans-serif",
    };
    const drawn = new uPlot({
      width: box.current.clientWidth,
      height,
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false } },
      scales: { y: { range: (_, low, high) => [0, Math.max(high ?? 0, 1) * 1.08] } },
      axes: [
        {
          ...axis,
          size: 28,
          space: 48,
          incrs: MINUTES,
          values: (_, splits, __, ___, step) => splits.map((at) => {
            const date = new Date(at * 1000);
            return step >= DAY ? day(date).slice(5) : clock(date).slice(0, 5);
          }),
        },
        { ...axis, size: 52, values: (_, splits) => splits.map((value) => brief(value)) },
      ],
      series: [{}, ...series.map((one, n) => ({
        label: one.name,
        stroke: colour("--series-" + ((n % 4) + 1)),
        width: 1.5,
        points: { show: false, filter: alone, size: 4, fill: colour("--series-" + ((n % 4) + 1)) },
        spanGaps: one.joined ?? false,
      }))],
      hooks: { setCursor: [(u) => setAt(u.cursor.idx ?? null)] },
    }, [times, ...series.map(({ values }) => values)], box.current);
    plot.current = drawn;
    const sized = new ResizeObserver(([entry]) => {
      const width = Math.floor(entry.contentRect.width);
      if (width > 0 && width !== drawn.width) drawn.setSize({ width, height });
    });
    sized.observe(box.current);
    return () => {
      sized.disconnect();
      drawn.destroy();
    };
  }, [names, theme, height]);
  useEffect(() => {
    plot.current?.setData([times, ...series.map(({ values }) => values)]);
  }, [times, series]);
  const last = times.length - 1;
  return html`
    <div class="chart">
      <div class="legend">${series.map(({ name, values, format = brief }, n) => html`
        <span key=${name}><i class=${"series-" + ((n % 4) + 1)}></i>${name} <b>${format(values[at ?? last])}</b></span>`)}
      </div>
      <div ref=${box} role="img" aria-label=${label}></div>
    </div>`;
}
