// The public HTTP API of both WARs, and nothing else.

/** An answer that is an error; `message` is what the server said, in its words. */
export class ApiError extends Error {
  constructor(message, status, problem, retryAfter) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.problem = problem;
    this.retryAfter = retryAfter;
  }
}

const page = document.documentElement.dataset;
const here = new URL(".", document.baseURI).pathname;

/** Where each WAR is: this page's own beneath its folder, the other where it was configured. */
export const roots = {
  [page.here]: here,
  [page.here === "ingest" ? "destination" : "ingest"]: new URL(page.other, document.baseURI).href,
};

/** Which WARs answer on this server; the other one may run elsewhere. */
export const present = { [page.here]: true };

/** Looks once whether the other WAR is on this server, too. */
export async function findOther() {
  const other = page.here === "ingest" ? "destination" : "ingest";
  const address = new URL(roots[other]);
  present[other] = false;
  if (address.origin === location.origin) {
    roots[other] = address.pathname;
    try {
      const answer = await fetch(address.pathname + "console/console.json");
      present[other] = answer.ok && (await answer.json()).console === "logdrive";
    } catch {
      // It is not there: its pages are not shown.
    }
  }
  return present;
}

/** What stands behind a path, "?limit=5"; parameters that are null, undefined or empty are left out. */
export function behind(params) {
  const search = new URLSearchParams();
  const entries = params instanceof URLSearchParams ? [...params] : Object.entries(params);
  for (const [name, value] of entries) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== null && one !== undefined && one !== "") search.append(name, String(one));
    }
  }
  const text = search.toString();
  return text ? "?" + text : "";
}

/** The address of a resource: `of("destination", "messages", {limit: 5})`. */
export function of(war, path, params = {}) {
  return roots[war] + path + behind(params);
}

const refused = new EventTarget();

/** Calls `act` when a request was answered 401: nobody is logged in, or no longer. */
export function onRefused(act) {
  refused.addEventListener("refused", act);
  return () => refused.removeEventListener("refused", act);
}

async function errorOf(answer) {
  let problem = null;
  try {
    problem = await answer.json();
  } catch {
    // Not every error has a body that says more.
  }
  const text = problem?.detail ?? problem?.title ?? answer.statusText ?? "error";
  return new ApiError(text, answer.status, problem, answer.headers.get("Retry-After"));
}

async function ask(address, options) {
  let answer;
  try {
    answer = await fetch(address, { credentials: "same-origin", ...options });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError("The server does not answer.", 0, null, null);
  }
  if (!answer.ok) {
    if (answer.status === 401) refused.dispatchEvent(new Event("refused"));
    throw await errorOf(answer);
  }
  return answer;
}

/** Reads JSON; a number that JavaScript would write otherwise ("1.0", 20 digits) stays as it stands. */
export function parse(text) {
  return JSON.parse(text, (name, value, { source } = {}) =>
    (typeof value === "number" && source !== undefined && source !== String(value) && JSON.rawJSON
      ? JSON.rawJSON(source) : value));
}

const waiting = new Set();

/** Says that nobody waits for this search any more; also while the page goes away. */
function leave(id) {
  waiting.delete(id);
  fetch(of("destination", "queries/" + id), {
    method: "DELETE", keepalive: true, credentials: "same-origin", headers: { "Content-Type": "application/json" },
  }).catch(() => {
    // It ends by its own timeout.
  });
}

addEventListener("pagehide", () => waiting.forEach(leave));

/**
 * What `act(headers)` answers, a search under an id of its own: a server does not see that a browser
 * has left, so it is told when `signal` aborts before all of the answer is there.
 */
async function endable(act, signal) {
  const id = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const left = () => leave(id);
  waiting.add(id);
  signal?.addEventListener("abort", left, { once: true });
  try {
    return await act({ Accept: "application/json", "Logdrive-Query": id });
  } finally {
    waiting.delete(id);
    signal?.removeEventListener("abort", left);
  }
}

/** What a resource says, as JSON. Throws ApiError; AbortError when `signal` was. */
export async function get(war, path, params = {}, { signal } = {}) {
  return (await ask(of(war, path, params), { signal, headers: { Accept: "application/json" } })).json();
}

const TURNS_MAX = 12;
const TURN_SECONDS_MAX = 3;

/** A wait that ends early, with an AbortError, when `signal` is aborted. */
function pause(millis, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, millis);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    }, { once: true });
  });
}

/** What `act` answers; while the server is busy with other searches it is asked again. */
async function inTurn(act, signal) {
  for (let turn = 1; ; turn++) {
    try {
      return await act();
    } catch (error) {
      if (error.status !== 429 || turn >= TURNS_MAX) throw error;
      await pause(1000 * Math.min(TURN_SECONDS_MAX, Number(error.retryAfter) || 1), signal);
    }
  }
}

/**
 * The same of the destination's messages, for whose answer many rows may have to be read: the server
 * ends it when `signal` aborts, and while others hold its connections it waits for its turn. `params`
 * may be longer than an address: then they are sent as a form. `exact` reads by `parse`.
 */
export async function search(path, params, { signal, exact = false } = {}) {
  const address = of("destination", path, params);
  const asked = (headers) => (address.length < 6000
    ? ask(address, { signal, headers })
    : ask(of("destination", path), {
      method: "POST",
      signal,
      headers: { ...headers, "Content-Type": "application/x-www-form-urlencoded" },
      body: new URL(address, location.href).searchParams,
    }));
  return inTurn(() => endable(async (headers) => {
    const answer = await asked(headers);
    return exact ? parse(await answer.text()) : answer.json();
  }, signal), signal);
}

/**
 * Reads NDJSON as it comes: gives the lines that have come whole since the last time, as text; an
 * empty one is a sign of life. Throws as `get` does.
 */
export async function* lines(war, path, params, { signal }) {
  const answer = await ask(of(war, path, params), { signal, headers: { Accept: "application/x-ndjson" } });
  yield [];
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const whole = (rest + part.value).split("\n");
    rest = whole.pop();
    if (whole.length > 0) yield whole;
  }
}

/** Changes something: POST, PUT, PATCH or DELETE with JSON; null where nothing is answered. */
export async function change(method, war, path, body = {}, params = {}) {
  const answer = await ask(of(war, path, params), {
    method,
    headers: { Accept: "application/json", "Content-Type": "application/json" },
    // A DELETE with a body is refused by Payara, one that does not say JSON by us.
    body: method === "DELETE" ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  return text === "" ? null : JSON.parse(text);
}
