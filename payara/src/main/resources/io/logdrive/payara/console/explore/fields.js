// What a row has: its columns and its parsed fields, under the names that a query knows.
import { isName, nameOf } from "./query-text.js";

const OWN = ["level", "service", "host", "origin"];

/** A number that is kept as it stood in the JSON, see `parse`. */
const isRaw = (value) => value !== null && typeof value === "object" && JSON.isRawJSON?.(value) === true;
const isNumber = (value) => typeof value === "number" || isRaw(value);

/** The parsed fields of an object within an object have the names of both, "http.path". */
function flatten(value, prefix, into) {
  for (const [name, one] of Object.entries(value)) {
    const full = prefix + name;
    if (one !== null && typeof one === "object" && !Array.isArray(one) && !isRaw(one)) flatten(one, full + ".", into);
    else into.push([full, one]);
  }
  return into;
}

function textOf(value) {
  if (value === null || value === undefined) return "";
  if (isRaw(value)) return value.rawJSON;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** What a column shows of a row. */
export function shownOf(row, name) {
  if (name === "tag" || name === "tags") return (row.tags ?? []).join(" ");
  if (OWN.includes(name) || name === "received" || name === "id" || name === "sequence") return textOf(row[name]);
  const parsed = name.startsWith("field.") ? name.slice(6) : name;
  let value = row.fields?.[parsed];
  if (value === undefined && parsed.includes(".")) {
    value = parsed.split(".").reduce((at, part) => at?.[part], row.fields);
  }
  return textOf(value);
}

/**
 * All of a row as lines to be read: [{label, name, text, values}]. `name` is that of a column and
 * of a query, null where neither knows it; `values` what may be filtered for, each by itself.
 */
export function linesOf(row) {
  const lines = [
    { label: "time", text: row.time }, { label: "received", text: row.received },
  ];
  for (const name of OWN) {
    lines.push({ label: name, name, text: textOf(row[name]), values: [row[name] ?? ""] });
  }
  if (row.tags?.length) lines.push({ label: "tag", name: "tag", text: row.tags.join(", "), values: row.tags });
  for (const [field, value] of flatten(row.fields ?? {}, "", [])) {
    const name = isName(field) ? nameOf(field, true) : null;
    const values = (Array.isArray(value) ? value : [value]).filter((one) => one === null || typeof one !== "object" || isRaw(one));
    lines.push({ label: field, name, text: textOf(value), values: values.map(textOf) });
  }
  lines.push({ label: "id", text: textOf(row.id) }, { label: "sequence", text: textOf(row.sequence) });
  return lines;
}

/** The numeric fields that these rows have. */
export function numbersOf(rows) {
  const names = new Set();
  for (const row of rows) {
    for (const [field, value] of flatten(row.fields ?? {}, "", [])) {
      if (isNumber(value) && isName(field)) names.add(nameOf(field, true));
    }
  }
  return [...names].sort();
}

/** A row as one line of text, as the export has it. */
export function lineOf(row) {
  return [row.time, row.level, row.service, row.host, row.message].filter((part) => part).join(" ");
}
