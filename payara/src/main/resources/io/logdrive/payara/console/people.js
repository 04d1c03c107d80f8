import { html } from "./ui.js";

export const keys = [];

export default function People() {
  return html`<p>people</p>`;
}
