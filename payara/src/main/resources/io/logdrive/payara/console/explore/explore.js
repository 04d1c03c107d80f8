import { html } from "../ui.js";

export const keys = [["/", "search"]];

export default function Explore() {
  return html`<p>explore</p>`;
}
