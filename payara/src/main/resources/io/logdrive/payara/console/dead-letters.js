// The dead-letter desk: what could not be processed or stored, its bytes, why; again, or give up.
import {
  Confirm, Dialog, Empty, Problem, copyText, html, say, useCallback, useEffect, useMemo, useState,
} from "./ui.js";
import { change, get, present } from "./api.js";
import { go } from "./route.js";
import { bytes, count, several, time } from "./format.js";
import { may } from "./roles.js";

const PAGE = 200;
const REFRESH_MILLIS = 5000;
const HEX_BYTES_MAX = 4096;

/** Both lists in one form; each WAR has its own reasons and names. */
const KINDS = {
  ingest: {
    title: "Could not be processed",
    where: "They wait in ingest's queue logs.dead, and in no total of what is stored.",
    cursor: "before",
    row: (letter) => ({
      id: letter.id, at: letter.at, reason: letter.reason, sender: letter.peer || letter.origin,
      what: several(letter.lines, "line"), size: letter.bytes,
    }),
  },
  destination: {
    title: "Refused by the database",
    where: "They are in the destination's table dead_letter.",
    cursor: "after",
    row: (letter) => ({
      id: String(letter.id), at: letter.at, reason: letter.why, sender: letter.origin,
      what: letter.what, size: letter.bytes,
    }),
  },
};

function decode(base64) {
  const text = atob(base64);
  return Uint8Array.from(text, (c) => c.charCodeAt(0));
}

/** Offset, sixteen bytes in hexadecimal, the same as ASCII. */
export function hexDump(data) {
  const lines = [];
  for (let at = 0; at < Math.min(data.length, HEX_BYTES_MAX); at += 16) {
    const row = [...data.slice(at, at + 16)];
    lines.push(
      at.toString(16).padStart(8, "0") + "  "
      + row.map((b) => b.toString(16).padStart(2, "0")).join(" ").padEnd(47) + "  "
      + row.map((b) => (b >= 32 && b < 127 ? String.fromCharCode(b) : ".")).join(""));
  }
  return lines.join("\n") + (data.length > HEX_BYTES_MAX ? "\n… " + bytes(data.length) + " in all" : "");
}

function Letter({ war, id, onClose }) {
  const [letter, setLetter] = useState(null);
  const [error, setError] = useState(null);
  const [hex, setHex] = useState(false);
  useEffect(() => {
    get(war, "dead-letters/" + encodeURIComponent(id)).then(setLetter, setError);
  }, [war, id]);
  const raw = useMemo(() => letter?.raw && decode(letter.raw), [letter]);
  const text = useMemo(
    () => (raw ? letter.text ?? new TextDecoder().decode(raw) : ""), [raw, letter]);
  return html`
    <${Dialog} wide title=${"Dead letter " + id} onClose=${onClose}>
      <div class="body">
        <${Problem} error=${error} />
        ${letter && html`
          <table>
            <tbody>${Object.entries(letter).filter(([name]) => name !== "raw" && name !== "text").map(([name, value]) => html`
              <tr key=${name}><th scope="row">${name}</th><td class="mono wrap">${String(value)}</td></tr>`)}
            </tbody>
          </table>
          <p class="tools">
            <button type="button" aria-pressed=${String(!hex)} onClick=${() => setHex(false)}>Text</button>
            <button type="button" aria-pressed=${String(hex)} onClick=${() => setHex(true)}>Bytes</button>
            <button type="button" onClick=${async () => (await copyText(text)) && say("Copied.")}>Copy</button>
          </p>
          <pre class="raw" tabindex="0">${hex && raw ? hexDump(raw) : visible(text)}</pre>`}
      </div>
    <//>`;
}

/** Control characters as signs of their own: a terminal's escapes are shown, not obeyed. */
function visible(text) {
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, (c) =>
    c === "\u007f" ? "\u2421" : String.fromCharCode(0x2400 + c.charCodeAt(0)))
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, (c) => "\\u" + c.charCodeAt(0).toString(16));
}

function matches(row, filter) {
  const wanted = filter.trim().toLowerCase();
  return wanted === "" || [row.reason, row.sender, row.what, row.id].some((text) =>
    String(text).toLowerCase().includes(wanted));
}

function useLetters(war) {
  const [list, setList] = useState({ rows: [], next: null, loaded: false, error: null, total: null });
  const kind = KINDS[war];
  const load = useCallback(async (cursor) => {
    try {
      const answer = await get(war, "dead-letters", { limit: PAGE, [kind.cursor]: cursor });
      const rows = answer.deadLetters.map(kind.row);
      const next = answer.next ?? (rows.length === PAGE ? rows[rows.length - 1].id : null);
      setList((last) => ({
        rows: cursor ? [...last.rows, ...rows] : rows,
        next,
        loaded: true,
        error: null,
        total: answer.count ?? null,
      }));
    } catch (error) {
      setList((last) => ({ ...last, loaded: true, error }));
    }
  }, [war]);
  // More than the first page was asked for by somebody who reads it: that stays as it is.
  const grown = list.rows.length > PAGE;
  useEffect(() => {
    if (grown) return undefined;
    load(null);
    const timer = setInterval(() => !document.hidden && load(null), REFRESH_MILLIS);
    return () => clearInterval(timer);
  }, [war, grown]);
  return [list, load];
}

