// The log-in page, shown while security is on and nobody is known.
import { Problem, html, useState } from "./ui.js";
import { change, get, of, present, roots } from "./api.js";

export default function Login({ me, onDone }) {
  const [error, setError] = useState(null);
  const [busy, setBusy] = useState(false);
  async function logIn(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    setBusy(true);
    setError(null);
    try {
      await change("POST", "destination", "session", {
        name: form.get("user"),
        password: form.get("password"),
      });
      onDone(await get("destination", "me"));
    } catch (failed) {
      setError(failed.status === 401 ? new Error("Wrong name or password.") : failed);
      setBusy(false);
    }
  }
  if (!present.destination) {
    return html`
      <main class="panel login"><h1>Logdrive ingest</h1>
        <p>Only who is known sees this. <a href=${roots.ingest + "queue"}>Log in</a>, and come back.</p></main>`;
  }
  const ways = me?.logIn ?? ["password"];
  return html`
    <main class="panel login">
      <h1>Logdrive</h1>
      ${ways.includes("openid") && html`
        <p><a class="button" href=${of("destination", "session/openid", { to: location.pathname + location.hash })}>
          Log in by your organisation</a></p>`}
      <form class="stacked" onSubmit=${logIn}>
        <label>Name <input name="user" autocomplete="username" required autofocus /></label>
        <label>Password <input name="password" type="password" autocomplete="current-password" required /></label>
        <${Problem} error=${error} />
        <button class="primary" disabled=${busy}>Log in</button>
      </form>
    </main>`;
}
