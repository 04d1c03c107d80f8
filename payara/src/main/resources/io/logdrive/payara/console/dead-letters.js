import { html } from "./ui.js";

export const keys = [];

export default function DeadLetters() {
  return html`<p>dead-letters</p>`;
}
