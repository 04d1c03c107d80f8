import { html } from "./ui.js";

export const keys = [];

export default function Pipeline() {
  return html`<p>pipeline</p>`;
}
