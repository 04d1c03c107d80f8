// The dead-letter desk: what could not be processed or stored, its bytes, why; again, or give up.
import {
  Confirm, Dialog, Empty, Problem, copyText, html, say, useCallback, useEffect, useMemo, useRef, useState,
} from "./ui.js";
import { change, get, present } from "./api.js";
import { go } from "./route.js";
import { bytes, count, several, time } from "./format.js";
import { may } from "./roles.js";

const PAGE = 200;
const REFRESH_MILLIS = 5000;
const TYPING_MILLIS = 250;
const FILTER_CHARS_MAX = 200;
const HEX_BYTES_MAX = 4096;

/** Both lists in one form; each WAR has its own reasons and names. */
const KINDS = {
  ingest: {
    title: "Could not be processed",
    where: "They wait in ingest's queue logs.dead, and in no total of what is stored.",
    cursor: "before",
    // Each request meets them all again.
    refused: (before, answer) => answer.refused,
    row: (letter) => ({
      id: letter.id, at: letter.at, reason: letter.reason, sender: letter.peer || letter.origin,
      what: several(letter.lines, "line"), size: letter.bytes,
    }),
  },
  destination: {
    title: "Refused by the database",
    where: "They are in the destination's table dead_letter.",
    cursor: "after",
    refused: (before, answer) => before + answer.refused,
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

const NOTHING = {
  filter: "", rows: [], next: null, loaded: false, error: null, count: 0, until: null, partial: false,
};

/** What the server has of those that match, and how many that is. */
function useLetters(war, filter) {
  const [list, setList] = useState(NOTHING);
  const kind = KINDS[war];
  const latest = useRef(null);
  const load = useCallback(async (cursor) => {
    latest.current?.abort();
    const abort = new AbortController();
    latest.current = abort;
    try {
      const answer = await get(
        war, "dead-letters", { limit: PAGE, filter, [kind.cursor]: cursor }, { signal: abort.signal });
      const rows = answer.deadLetters.map(kind.row);
      const page = { filter, next: answer.next ?? null, loaded: true, error: null };
      // A page behind the first counts what is left from there on.
      setList((last) => (cursor
        ? { ...last, ...page, rows: [...last.rows, ...rows] }
        : { ...page, rows, count: answer.count, until: answer.until ?? null, partial: answer.partial }));
    } catch (error) {
      if (!abort.signal.aborted) setList((last) => ({ ...last, loaded: true, error }));
    }
  }, [war, filter]);
  // More than the first page was asked for by somebody who reads it: that stays as it is.
  const grown = list.rows.length > PAGE && list.filter === filter;
  const first = useRef(true);
  useEffect(() => {
    if (grown) return undefined;
    const typing = setTimeout(() => load(null), first.current ? 0 : TYPING_MILLIS);
    first.current = false;
    const timer = setInterval(() => !document.hidden && load(null), REFRESH_MILLIS);
    return () => {
      clearTimeout(typing);
      clearInterval(timer);
    };
  }, [load, grown]);
  useEffect(() => () => latest.current?.abort(), []);
  return [list, load];
}

/** "1,204", or "more than 50,000" where not all were looked at. */
function howMany({ count: number, partial }) {
  return (partial ? "more than " : "") + count(number);
}

/** What all are that somebody was asked about; taken from the list as it was shown. */
function meant(list, verb) {
  return { verb, filter: list.filter, until: list.until, count: list.count, partial: list.partial };
}

const DONE = { retry: " sent again", discard: " given up" };

/** Changes all that match, request by request while there is more; tells how far it is. */
function useSweep(war, load) {
  const [sweep, setSweep] = useState(null);
  const stopped = useRef(false);
  async function start(asked) {
    stopped.current = false;
    const kind = KINDS[war];
    const params = { filter: asked.filter || "*", until: asked.until };
    let state = { ...asked, done: 0, refused: 0, reasons: [], running: true, error: null };
    setSweep(state);
    let more = true;
    while (more && !stopped.current) {
      try {
        const answer = await (asked.verb === "retry"
          ? change("POST", war, "dead-letters/retry", {}, params)
          : change("DELETE", war, "dead-letters", {}, params));
        more = answer.more;
        state = {
          ...state,
          done: state.done + answer.done,
          refused: kind.refused(state.refused, answer),
          reasons: state.reasons.length > 0 ? state.reasons : answer.reasons,
        };
      } catch (error) {
        more = false;
        state = { ...state, error };
      }
      setSweep(state);
    }
    setSweep({ ...state, running: false, stopped: more });
    await load(null);
  }
  return [sweep, start, () => { stopped.current = true; }, () => setSweep(null)];
}

function Sweep({ sweep, onStop, onClose }) {
  const button = useRef(null);
  // Who began it with the keyboard finds it there: the dialog that had the focus is gone.
  useEffect(() => button.current?.focus(), [sweep.running]);
  const text = sweep.running
    ? count(sweep.done) + " of " + howMany(sweep) + DONE[sweep.verb] + " …"
    : several(sweep.done, "dead letter") + DONE[sweep.verb]
      + (sweep.refused > 0 ? ", " + count(sweep.refused) + " refused" : "")
      + (sweep.stopped ? ", then stopped" : "") + ".";
  return html`
    <div class="sweep">
      <span role="status">${text}</span>
      ${sweep.running
        ? html`<button type="button" ref=${button} onClick=${onStop}>Stop</button>`
        : html`<button type="button" class="quiet" ref=${button} aria-label="Close the outcome" onClick=${onClose}>✕</button>`}
      <${Problem} error=${sweep.error} />
      ${!sweep.running && sweep.reasons.length > 0 && html`
        <ul class="wrap">${sweep.reasons.map((reason) => html`<li key=${reason}>${visible(reason)}</li>`)}</ul>`}
    </div>`;
}

function Desk({ war, me, filter }) {
  const kind = KINDS[war];
  const [list, load] = useLetters(war, filter);
  const [open, setOpen] = useState(null);
  const [asked, setAsked] = useState(null);
  const [sweep, start, stop, close] = useSweep(war, load);
  const changes = may(me, "operator");

  async function one(row, verb) {
    const path = "dead-letters/" + encodeURIComponent(row.id);
    await (verb === "retry" ? change("POST", war, path + "/retry") : change("DELETE", war, path));
    await load(null);
    say("1 dead letter" + DONE[verb] + ".");
  }
  return html`
    <section class="panel" aria-label=${kind.title}>
      <header>
        <h2>${kind.title}</h2>
        <small>${list.loaded && howMany(list) + (list.filter ? " match" : "")}</small>
        <span class="space"></span>
        ${changes && list.count > 0 && !sweep?.running && html`
          <button type="button" onClick=${() => setAsked(meant(list, "retry"))}>Retry all</button>
          <button type="button" class="danger" onClick=${() => setAsked(meant(list, "discard"))}>Discard all</button>`}
      </header>
      ${sweep && html`<${Sweep} sweep=${sweep} onStop=${stop} onClose=${close} />`}
      <${Problem} error=${list.error} />
      ${list.loaded && !list.error && list.rows.length === 0 && html`
        <${Empty}>${list.partial ? "None among those that there was time to look at."
          : list.filter ? "None of them matches." : "None: nothing was refused."}<//>`}
      ${list.rows.length > 0 && html`
        <p class="faint">${kind.where}</p>
        <div class="scroll" tabindex="0" role="region" aria-label=${kind.title}>
          <table class="letters">
            <thead><tr><th>At</th><th>Reason</th><th>Sender</th><th>What</th><th class="number">Bytes</th><th></th></tr></thead>
            <tbody>
              ${list.rows.map((row) => html`
                <tr key=${row.id}>
                  <td class="nowrap">${time(row.at, { millis: false })}</td>
                  <td class="wrap reason">${row.reason}</td>
                  <td class="mono wrap">${row.sender}</td>
                  <td class="nowrap">${row.what}</td>
                  <td class="number">${count(row.size)}</td>
                  <td class="tools nowrap">
                    <button type="button" onClick=${() => setOpen(row.id)}>Show</button>
                    ${changes && html`
                      <button type="button" onClick=${() => one(row, "retry").catch((error) => say(error.message))}>Retry</button>
                      <button type="button" class="danger" onClick=${() => setAsked({ row, verb: "discard" })}>Discard</button>`}
                  </td>
                </tr>`)}
            </tbody>
          </table>
        </div>`}
      ${list.next && html`<p><button type="button" onClick=${() => load(list.next)}>More</button></p>`}
      ${open && html`<${Letter} war=${war} id=${open} onClose=${() => setOpen(null)} />`}
      ${asked && html`
        <${Confirm} title=${asked.verb === "retry" ? "Send again" : "Discard for good"}
            verb=${asked.verb === "retry" ? "Retry" : "Discard"} onClose=${() => setAsked(null)}
            act=${() => (asked.row ? one(asked.row, asked.verb) : void start(asked))}>
          <p><${Question} asked=${asked} /></p>
        <//>`}
    </section>`;
}

/** How many, of which filter, and what becomes of them. */
function Question({ asked }) {
  const end = asked.verb === "retry"
    ? " will be processed again."
    : " will be given up. The ledger counts the lines as dead; the bytes are gone.";
  if (asked.row) return "1 dead letter" + end;
  return html`
    ${asked.filter
      ? html`${howMany(asked)} dead ${asked.count === 1 ? "letter" : "letters"} that
        contain${asked.count === 1 ? "s" : ""} <strong>${asked.filter}</strong>`
      : html`All ${howMany(asked)} dead letters`}${end} What died after ${time(asked.until)} stays as it is.`;
}

export default function DeadLetters({ params, me }) {
  const filter = params.get("filter") ?? "";
  return html`
    <h1 class="off-screen">Dead letters</h1>
    <p class="tools">
      <input type="search" maxlength=${FILTER_CHARS_MAX} aria-label="Filter by reason, sender or id" placeholder="reason, sender or id" value=${filter}
        onInput=${(event) => go("dead-letters", { filter: event.target.value }, { replace: true })} />
    </p>
    ${["ingest", "destination"].filter((war) => present[war]).map((war) => html`
      <${Desk} key=${war} war=${war} me=${me} filter=${filter.trim()} />`)}`;
}
