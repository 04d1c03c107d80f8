// What every page is made of: Preact, its hooks, and the small parts that several pages share.
import { Component, h, render } from "./lib/preact.js";
import {
  useCallback, useEffect, useLayoutEffect, useMemo, useReducer, useRef, useState,
} from "./lib/hooks.js";
import htm from "./lib/htm.js";

export const html = htm.bind(h);
export {
  Component, render,
  useCallback, useEffect, useLayoutEffect, useMemo, useReducer, useRef, useState,
};

/** Calls `ask(signal)` now and `everyMillis` after each answer; [answer, error] of the latest. */
export function usePolled(ask, everyMillis, dependencies = []) {
  const [state, setState] = useState([null, null]);
  useEffect(() => {
    const abort = new AbortController();
    let timer = 0;
    async function once() {
      if (!document.hidden) {
        try {
          const answer = await ask(abort.signal);
          if (!abort.signal.aborted) setState([answer, null]);
        } catch (error) {
          if (abort.signal.aborted) return;
          setState(([last]) => [last, error]);
        }
      }
      if (!abort.signal.aborted) timer = setTimeout(once, everyMillis);
    }
    once();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, dependencies);
  return state;
}

/** Calls `act(event)` for keys of the page, not while somebody types; `keys` maps key to action. */
export function useKeys(keys) {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    function pressed(event) {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (document.querySelector("dialog[open]")) return;
      const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
      const act = latest.current[event.key];
      if (act && (!typing || event.key === "Escape")) {
        act(event);
      }
    }
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, []);
}

/** A dialog over the page; Escape and the button close it. */
export function Dialog({ title, onClose, children, wide }) {
  const dialog = useRef(null);
  useEffect(() => {
    dialog.current.showModal();
  }, []);
  return html`
    <dialog ref=${dialog} class=${wide ? "wide" : ""} aria-label=${title} onClose=${onClose}
        onClick=${(event) => event.target === dialog.current && dialog.current.close()}>
      <header>
        <h2>${title}</h2>
        <button type="button" class="quiet" aria-label="Close" onClick=${() => dialog.current.close()}>✕</button>
      </header>
      ${children}
    </dialog>`;
}

/** Asks before something that cannot be taken back; `act` may be asynchronous. */
export function Confirm({ title, children, verb, onClose, act }) {
  const [error, setError] = useState(null);
  const [busy, setBusy] = useState(false);
  async function go() {
    setBusy(true);
    try {
      await act();
      onClose();
    } catch (failed) {
      setError(failed);
      setBusy(false);
    }
  }
  return html`
    <${Dialog} title=${title} onClose=${onClose}>
      <div class="body">${children}</div>
      <${Problem} error=${error} />
      <footer>
        <button type="button" onClick=${onClose}>Cancel</button>
        <button type="button" class="danger" disabled=${busy} onClick=${go}>${verb}</button>
      </footer>
    <//>`;
}

/** An error as the server said it; nothing where there is none. */
export function Problem({ error }) {
  if (!error) return null;
  return html`<p class="problem" role="alert">${error.message}</p>`;
}

/** Nothing is there: said in a sentence, with what to do next. */
export function Empty({ children }) {
  return html`<p class="empty">${children}</p>`;
}

/** One figure with its name. */
export function Figure({ name, value, unit, title, state }) {
  return html`
    <div class=${"figure " + (state ?? "")} title=${title}>
      <dt>${name}</dt>
      <dd>${value}${unit && html` <small>${unit}</small>`}</dd>
    </div>`;
}

/** Puts text into the clipboard; false where the browser refuses. */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "off-screen";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}

const notes = new EventTarget();

/** Says something for a few seconds at the foot of the page. */
export function say(text) {
  notes.dispatchEvent(new CustomEvent("say", { detail: text }));
}

/** Where `say` is shown; the application has one. */
export function Notes() {
  const [text, setText] = useState("");
  useEffect(() => {
    let timer = 0;
    function said(event) {
      setText(event.detail);
      clearTimeout(timer);
      timer = setTimeout(() => setText(""), 4000);
    }
    notes.addEventListener("say", said);
    return () => notes.removeEventListener("say", said);
  }, []);
  return html`<div class=${text ? "note" : "note none"} role="status">${text}</div>`;
}
