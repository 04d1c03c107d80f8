// Users, tokens and what was done about them; one's own password and tokens for who is no admin.
import {
  Confirm, Dialog, Empty, Problem, copyText, html, say, useCallback, useEffect, useState,
} from "./ui.js";
import { change, get } from "./api.js";
import { ago, count, time } from "./format.js";
import { may } from "./roles.js";

const ROLES = ["reader", "operator", "admin"];
const AUDIT_PAGE = 50;

/** A list of the destination's with how to ask for it again. */
function useList(path, member, params = {}) {
  const [state, setState] = useState([null, null]);
  const load = useCallback(async () => {
    try {
      const answer = await get("destination", path, params);
      setState([answer[member], null]);
    } catch (error) {
      setState([null, error]);
    }
  }, [path]);
  useEffect(() => {
    load();
  }, [path]);
  return [...state, load];
}

/** A form in a dialog: `act` gets its fields, and its error is shown. */
function Ask({ title, verb, act, onClose, children }) {
  const [error, setError] = useState(null);
  const [busy, setBusy] = useState(false);
  async function submit(event) {
    event.preventDefault();
    const fields = Object.fromEntries(new FormData(event.target));
    setBusy(true);
    try {
      await act(fields);
      onClose();
    } catch (failed) {
      setError(failed);
      setBusy(false);
    }
  }
  return html`
    <${Dialog} title=${title} onClose=${onClose}>
      <form class="stacked body" onSubmit=${submit}>
        ${children}
        <${Problem} error=${error} />
        <p class="tools"><button class="primary" disabled=${busy}>${verb}</button></p>
      </form>
    <//>`;
}

const role = (chosen) => html`
  <label>Role <select name="role">${ROLES.map((one) => html`<option selected=${one === chosen}>${one}</option>`)}</select></label>`;
const password = (name, label, isNew = true) => html`
  <label>${label} <input name=${name} type="password" required minlength=${isNew ? 12 : undefined}
    autocomplete=${isNew ? "new-password" : "current-password"} /></label>`;

function AddUser({ first, onClose, onDone }) {
  return html`
    <${Ask} title=${first ? "The first user: an admin" : "Add a user"} verb="Add" onClose=${onClose}
        act=${async (fields) => {
          await change("POST", "destination", "users", first ? { ...fields, role: "admin" } : fields);
          onDone();
        }}>
      <label>Name <input name="name" required pattern="[a-z0-9][a-z0-9._@\\-]{0,63}" autocomplete="off"
        title="lower-case letters, digits, . _ @ -" /></label>
      ${first ? null : role("reader")}
      ${password("password", "Password, 12 characters or more")}
      ${first && html`<p class="faint">From then on everybody logs in, you too. The name: lower-case letters, digits, . _ @ -</p>`}
    <//>`;
}

