// Searches that are kept under a name, one's own and those shared; hidden from whom may not.
import { Problem, html, useEffect, useState } from "../ui.js";
import { change, get } from "../api.js";
import { hrefOf } from "../route.js";
import { Popover } from "./popover.js";
import { plainOf } from "./text.js";

const pathOf = (name) => "searches/" + encodeURIComponent(name);

function Saved({ one, me, onDelete }) {
  const own = one.owner === me?.user || (one.owner === "" && me?.security === "off");
  return html`
    <li>
      <a href=${hrefOf("explore", new URLSearchParams(one.state))}>${plainOf(one.name)}</a>
      <small>${one.shared ? "shared" + (own || !one.owner ? "" : " by " + one.owner) : ""}</small>
      ${(own || (one.shared && me?.role === "admin")) && html`
        <button type="button" class="quiet" aria-label=${"Delete the search " + one.name} title="Delete"
          onClick=${() => onDelete(one)}>✕</button>`}
    </li>`;
}

function Choice({ searches, onSearches, me, close }) {
  const [error, setError] = useState(null);
  async function doing(act) {
    setError(null);
    try {
      await act();
      onSearches((await get("destination", "searches")).searches);
    } catch (failed) {
      setError(failed);
    }
  }
  function save(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    const state = location.hash.replace(/^[^?]*\??/, "");
    doing(() => change("PUT", "destination", pathOf(form.get("name").trim()), { state, shared: form.get("shared") === "on" }));
  }
  return html`
    <div class="searches">
      <form class="stacked" onSubmit=${save}>
        <label>Keep this search as <input name="name" required maxlength="100" autocomplete="off" /></label>
        <label class="inline"><input type="checkbox" name="shared" /> for everybody</label>
        <button class="primary">Save</button>
      </form>
      <${Problem} error=${error} />
      <ul onClick=${({ target }) => target.closest("a") && close()}>
        ${searches.map((one) => html`<${Saved} key=${(one.owner ?? "") + "/" + one.name} one=${one} me=${me}
          onDelete=${() => doing(() => change("DELETE", "destination", pathOf(one.name), {}, { owner: one.owner }))} />`)}
      </ul>
      ${searches.length === 0 && html`<p class="faint">None is kept yet. A range such as “Last hour” stays relative.</p>`}
    </div>`;
}

export function Searches({ me }) {
  const [searches, setSearches] = useState(null);
  useEffect(() => {
    const abort = new AbortController();
    // Who may not keep searches, or a server without them: nothing is offered.
    get("destination", "searches", {}, { signal: abort.signal }).then(({ searches: all }) => setSearches(all), () => {});
    return () => abort.abort();
  }, []);
  if (searches === null) return null;
  return html`<${Popover} name="searches-choice" title="Saved searches" label="Saved ▾">
    ${(close) => html`<${Choice} searches=${searches} onSearches=${setSearches} me=${me} close=${close} />`}<//>`;
}
