// What may stand where somebody is writing: names of fields, or the values of one.
import { search } from "../api.js";
import { termOf, writtenAt } from "./query-text.js";

const LEVELS = ["trace", "debug", "info", "warn", "error", "fatal"];
const SHOWN = 12;

const begins = (text, prefix) => text.toLowerCase().startsWith(prefix.toLowerCase());

async function fields(prefix, range, signal) {
  const answer = await search("messages/fields", { ...range, prefix, limit: 50 }, { signal });
  return answer.fields.filter(({ name }) => name !== "message" && begins(name, prefix)).slice(0, SHOWN)
    .map(({ name, count, kind }) => ({ shown: name, count, note: kind === "column" ? "column" : "", insert: name + ":" }));
}

async function values(field, prefix, range, signal) {
  if (field === "level") {
    return LEVELS.filter((level) => begins(level, prefix)).map((level) => ({ shown: level, insert: level + " " }));
  }
  const path = "messages/fields/" + encodeURIComponent(field.replace(/^field\./, "")) + "/values";
  const answer = await search(path, { ...range, prefix, limit: SHOWN }, { signal });
  return answer.values.map(({ value, count }) => ({
    shown: value, count, insert: termOf(field, value).slice(field.length + 1) + " ",
  }));
}

/** {start, end, options: [{shown, count, note, insert}]} for a place in a query; null: nothing. */
export async function completionAt(text, caret, range, signal, asked = false) {
  const written = writtenAt(text, caret);
  if (!written || (written.field === null && written.prefix === "" && !asked)) return null;
  if (["message", "msg"].includes(written.field)) return null;
  const { start, end, field, prefix } = written;
  const options = field === null
    ? await fields(prefix, range, signal)
    : await values(field, prefix, range, signal);
  const idle = options.length === 1 && options[0].insert.trim() === text.slice(start, end);
  return options.length === 0 || idle ? null : { start, end, options };
}
