// Small signs that not every font has.
import { html } from "../ui.js";

const PATHS = {
  copy: "M5.5 5.5h8v8h-8zM3 10.5H2.5v-8h8V3",
  column: "M2.5 2.5h11v11h-11zM6.2 2.5v11M9.8 2.5v11",
};

export function Icon({ name }) {
  return html`<svg viewBox="0 0 16 16" aria-hidden="true"><path d=${PATHS[name]} /></svg>`;
}
