// Which page is shown with which parameters: all of it stands in the address, behind the #.
import { behind } from "./api.js";
import { useEffect, useState } from "./ui.js";

/** {page, params} of an address such as `#/explore?query=level:error`. */
export function parse(hash) {
  const text = hash.replace(/^#\/?/, "");
  const mark = text.indexOf("?");
  return {
    page: decodeURIComponent(mark < 0 ? text : text.slice(0, mark)),
    params: new URLSearchParams(mark < 0 ? "" : text.slice(mark + 1)),
  };
}

/** The address of a page; parameters that are null, undefined or empty are left out. */
export function hrefOf(page, params = {}) {
  return "#/" + page + behind(params);
}

const last = {};

/** The address of a page as it was shown last. */
export function lastOf(page) {
  return last[page] ?? hrefOf(page);
}

/** Goes to a page; with `replace` the browser's Back does not lead here. */
export function go(page, params = {}, { replace = false } = {}) {
  const href = hrefOf(page, params);
  if (href === location.hash) return;
  if (replace) {
    history.replaceState(null, "", href);
    dispatchEvent(new HashChangeEvent("hashchange"));
  } else {
    location.hash = href;
  }
}

export function useRoute() {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const changed = () => setHash(location.hash);
    addEventListener("hashchange", changed);
    return () => removeEventListener("hashchange", changed);
  }, []);
  const route = parse(hash);
  if (route.page) last[route.page] = hash;
  return route;
}
