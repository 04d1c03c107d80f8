// The range of time that is looked at: relative, absolute or all; pure functions.
import { clock, day, time } from "../format.js";

export const PRESETS = [
  ["5m", "5 minutes"], ["15m", "15 minutes"], ["1h", "hour"], ["3h", "3 hours"], ["12h", "12 hours"],
  ["1d", "24 hours"], ["2d", "2 days"], ["7d", "7 days"], ["30d", "30 days"],
];
export const DEFAULT = "1h";

const UNITS = { s: 1, m: 60, h: 3600, d: 86400, w: 604800 };

/** "1h30m" in seconds; null where it is no duration. */
export function duration(text) {
  if (!/^(?:\d+[smhdw])+$/.test(text)) return null;
  let sum = 0;
  for (const [, number, unit] of text.matchAll(/(\d+)([smhdw])/g)) sum += number * UNITS[unit];
  return sum || null;
}

/** A number of seconds as the API takes it: "90m". */
export function durationOf(seconds) {
  for (const [unit, length] of [["d", 86400], ["h", 3600], ["m", 60]]) {
    if (seconds % length === 0) return seconds / length + unit;
  }
  return Math.max(1, Math.round(seconds)) + "s";
}

/** What the range is called on its button. */
export function labelOf({ since, start, end }) {
  if (start || end) {
    return (start ? shortly(start) : "the beginning") + " – " + (end ? shortly(end, start) : "now");
  }
  if (since === "all") return "All time";
  const preset = PRESETS.find(([value]) => value === since);
  return "Last " + (preset ? preset[1] : since);
}

function shortly(text, after) {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) return text;
  const other = after ? new Date(after) : new Date();
  const fraction = date.getMilliseconds() ? "." + String(date.getMilliseconds()).padStart(3, "0") : "";
  return (day(date) === day(other) ? "" : day(date) + " ") + clock(date) + fraction;
}

/** An instant in milliseconds as RFC 3339. */
export function instant(millis) {
  return new Date(Math.round(millis)).toISOString();
}

/** An instant for an input of type datetime-local, in the browser's zone. */
export function forInput(text) {
  const shown = text ? time(text) : "–";
  return shown === "–" ? "" : shown.replace(" ", "T");
}

/** The ends of a range in milliseconds; `known` is what the server said of it last. */
export function endsOf(range, known, now = Date.now()) {
  const end = range.end ? Date.parse(range.end) : known?.end ? Date.parse(known.end) : now;
  if (range.start) return [Date.parse(range.start), end];
  const seconds = duration(range.since ?? DEFAULT);
  if (seconds) return [end - seconds * 1000, end];
  return known?.start ? [Date.parse(known.start), end] : [end - 86400e3, end];
}

/** Twice as long, around the same middle; not beyond now where it reached to now. */
export function zoomedOut(range, known) {
  if (range.since === "all") return range;
  if (!range.start && !range.end) {
    return { since: durationOf((duration(range.since ?? DEFAULT) ?? 3600) * 2) };
  }
  const [start, end] = endsOf(range, known);
  const half = Math.max((end - start) / 2, 500);
  return { start: instant(start - half), end: instant(Math.min(end + half, Date.now())) };
}

/** As long, but earlier (-1) or later (1) by its own length. */
export function moved(range, known, by) {
  const [start, end] = endsOf(range, known);
  const length = end - start;
  return { start: instant(start + by * length), end: instant(end + by * length) };
}
