// The text of a line, as it may be shown: colours of a terminal as colours, other control
// characters as signs, and what turns the direction of writing made visible. Never as markup.
import { html } from "../ui.js";

const SPECIAL = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\u{e0001}|[\u{e0020}-\u{e007f}]/u;
const EACH = new RegExp(SPECIAL.source, "gu");
const SGR = /\u001b\[([\d;:]*)m/g;
const BASE = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];

function hex(red, green, blue) {
  return "#" + [red, green, blue].map((n) => Math.min(255, n || 0).toString(16).padStart(2, "0")).join("");
}

/** One of the 256 colours: a name for the first 16, else what it is. */
function indexed(number) {
  if (number < 8) return BASE[number];
  if (number < 16) return "bright-" + BASE[number - 8];
  if (number >= 232) {
    const grey = 8 + 10 * (number - 232);
    return hex(grey, grey, grey);
  }
  const at = number - 16;
  const level = (n) => (n === 0 ? 0 : 55 + 40 * n);
  return hex(level(Math.floor(at / 36)), level(Math.floor(at / 6) % 6), level(at % 6));
}

/** The colour that codes from `at` on give, and how many codes that were. */
function extended(codes, at) {
  if (codes[at] === 5) return [indexed(Math.min(255, codes[at + 1] || 0)), 2];
  if (codes[at] === 2) return [hex(codes[at + 1], codes[at + 2], codes[at + 3]), 4];
  return [null, 1];
}

function changed(look, text) {
  const codes = text === "" ? [0] : text.split(/[;:]/).map(Number);
  let now = { ...look };
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at];
    if (code === 0) now = {};
    else if (code === 1) now.bold = true;
    else if (code === 2) now.dim = true;
    else if (code === 3) now.italic = true;
    else if (code === 4) now.underline = true;
    else if (code === 7) now.inverse = true;
    else if (code === 9) now.strike = true;
    else if (code === 22) now.bold = now.dim = false;
    else if (code === 23) now.italic = false;
    else if (code === 24) now.underline = false;
    else if (code === 27) now.inverse = false;
    else if (code === 29) now.strike = false;
    else if (code >= 30 && code <= 37) now.fore = BASE[code - 30];
    else if (code >= 90 && code <= 97) now.fore = "bright-" + BASE[code - 90];
    else if (code >= 40 && code <= 47) now.back = BASE[code - 40];
    else if (code >= 100 && code <= 107) now.back = "bright-" + BASE[code - 100];
    else if (code === 39) now.fore = null;
    else if (code === 49) now.back = null;
    else if (code === 38 || code === 48) {
      const [colour, used] = extended(codes, at + 1);
      now[code === 38 ? "fore" : "back"] = colour;
      at += used;
    }
  }
  return now;
}

function classOf(look) {
  const classes = ["bold", "dim", "italic", "underline", "strike", "inverse"].filter((name) => look[name]);
  for (const which of ["fore", "back"]) {
    if (look[which]) classes.push(look[which][0] === "#" ? which + "-any" : which + "-" + look[which]);
  }
  return classes.map((name) => "ansi-" + name).join(" ");
}

/** A control character's sign, "^[" or "‹U+202E›". */
export function signOf(char) {
  const code = char.codePointAt(0);
  if (code < 0x20) return "^" + String.fromCharCode(0x40 + code);
  if (code === 0x7f) return "^?";
  return "\u2039U+" + code.toString(16).toUpperCase().padStart(4, "0") + "\u203a";
}

/** The parts of a text that has no colours: [{text}] or [{sign}]. */
function signed(text, inLine, look, into) {
  let from = 0;
  for (const { 0: char, index } of text.matchAll(EACH)) {
    if (char === "\t" || (char === "\n" && !inLine)) continue;
    if (index > from) into.push({ text: text.slice(from, index), look });
    into.push({ sign: char === "\n" ? "\u21b5" : signOf(char), look });
    from = index + char.length;
  }
  if (from < text.length) into.push({ text: text.slice(from), look });
}

/** A text in parts: [{text or sign, look}]; `inLine` shows ends of lines as signs, too. */
export function partsOf(text, inLine) {
  const parts = [];
  let look = null;
  let from = 0;
  for (const match of text.matchAll(SGR)) {
    signed(text.slice(from, match.index), inLine, look, parts);
    look = changed(look ?? {}, match[1]);
    from = match.index + match[0].length;
  }
  signed(text.slice(from), inLine, look, parts);
  return parts;
}

/** A text without the colours of a terminal, and with signs for what would not be seen. */
export function plainOf(text) {
  return SPECIAL.test(text) ? partsOf(text, false).map((part) => part.text ?? part.sign).join("") : text;
}

/** A text with what is looked for in it marked. */
function marked(text, mark) {
  if (!mark || !text) return text;
  const parts = [];
  let from = 0;
  for (const { 0: found, index } of text.matchAll(mark)) {
    if (found === "") continue;
    parts.push(text.slice(from, index), html`<mark>${found}</mark>`);
    from = index + found.length;
  }
  return from === 0 ? text : [...parts, text.slice(from)];
}

function Part({ part, mark }) {
  const inner = part.sign ? html`<span class="sign" title="a control character">${part.sign}</span>` : marked(part.text, mark);
  const { look } = part;
  if (!look) return inner;
  const style = {};
  if (look.fore?.[0] === "#") style["--fore"] = look.fore;
  if (look.back?.[0] === "#") style["--back"] = look.back;
  return html`<span class=${classOf(look)} style=${style}>${inner}</span>`;
}

/** A text of a line, safely; at most `max` characters of it; what `mark` finds is marked. */
export function Text({ text, inLine = false, max = 20000, mark = null }) {
  const cut = text.length > max ? text.slice(0, max) + "…" : text;
  if (!SPECIAL.test(cut)) return marked(cut, mark);
  return partsOf(cut, inLine).map((part, n) => html`<${Part} key=${n} part=${part} mark=${mark} />`);
}
