// Figures over time: of each group a line.
import { html, useMemo } from "../ui.js";
import { Chart } from "../chart.js";
import { time } from "../format.js";
import { duration, instant } from "./range.js";
import { plainOf } from "./text.js";

const DRAWN = 4;

function nameOf(group) {
  return Object.values(group.by).map((value) => (value === null || value === "" ? "none" : plainOf(String(value)))).join(" · ") || "all";
}

/**
 * {times, courses: [{name, values}]}: seconds, each step from the first with lines to the last, and
 * the courses with the most first. Where a group has no lines stands `nothing`.
 */
export function coursesOf(answer, call, nothing) {
  const step = duration(answer.step);
  const starts = answer.groups.map(({ start }) => Date.parse(start) / 1000);
  const first = Math.min(...starts);
  const steps = starts.length === 0 ? 0 : 1 + Math.round((Math.max(...starts) - first) / step);
  const courses = new Map();
  answer.groups.forEach((group, n) => {
    const key = JSON.stringify(group.by);
    const course = courses.get(key) ?? { name: nameOf(group), most: 0, values: Array(steps).fill(nothing) };
    course.values[Math.round((starts[n] - first) / step)] = group[call] ?? null;
    course.most = Math.max(course.most, group[call] ?? 0);
    courses.set(key, course);
  });
  return {
    times: Array.from({ length: steps }, (_, n) => first + n * step),
    courses: [...courses.values()].sort((one, other) => other.most - one.most).map(({ name, values }) => ({ name, values })),
  };
}

/** `call` is the API's word for the figure, "max(latency)". */
export function Course({ answer, call, nothing, format }) {
  const { times, series, all } = useMemo(() => {
    const { times: at, courses } = coursesOf(answer, call, nothing);
    return { times: at, series: courses.slice(0, DRAWN).map((one) => ({ ...one, format })), all: courses.length };
  }, [answer, call]);
  if (times.length === 0) return null;
  return html`
    <${Chart} label=${`${call} over time, from ${time(instant(times[0] * 1000))} on`} times=${times} series=${series} />
    ${all > DRAWN && html`<p class="faint">The ${DRAWN} groups with the most of ${all} are drawn.</p>`}`;
}