function Users({ me }) {
  const [users, error, load] = useList("users", "users");
  const [asked, setAsked] = useState(null);
  const patch = (name, body) =>
    change("PATCH", "destination", "users/" + encodeURIComponent(name), body).then(load);
  return html`
    <section class="panel">
      <header><h2>Users</h2><small>${count(users?.length)}</small><span class="space"></span>
        <button type="button" onClick=${() => setAsked({ what: "add" })}>Add a user</button></header>
      <${Problem} error=${error} />
      <div class="scroll" tabindex="0" role="region" aria-label="Users">
        <table>
          <thead><tr><th>Name</th><th>Role</th><th>State</th><th>Changed</th><th></th></tr></thead>
          <tbody>${(users ?? []).map((user) => html`
            <tr key=${user.name}>
              <td>${user.name}${user.name === me.user && html` <small>you</small>`}</td>
              <td><select aria-label=${"Role of " + user.name} value=${user.role}
                  onChange=${(event) => patch(user.name, { role: event.target.value }).catch((failed) => {
                    say(failed.message);
                    load();
                  })}>
                ${ROLES.map((one) => html`<option selected=${one === user.role}>${one}</option>`)}</select></td>
              <td>${user.disabled ? html`<span class="warn">disabled</span>` : "may log in"}</td>
              <td title=${time(user.changed)}>${ago(user.changed)}</td>
              <td class="tools">
                <button type="button" onClick=${() => setAsked({ what: "password", user })}>Password</button>
                <button type="button" onClick=${() => patch(user.name, { disabled: !user.disabled }).catch((failed) => say(failed.message))}>
                  ${user.disabled ? "Enable" : "Disable"}</button>
                <button type="button" class="danger" onClick=${() => setAsked({ what: "delete", user })}>Delete</button>
              </td>
            </tr>`)}
          </tbody>
        </table>
      </div>
      ${asked?.what === "add" && html`<${AddUser} onClose=${() => setAsked(null)} onDone=${load} />`}
      ${asked?.what === "password" && html`
        <${Ask} title=${"Password of " + asked.user.name} verb="Change" onClose=${() => setAsked(null)}
            act=${(fields) => patch(asked.user.name, fields)}>
          ${password("password", "New password; ends the user's sessions")}<//>`}
      ${asked?.what === "delete" && html`
        <${Confirm} title=${"Delete " + asked.user.name} verb="Delete" onClose=${() => setAsked(null)}
            act=${() => change("DELETE", "destination", "users/" + encodeURIComponent(asked.user.name)).then(load)}>
          <p>With the user go its tokens and sessions.</p><//>`}
    </section>`;
}

function NewToken({ made, onClose }) {
  return html`
    <${Dialog} title="The token, shown once" onClose=${onClose}>
      <div class="body">
        <p>Keep it now: what is stored is only its hash.</p>
        <pre class="raw" tabindex="0">${made.token}</pre>
        <p class="tools"><button type="button" class="primary"
          onClick=${async () => (await copyText(made.token)) && say("Copied.")}>Copy</button></p>
        <p class="faint">curl -H "Authorization: Bearer …" ${location.origin + new URL("messages", document.baseURI).pathname}</p>
      </div>
    <//>`;
}

function tokenOf(fields) {
  const days = Number(fields.days);
  return {
    name: fields.name,
    role: fields.role,
    ...(fields.filter.trim() === "" ? {} : { filter: fields.filter.trim() }),
    ...(days > 0 ? { expires: new Date(Date.now() + days * 86_400_000).toISOString() } : {}),
  };
}

