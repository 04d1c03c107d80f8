// TanStack's virtualizer as a hook: which of very many rows stand in the document.
import {
  Virtualizer, elementScroll, observeElementOffset, observeElementRect,
} from "../lib/virtual/index.js";
import { useLayoutEffect, useReducer, useRef } from "../ui.js";

/** `options` as the Virtualizer has them; renders anew when other rows come into view. */
export function useVirtual(options) {
  const [, again] = useReducer((n) => n + 1, 0);
  const held = useRef(null);
  const all = {
    observeElementRect, observeElementOffset, scrollToFn: elementScroll,
    ...options,
    onChange: again,
  };
  held.current ??= new Virtualizer(all);
  const virtual = held.current;
  virtual.setOptions(all);
  useLayoutEffect(() => virtual._didMount(), []);
  useLayoutEffect(() => virtual._willUpdate());
  return virtual;
}
