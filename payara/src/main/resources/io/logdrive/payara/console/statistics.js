import { html } from "./ui.js";

export const keys = [];

export default function Statistics() {
  return html`<p>statistics</p>`;
}
