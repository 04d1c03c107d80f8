// Figures and times as people read them; pure functions.
const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

/** 12408112 as "12,408,112"; a dash where there is no figure. */
export function count(value) {
  return value === null || value === undefined || Number.isNaN(value) ? "–" : whole.format(value);
}

/** 12408112 as "12.4M". */
export function brief(value) {
  return value === null || value === undefined || Number.isNaN(value) ? "–" : short.format(value);
}

/** A rate: whole from 10 on, with a decimal below. */
export function rate(value) {
  if (value === null || value === undefined) return "–";
  return value > 0 && value < 9.95 ? value.toFixed(1) : whole.format(value);
}

/** "1 line", "2 lines". */
export function several(value, one, many = one + "s") {
  return count(value) + " " + (value === 1 ? one : many);
}

const BYTE_UNITS = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

/** 46901452800 as "43.7 GiB". */
export function bytes(value) {
  if (value === null || value === undefined) return "–";
  let unit = 0;
  let left = value;
  while (left >= 1024 && unit < BYTE_UNITS.length - 1) {
    left /= 1024;
    unit++;
  }
  return (unit === 0 || left >= 100 ? Math.round(left) : left.toFixed(1)) + " " + BYTE_UNITS[unit];
}

/** Seconds as "3 h 20 min", "12 s", "0.4 s". */
export function seconds(value) {
  if (value === null || value === undefined) return "–";
  if (value < 10) return (value < 0.05 ? "0" : value.toFixed(1)) + " s";
  if (value < 90) return Math.round(value) + " s";
  const minutes = Math.round(value / 60);
  if (minutes < 90) return minutes + " min";
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return hours + " h" + (minutes % 60 ? " " + (minutes % 60) + " min" : "");
  return Math.round(hours / 24) + " days";
}

const pad = (value, length = 2) => String(value).padStart(length, "0");

/** The browser's day of an instant, "2026-11-22". */
export function day(date) {
  return date.getFullYear() + "-" + pad(date.getMonth() + 1) + "-" + pad(date.getDate());
}

/** The browser's time of day of an instant, "14:02:11". */
export function clock(date) {
  return pad(date.getHours()) + ":" + pad(date.getMinutes()) + ":" + pad(date.getSeconds());
}

/** The same with milliseconds, "14:02:11.123". */
export function clockMillis(date) {
  return clock(date) + "." + pad(date.getMilliseconds(), 3);
}

/** An RFC 3339 instant in the browser's zone, "2026-11-22 14:02:11.123". */
export function time(text, { millis = true } = {}) {
  if (!text) return "–";
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) return text;
  return day(date) + " " + clock(date) + (millis ? "." + pad(date.getMilliseconds(), 3) : "");
}

/** How long ago an instant was: "12 s ago". */
export function ago(text, now = Date.now()) {
  if (!text) return "–";
  const past = (now - new Date(text).getTime()) / 1000;
  return past < 2 ? "just now" : seconds(past) + " ago";
}

/** Since when: the time of day, with the day where it is not today's. */
export function since(text, now = new Date()) {
  const date = new Date(text);
  return (day(date) === day(now) ? "" : day(date) + " ") + clock(date);
}
