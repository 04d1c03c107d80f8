import { html } from "./ui.js";

export const keys = [];

export default function Configuration() {
  return html`<p>configuration</p>`;
}
