// Answers of the API for what is shown now: the last one stays until the next is there, and one
// that comes too late is thrown away.
import { useEffect, useRef, useState } from "../ui.js";
import { Pages } from "./pages.js";

/**
 * {answer, error, busy, settled} of `ask(signal)`, asked anew when `key` changes; not while key is
 * null. `settled` is the key that was answered last, be it with an error.
 */
export function useAsked(ask, key) {
  const [state, setState] = useState({ answer: null, error: null, busy: false, settled: null });
  useEffect(() => {
    if (key === null) return undefined;
    const abort = new AbortController();
    setState((last) => ({ ...last, busy: true }));
    ask(abort.signal).then(
      (answer) => !abort.signal.aborted && setState({ answer, error: null, busy: false, settled: key }),
      (error) => !abort.signal.aborted && setState((last) => ({ ...last, error, busy: false, settled: key })),
    );
    return () => abort.abort();
  }, [key]);
  return state;
}

/** The rows of a search, {pages, busy, error, version}; the old ones stay until the first new ones. */
export function useSearch(params, key, countMax) {
  const [state, setState] = useState({ pages: null, error: null, settled: null });
  const [version, setVersion] = useState(0);
  const shown = useRef(null);
  useEffect(() => {
    if (key === null) return undefined;
    let frame = 0;
    const pages = new Pages(params, countMax, () => {
      if (shown.current !== pages) return;
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => setVersion((n) => n + 1));
    });
    pages.start().then(() => {
      if (pages.abort.signal.aborted) return;
      shown.current?.close();
      shown.current = pages;
      setState({ pages, error: null, settled: key });
    }, (error) => {
      if (error.name !== "AbortError") setState((last) => ({ ...last, error, settled: key }));
    });
    return () => {
      setState((last) => ({ ...last, settled: null }));
      cancelAnimationFrame(frame);
      if (shown.current !== pages) pages.close();
    };
  }, [key]);
  useEffect(() => () => shown.current?.close(), []);
  return { ...state, busy: key !== state.settled, version };
}

/** An object of functions that stay the same while what they do is always of the latest render. */
export function useStable(functions) {
  const latest = useRef(functions);
  latest.current = functions;
  const stable = useRef(null);
  stable.current ??= Object.fromEntries(Object.keys(functions).map((name) =>
    [name, (...given) => latest.current[name](...given)]));
  return stable.current;
}

/** Whether the page is so narrow that rows wrap and the facets fold. */
export function useNarrow() {
  const media = useRef(null);
  media.current ??= matchMedia("(max-width: 700px)");
  const [narrow, setNarrow] = useState(media.current.matches);
  useEffect(() => {
    const changed = () => setNarrow(media.current.matches);
    media.current.addEventListener("change", changed);
    return () => media.current.removeEventListener("change", changed);
  }, []);
  return narrow;
}
