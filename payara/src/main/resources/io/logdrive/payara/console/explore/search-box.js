// Where the query is written, with what could stand there, and where it is wrong.
import { html, useEffect, useRef, useState } from "../ui.js";
import { brief } from "../format.js";
import { completionAt } from "./completion.js";
import { plainOf } from "./text.js";

const PAUSE_MILLIS = 120;

function Options({ options, at, choose }) {
  return html`
    <ul id="completion" role="listbox" class="completion" aria-label="What could stand here">
      ${options.map(({ shown, count, note }, n) => html`
        <li key=${shown} id=${"completion-" + n} role="option" aria-selected=${n === at}
            onMouseDown=${(event) => {
              event.preventDefault();
              choose(n);
            }}>
          <span class="mono">${plainOf(shown)}</span>
          <small>${note || (count === undefined ? "" : brief(count))}</small>
        </li>`)}
    </ul>`;
}

/** The query as it was sent, with a mark where the server says it is wrong. */
export function QueryProblem({ error, query }) {
  const at = error?.problem?.position;
  return html`
    <div class="problem" role="alert">
      <p>${error.message}</p>
      ${error.problem?.parameter === "query" && at !== undefined && html`
        <pre class="mono">${query.slice(0, at)}<mark>${query.slice(at, at + 1) || " "}</mark>${query.slice(at + 1)}</pre>`}
    </div>`;
}

function useCompletion(range) {
  const [found, setFound] = useState(null);
  const [at, setAt] = useState(-1);
  const asking = useRef({ abort: null, timer: 0 });
  function close() {
    clearTimeout(asking.current.timer);
    asking.current.abort?.abort();
    setFound(null);
    setAt(-1);
  }
  function ask(input, asked) {
    clearTimeout(asking.current.timer);
    asking.current.abort?.abort();
    const abort = new AbortController();
    asking.current.abort = abort;
    asking.current.timer = setTimeout(async () => {
      try {
        const next = await completionAt(input.value, input.selectionStart, range, abort.signal, asked);
        if (abort.signal.aborted) return;
        setFound(next);
        setAt(-1);
      } catch {
        // Without an answer nothing is proposed; the search itself says what is wrong.
      }
    }, asked ? 0 : PAUSE_MILLIS);
  }
  useEffect(() => close, []);
  return { found, at, setAt, ask, close };
}

export function SearchBox({ query, range, onSearch, handle, busy }) {
  const [text, setText] = useState(query);
  const input = useRef(null);
  const completion = useCompletion(range);
  const { found, at } = completion;
  useEffect(() => setText(query), [query]);
  useEffect(() => {
    handle.current = () => {
      input.current.focus();
      input.current.select();
    };
  }, []);
  function choose(n) {
    const { start, end, options } = found;
    const { insert } = options[n];
    const next = text.slice(0, start) + insert + text.slice(end).trimStart();
    setText(next);
    completion.close();
    requestAnimationFrame(() => {
      input.current.focus();
      input.current.setSelectionRange(start + insert.length, start + insert.length);
      if (insert.endsWith(":")) completion.ask(input.current, true);
    });
  }
  function pressed(event) {
    const { key } = event;
    if (key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault();
      if (!found) completion.ask(input.current, true);
      else {
        const length = found.options.length;
        completion.setAt(key === "ArrowDown" ? (at + 1) % length : (at <= 0 ? length : at) - 1);
      }
    } else if ((key === "Enter" && found && at >= 0) || (key === "Tab" && found && !event.shiftKey)) {
      event.preventDefault();
      choose(Math.max(0, at));
    } else if (key === "Escape") {
      event.preventDefault();
      if (found) completion.close();
      else input.current.blur();
    }
  }
  function search(event) {
    event.preventDefault();
    completion.close();
    onSearch(text.trim());
  }
  return html`
    <form class="search" role="search" onSubmit=${search}>
      <input ref=${input} class="mono" type="text" value=${text} spellcheck="false" autocomplete="off" autocapitalize="off"
        placeholder='Search: words, "a phrase", level:error, service:pay*, latency:>500   ( / )'
        aria-label="Search" role="combobox" aria-expanded=${found !== null} aria-controls="completion"
        aria-autocomplete="list" aria-activedescendant=${found && at >= 0 ? "completion-" + at : undefined}
        onInput=${(event) => {
          setText(event.target.value);
          completion.ask(event.target, false);
        }} onKeyDown=${pressed} onBlur=${completion.close} />
      ${text !== "" && html`<button type="button" class="quiet clear" aria-label="Clear the search" title="Clear"
        onClick=${() => onSearch("")}>✕</button>`}
      <button class="primary" aria-busy=${busy}>Search</button>
      ${found && html`<${Options} options=${found.options} at=${at} choose=${choose} />`}
    </form>`;
}
