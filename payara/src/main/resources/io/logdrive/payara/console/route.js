// Which page is shown with which parameters: all of it stands in the address, behind the #.
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
  const search = new URLSearchParams();
  const entries = params instanceof URLSearchParams ? [...params] : Object.entries(params);
  for (const [name, value] of entries) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== null && one !== undefined && one !== "") search.append(name, String(one));
    }
  }
  const text = search.toString();
  return "#/" + page + (text ? "?" + text : "");
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
  return parse(hash);
}
