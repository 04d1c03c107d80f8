// Answers of the API for what is shown now: the last one stays until the next is there, and one
// that comes too late is thrown away.
import { useEffect, useRef, useState } from "../ui.js";
import { Pages } from "./pages.js";

/**
 * {answer, error, busy, settled} of `ask(signal)`, asked anew when `key` changes; not while key is
 * null. `settled` is the key that was answered last, be it with an error.
 */
export function useAsked(ask, key) {
  const [state, setState] = useState({ answer: null, error: null, settled: null });
  useEffect(() => {
    if (key === null) return undefined;
    const abort = new AbortController();
    ask(abort.signal).then(
      (answer) => !abort.signal.aborted && setState({ answer, error: null, settled: key }),
      (error) => !abort.signal.aborted && setState((last) => ({ ...last, error, settled: key })),
    );
    return () => {
      setState((last) => ({ ...last, settled: null }));
      abort.abort();
    };
  }, [key]);
  return { ...state, busy: key !== null && key !== state.settled };
}

/** The rows of a search, {pages, busy, error, version}; the old ones stay until the first new ones. */
export function useSearch(params, key, countMax) {
  const [version, setVersion] = useState(0);
  const { answer: pages, ...state } = useAsked((signal) => {
    let frame = 0;
    const asked = new Pages(params, countMax, () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => setVersion((n) => n + 1));
    });
    // Those that are shown stay until others take their place.
    signal.addEventListener("abort", () => asked.answer === null && asked.close());
    return asked.start();
  }, key);
  useEffect(() => () => pages?.close(), [pages]);
  return { pages, ...state, version };
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