function Desk({ war, me, filter }) {
  const kind = KINDS[war];
  const [list, load] = useLetters(war);
  const [open, setOpen] = useState(null);
  const [asked, setAsked] = useState(null);
  const [progress, setProgress] = useState(null);
  const shown = list.rows.filter((row) => matches(row, filter));
  const changes = may(me, "operator");

  function one(row, verb) {
    const path = "dead-letters/" + encodeURIComponent(row.id);
    return verb === "retry" ? change("POST", war, path + "/retry") : change("DELETE", war, path);
  }
  async function each(rows, verb) {
    let done = 0;
    let failed = null;
    for (const row of rows) {
      try {
        await one(row, verb);
        done++;
      } catch (error) {
        failed ??= error;
      }
      setProgress(done + " of " + rows.length);
    }
    setProgress(null);
    await load(null);
    say(several(done, "dead letter") + (verb === "retry" ? " sent again." : " given up."));
    if (failed) throw failed;
  }
  return html`
    <section class="panel" aria-label=${kind.title}>
      <header>
        <h2>${kind.title}</h2>
        <small>${list.loaded && count(list.total ?? list.rows.length)}${list.next && list.total === null ? "+" : ""}</small>
        <span class="space"></span>
        ${progress && html`<small role="status">${progress}</small>`}
        ${changes && shown.length > 0 && html`
          <button type="button" onClick=${() => setAsked({ rows: shown, verb: "retry" })}>Retry ${count(shown.length)}</button>
          <button type="button" class="danger" onClick=${() => setAsked({ rows: shown, verb: "discard" })}>
            Discard ${count(shown.length)}</button>`}
      </header>
      <${Problem} error=${list.error} />
      ${list.loaded && !list.error && shown.length === 0 && html`
        <${Empty}>${list.rows.length === 0 ? "None: nothing was refused." : "None of them matches."}<//>`}
      ${shown.length > 0 && html`
        <p class="faint">${kind.where}</p>
        <div class="scroll" tabindex="0" role="region" aria-label=${kind.title}>
          <table>
            <thead><tr><th>At</th><th>Reason</th><th>Sender</th><th>What</th><th class="number">Bytes</th><th></th></tr></thead>
            <tbody>
              ${shown.map((row) => html`
                <tr key=${row.id}>
                  <td class="nowrap">${time(row.at, { millis: false })}</td>
                  <td class="wrap">${row.reason}</td>
                  <td class="mono wrap">${row.sender}</td>
                  <td class="nowrap">${row.what}</td>
                  <td class="number">${count(row.size)}</td>
                  <td class="tools nowrap">
                    <button type="button" onClick=${() => setOpen(row.id)}>Show</button>
                    ${changes && html`
                      <button type="button" onClick=${() => each([row], "retry").catch((error) => say(error.message))}>Retry</button>
                      <button type="button" class="danger" onClick=${() => setAsked({ rows: [row], verb: "discard" })}>Discard</button>`}
                  </td>
                </tr>`)}
            </tbody>
          </table>
        </div>
        ${list.next && html`<p><button type="button" onClick=${() => load(list.next)}>More</button></p>`}`}
      ${open && html`<${Letter} war=${war} id=${open} onClose=${() => setOpen(null)} />`}
      ${asked && html`
        <${Confirm} title=${asked.verb === "retry" ? "Send again" : "Discard for good"}
            verb=${asked.verb === "retry" ? "Retry" : "Discard"} onClose=${() => setAsked(null)}
            act=${() => each(asked.rows, asked.verb)}>
          <p>${several(asked.rows.length, "dead letter")}${asked.verb === "retry"
            ? " will be processed again."
            : " will be given up. The ledger counts the lines as dead; the bytes are gone."}</p>
        <//>`}
    </section>`;
}

export default function DeadLetters({ params, me }) {
  const filter = params.get("filter") ?? "";
  return html`
    <h1 class="off-screen">Dead letters</h1>
    <p class="tools">
      <input type="search" aria-label="Filter by reason, sender or id" placeholder="reason, sender or id" value=${filter}
        onInput=${(event) => go("dead-letters", { filter: event.target.value }, { replace: true })} />
    </p>
    ${["ingest", "destination"].filter((war) => present[war]).map((war) => html`
      <${Desk} key=${war} war=${war} me=${me} filter=${filter} />`)}`;
}