function Tokens({ me }) {
  const [tokens, error, load] = useList("tokens", "tokens");
  const [asked, setAsked] = useState(null);
  const [made, setMade] = useState(null);
  const isOver = (token) => token.revoked || (token.expires && new Date(token.expires) < new Date());
  return html`
    <section class="panel">
      <header><h2>Tokens</h2><small>${count(tokens?.length)}</small><span class="space"></span>
        ${me.user && html`<button type="button" onClick=${() => setAsked({ what: "add" })}>Make a token</button>`}</header>
      <${Problem} error=${error} />
      ${tokens?.length === 0 && html`<${Empty}>None. Programs read with a token, people with a password.<//>`}
      ${tokens?.length > 0 && html`
        <div class="scroll" tabindex="0" role="region" aria-label="Tokens">
          <table>
            <thead><tr><th>Name</th><th>User</th><th>Role</th><th>Sees only</th><th>Last used</th><th>Ends</th><th></th></tr></thead>
            <tbody>${tokens.map((token) => html`
              <tr key=${token.id}>
                <td>${token.name}</td><td>${token.user}</td><td>${token.role}</td>
                <td class="mono wrap">${token.filter ?? "everything"}</td>
                <td>${token.lastUsed ? ago(token.lastUsed) : "never"}</td>
                <td>${token.revoked ? html`<span class="warn">revoked</span>` : token.expires ? time(token.expires, { millis: false }) : "never"}</td>
                <td class="tools">${!isOver(token) && html`
                  <button type="button" class="danger" onClick=${() => setAsked({ what: "revoke", token })}>Revoke</button>`}</td>
              </tr>`)}
            </tbody>
          </table>
        </div>`}
      ${asked?.what === "add" && html`
        <${Ask} title="Make a token" verb="Make" onClose=${() => setAsked(null)}
            act=${async (fields) => {
              setMade(await change("POST", "destination", "tokens", tokenOf(fields)));
              load();
            }}>
          <label>Name <input name="name" required pattern="[A-Za-z0-9][A-Za-z0-9._\\-]{0,63}" autocomplete="off" /></label>
          ${role("reader")}
          <label>Sees only what matches (empty: everything) <input name="filter" class="mono" placeholder="service:pay*" /></label>
          <label>Days until it ends (empty: never) <input name="days" type="number" min="1" max="3650" /></label>
        <//>`}
      ${asked?.what === "revoke" && html`
        <${Confirm} title=${"Revoke " + asked.token.name} verb="Revoke" onClose=${() => setAsked(null)}
            act=${() => change("DELETE", "destination", "tokens/" + encodeURIComponent(asked.token.id)).then(load)}>
          <p>Who uses it is refused from now on.</p><//>`}
      ${made && html`<${NewToken} made=${made} onClose=${() => setMade(null)} />`}
    </section>`;
}

function Audit() {
  const [entries, setEntries] = useState([]);
  const [next, setNext] = useState(null);
  const [error, setError] = useState(null);
  async function load(after) {
    try {
      const answer = await get("destination", "audit", { limit: AUDIT_PAGE, after });
      setEntries((last) => (after ? [...last, ...answer.audit] : answer.audit));
      setNext(answer.next ?? null);
    } catch (failed) {
      setError(failed);
    }
  }
  useEffect(() => {
    load(null);
  }, []);
  return html`
    <section class="panel">
      <header><h2>What was done</h2></header>
      <${Problem} error=${error} />
      <div class="scroll" tabindex="0" role="region" aria-label="What was done">
        <table>
          <thead><tr><th>At</th><th>Who</th><th>From</th><th>What</th><th>To</th><th>Outcome</th></tr></thead>
          <tbody>${entries.map((entry) => html`
            <tr key=${entry.id}><td class="nowrap">${time(entry.at, { millis: false })}</td><td>${entry.who}</td>
              <td class="mono">${entry.address}</td><td>${entry.what}</td><td class="wrap">${entry.target}</td>
              <td class="wrap">${entry.outcome}</td></tr>`)}
          </tbody>
        </table>
      </div>
      ${next && html`<p><button type="button" onClick=${() => load(next)}>More</button></p>`}
    </section>`;
}

function Own({ me }) {
  const [open, setOpen] = useState(false);
  return html`
    <section class="panel">
      <header><h2>${me.user}</h2><small>${me.role}</small><span class="space"></span>
        <button type="button" onClick=${() => setOpen(true)}>Change my password</button></header>
      ${open && html`
        <${Ask} title="Change my password" verb="Change" onClose=${() => setOpen(false)}
            act=${async (fields) => {
              await change("POST", "destination", "me/password", fields);
              location.reload();
            }}>
          ${password("old", "Password", false)}
          ${password("new", "New password, 12 characters or more; ends all your sessions")}<//>`}
    </section>`;
}

function Off() {
  const [open, setOpen] = useState(false);
  return html`
    <section class="panel">
      <header><h2>Nobody has to log in</h2></header>
      <p>There is no user yet, so that only requests from this machine are let in, as everybody.
        With the first user everybody logs in, from other machines inside TLS.</p>
      <p class="tools"><button type="button" class="primary" onClick=${() => setOpen(true)}>Add the first user</button></p>
      ${open && html`<${AddUser} first onClose=${() => setOpen(false)} onDone=${() => location.reload()} />`}
    </section>`;
}

export default function Access({ me }) {
  if (me.security === "off") {
    return html`<h1 class="off-screen">Access</h1><${Off} />`;
  }
  return html`
    <h1 class="off-screen">Access</h1>
    <${Own} me=${me} />
    ${may(me, "admin") && html`<${Users} me=${me} />`}
    <${Tokens} me=${me} />
    ${may(me, "admin") && html`<${Audit} />`}`;
}
