// Edits the text of a query as somebody would by hand; docs/query.md has the grammar.

const NAME = /^[\p{L}_@][\p{L}\p{Nd}_@.$-]*$/u;
const COLUMNS = ["level", "service", "host", "origin", "tag", "tags", "message", "msg"];

/** Whether a name can stand in a query. */
export function isName(name) {
  return NAME.test(name);
}

/** A text in quotes. */
export function quote(text) {
  return '"' + String(text).replace(/[\\"]/g, "\\$&") + '"';
}

/** How a parsed field is called in a query: one named as a column needs the prefix. */
export function nameOf(field, parsed) {
  return parsed && (COLUMNS.includes(field) || field.startsWith("field.")) ? "field." + field : field;
}

const SIMPLE = /^[\p{L}\p{N}_][\p{L}\p{N}_.-]*$/u;

/** The term that holds for a value: `service:pay`, `path:"/a b"`; nothing is `service:""`. */
export function termOf(name, value) {
  const text = value === null || value === undefined ? "" : String(value);
  const shown = name === "level" ? text.toLowerCase() : text;
  return name + ":" + (SIMPLE.test(shown) ? shown : quote(shown));
}

function endOfQuoted(text, from) {
  let at = from + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return Math.min(at + 1, text.length);
}

function endOfGroup(text, from) {
  let depth = 0;
  let at = from;
  while (at < text.length) {
    if (text[at] === '"') {
      at = endOfQuoted(text, at);
      continue;
    }
    if (text[at] === "(") depth++;
    if (text[at] === ")" && --depth === 0) return at + 1;
    at++;
  }
  return at;
}

function endOfTerm(text, from) {
  if (text[from] === "(") return endOfGroup(text, from);
  let at = from;
  if (text[at] === '"') {
    at = endOfQuoted(text, at);
    return text[at] === "*" ? at + 1 : at;
  }
  while (at < text.length && !/[\s()]/.test(text[at])) {
    if (text[at] === '"') return endOfQuoted(text, at);
    if ((text[at] === "[" || text[at] === "{") && text[at - 1] === ":") {
      const end = text.slice(at).search(/[\]}]/);
      return end < 0 ? text.length : at + end + 1;
    }
    at++;
  }
  return Math.max(at, from + 1);
}

/** The terms outside of groups, [{start, end, not, body}], and whether an OR stands between them. */
export function termsOf(text) {
  const terms = [];
  let or = false;
  let at = 0;
  let start = -1;
  let not = false;
  while (at < text.length) {
    if (/\s/.test(text[at])) {
      at++;
      continue;
    }
    const word = /^(?:AND|OR|NOT)(?=[\s(]|$)/.exec(text.slice(at, at + 4))?.[0];
    if (start < 0) start = at;
    if (word === "NOT" || (text[at] === "-" && /\S/.test(text[at + 1] ?? ""))) {
      not = !not;
      at += word ? 3 : 1;
    } else if (word) {
      or ||= word === "OR";
      start = -1;
      not = false;
      at += word.length;
    } else {
      const end = endOfTerm(text, at);
      terms.push({ start, end, not, body: text.slice(at, end) });
      at = end;
      start = -1;
      not = false;
    }
  }
  return { terms, or };
}

/** The same for what means the same: `level:"ERROR"` is `level:error`. */
function key(body) {
  const [, name, value] = /^([^":]+):"?([^"]+)"?$/.exec(body) ?? [];
  return value && SIMPLE.test(value) ? termOf(name, value) : body;
}

const same = (one, other) => key(one) === key(other);

/** "in", "out" or "": whether the query already holds this term for all of it. */
export function stateOf(text, term) {
  const { terms, or } = termsOf(text);
  if (or) return "";
  const found = terms.find(({ body }) => same(body, term));
  return found ? (found.not ? "out" : "in") : "";
}

/** The query without this term, in whichever sense. */
export function without(text, term) {
  const { terms, or } = termsOf(text);
  if (or) return text;
  const kept = terms.filter(({ body }) => !same(body, term));
  return kept.length === terms.length
    ? text
    : kept.map(({ start, end }) => text.slice(start, end)).join(" ");
}

/** The query with one more term; with `out` what it holds for is left out. */
export function withTerm(text, term, out = false) {
  const wanted = out ? "out" : "in";
  if (stateOf(text, term) === wanted) return text;
  const rest = without(text, term).trim();
  const added = (out ? "-" : "") + term;
  if (rest === "" || rest === "*") return added;
  return (termsOf(rest).or ? "(" + rest + ")" : rest) + " " + added;
}

/** The term added, or removed where it was there already in this sense. */
export function toggled(text, term, out = false) {
  return stateOf(text, term) === (out ? "out" : "in") ? without(text, term) : withTerm(text, term, out);
}

/**
 * What is being written at a place, to be completed: {start, end, field, prefix}, where `field` is
 * null while the name itself is written; null inside of quotes that are not a value's.
 */
export function writtenAt(text, caret) {
  const before = text.slice(0, caret);
  const value = /(?:^|[\s(-])([\p{L}_@][\p{L}\p{Nd}_@.$-]*):(?:"((?:[^"\\]|\\.)*)|([^"\s()]*))$/u.exec(before);
  if (value && !/^[<>~[{]/.test(value[3] ?? "")) {
    const length = value[3]?.length ?? value[2].length + 1;
    const rest = /^[^\s()"]*"?/.exec(text.slice(caret))[0].length;
    return {
      start: caret - length, end: caret + rest, field: value[1],
      prefix: value[3] ?? value[2].replace(/\\(.)/g, "$1"),
    };
  }
  const name = /(?:^|[\s(-])([\p{L}_@][\p{L}\p{Nd}_@.$-]*|)$/u.exec(before);
  const open = (before.replace(/\\./g, "").match(/"/g) ?? []).length % 2 === 1;
  if (!name || open) return null;
  return { start: caret - name[1].length, end: caret, field: null, prefix: name[1] };
}

function wordsOf(text) {
  const words = [];
  for (const { not, body } of termsOf(text).terms) {
    if (not) continue;
    if (body[0] === "(") {
      words.push(...wordsOf(body.slice(1, body.endsWith(")") ? -1 : undefined)));
      continue;
    }
    const [, quoted, bare, star] = /^(?:(?:message|msg):)?(?:"((?:[^"\\]|\\.)*)"|([^"*:<>~[{]+))(\*?)$/.exec(body) ?? [];
    const word = quoted?.replace(/\\(.)/g, "$1") ?? bare;
    if (word?.trim()) words.push({ word, open: star === "*" });
  }
  return words;
}

const COMPARED = /(^|[\s(-])([\p{L}_@][\p{L}\p{Nd}_@.$-]*)(>=|<=|>|<|=)(?=[^\s()=<>])/gu;

/** What somebody meant who wrote `latency>500`, which is a word; null where nothing looks like that. */
export function meantOf(query) {
  const meant = query.split(/("(?:[^"\\]|\\.)*")/).map((part) => (part.startsWith('"') ? part
    : part.replace(COMPARED, (_, before, name, sign) => before + name + ":" + (sign === "=" ? "" : sign)))).join("");
  return meant === query ? null : meant;
}

/** What of a message a query looks for, to be marked there; null where it looks for no words. */
export function marksOf(query) {
  const words = wordsOf(query).map(({ word, open }) =>
    word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&") + (open ? "" : "(?![\\p{L}\\p{N}_])"));
  return words.length === 0 ? null : new RegExp("(?<![\\p{L}\\p{N}_])(?:" + words.join("|") + ")", "giu");
}
