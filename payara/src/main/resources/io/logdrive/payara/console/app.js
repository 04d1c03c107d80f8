// The console: the bar, the pages behind it, who is logged in, and the keys that hold everywhere.
import {
  Dialog, Notes, Problem, html, render, say, useEffect, useKeys, useState,
} from "./ui.js";
import { change, findOther, get, onRefused, present, roots } from "./api.js";
import { go, hrefOf, lastOf, useRoute } from "./route.js";
import Pipeline, { keys as pipelineKeys } from "./pipeline.js";
import Explore, { asks, keys as exploreKeys } from "./explore/explore.js";
import DeadLetters from "./dead-letters.js";
import Statistics from "./statistics.js";
import Configuration from "./configuration.js";
import Access from "./access.js";
import Login from "./login.js";
import { may } from "./roles.js";

/** The pages in their order: which WARs must be here, and the role that sees them. */
const PAGES = [
  { id: "pipeline", key: "p", title: "Pipeline", page: Pipeline, keys: pipelineKeys },
  { id: "explore", key: "e", title: "Explore", page: Explore, keys: exploreKeys, asks, needs: "destination", full: true },
  { id: "dead-letters", key: "d", title: "Dead letters", page: DeadLetters },
  { id: "statistics", key: "s", title: "Statistics", page: Statistics },
  { id: "configuration", key: "c", title: "Configuration", page: Configuration },
  { id: "access", key: "a", title: "Access", page: Access, needs: "destination" },
];

function Bar({ shown, page, me, onHelp, onTheme }) {
  const away = Object.keys(present).filter((war) => !present[war]);
  async function logOut() {
    try {
      await change("DELETE", "destination", "session");
      location.reload();
    } catch (error) {
      say(error.message);
    }
  }
  return html`
    <header class="bar">
      <a class="brand" href=${hrefOf(shown[0].id)}><img src="console/icon.svg" alt="" />Logdrive</a>
      <nav aria-label="Pages">
        ${shown.map(({ id, title }) => html`
          <a key=${id} href=${id === page ? hrefOf(id) : lastOf(id)} aria-current=${id === page ? "page" : undefined}>${title}</a>`)}
        ${away.map((war) => html`<a href=${roots[war]} title=${"The console of " + war}>${war} ↗</a>`)}
      </nav>
      <span class="space"></span>
      <span class="tools">
        ${me?.user && me.security !== "off" && html`<span class="who">${me.user} <small>${me.role}</small></span>
          <button class="quiet" type="button" onClick=${logOut}>Log out</button>`}
        <button class="quiet" type="button" title="Dark or light" aria-label="Dark or light" onClick=${onTheme}>◐</button>
        <button class="quiet" type="button" title="Keys (?)" aria-label="Keys" onClick=${onHelp}>?</button>
      </span>
    </header>`;
}

function Help({ shown, keys, asks, onClose }) {
  return html`
    <${Dialog} title="Keys" onClose=${onClose}>
      <dl class="keys body">
        ${(keys ?? []).map(([key, what]) => html`<dt><kbd>${key}</kbd></dt><dd>${what}</dd>`)}
        ${shown.map(({ key, title }) => html`<dt><kbd>g</kbd> <kbd>${key}</kbd></dt><dd>${title}</dd>`)}
        <dt><kbd>t</kbd></dt><dd>dark or light</dd>
        <dt><kbd>?</kbd></dt><dd>this list</dd>
      </dl>
      ${asks && html`<h3 class="body">What to search for</h3>
        <dl class="keys body">${asks.map(([text, what]) => html`<dt><code>${text}</code></dt><dd>${what}</dd>`)}</dl>`}
    <//>`;
}

function toggleTheme() {
  const root = document.documentElement;
  const dark = root.dataset.theme
    ? root.dataset.theme === "dark"
    : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  try {
    localStorage.setItem("logdrive-theme", root.dataset.theme);
  } catch {
    // It holds for this page then.
  }
  dispatchEvent(new Event("themechange"));
}

/** Past the bar; the address stays: what stands behind its # is the page. */
function toContent(event) {
  event.preventDefault();
  document.querySelector("main").focus();
}

function Application({ firstMe }) {
  const { page, params } = useRoute();
  const [me, setMe] = useState(firstMe);
  const [refused, setRefused] = useState(false);
  const [help, setHelp] = useState(false);
  const [going, setGoing] = useState(false);
  useEffect(() => onRefused(() => setRefused(true)), []);
  const shown = PAGES.filter(({ needs, role }) => (!needs || present[needs]) && (!role || may(me, role)));
  const current = shown.find(({ id }) => id === page) ?? shown[0];
  useEffect(() => {
    document.title = current.title + " · Logdrive";
  }, [current]);
  useKeys({
    "?": () => setHelp(true),
    t: toggleTheme,
    g: () => {
      setGoing(true);
      setTimeout(() => setGoing(false), 1500);
    },
    ...(going ? Object.fromEntries(shown.map(({ id, key }) => [key, () => {
      setGoing(false);
      go(id);
    }])) : {}),
  });
  const unknown = me && me.security !== "off" && !me.user;
  if (unknown || refused) {
    return html`<${Login} me=${me} onDone=${(now) => {
      setMe(now);
      setRefused(false);
    }} />`;
  }
  return html`
    <a class="skip" href=${hrefOf(current.id)} onClick=${toContent}>To the content</a>
    <${Bar} shown=${shown} page=${current.id} me=${me} onHelp=${() => setHelp(true)} onTheme=${toggleTheme} />
    <main class=${current.full ? "full" : ""} tabindex="-1">
      <${current.page} key=${current.id} params=${params} me=${me} keysOff=${going} />
    </main>
    ${help && html`<${Help} shown=${shown} keys=${current.keys} asks=${current.asks} onClose=${() => setHelp(false)} />`}
    <${Notes} />`;
}

async function start() {
  const root = document.getElementById("app");
  root.replaceChildren();
  try {
    await findOther();
    // Ingest alone knows nobody by itself: it asks a destination elsewhere, and its own answers tell.
    const me = present.destination ? await get("destination", "me") : null;
    render(html`<${Application} firstMe=${me} />`, root);
  } catch (error) {
    render(html`<main><${Problem} error=${error} /></main>`, root);
  }
}

start();
