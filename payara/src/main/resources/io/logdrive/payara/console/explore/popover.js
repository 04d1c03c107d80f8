// A button and what it unfolds; Escape, a click elsewhere or the button folds it again.
import { html, useEffect, useRef, useState } from "../ui.js";

/** `children` is a function that is given `close`. */
export function Popover({ label, title, name, children, primary }) {
  const [open, setOpen] = useState(false);
  const box = useRef(null);
  const button = useRef(null);
  useEffect(() => {
    if (!open) return undefined;
    const outside = ({ target }) => {
      if (!box.current?.contains(target)) setOpen(false);
    };
    document.addEventListener("pointerdown", outside);
    const unfolded = box.current.querySelector(".unfolded");
    const beyond = unfolded.getBoundingClientRect().right - (document.documentElement.clientWidth - 6);
    if (beyond > 0) unfolded.style.left = -beyond + "px";
    box.current.querySelector(".unfolded input, .unfolded select, .unfolded button, .unfolded a")?.focus();
    return () => document.removeEventListener("pointerdown", outside);
  }, [open]);
  function close() {
    setOpen(false);
    button.current?.focus();
  }
  function pressed(event) {
    if (event.key !== "Escape" || !open) return;
    event.preventDefault();
    event.stopPropagation();
    close();
  }
  return html`
    <div class=${"popover " + (name ?? "")} ref=${box} onKeyDown=${pressed}>
      <button type="button" ref=${button} title=${title} aria-haspopup="dialog" aria-expanded=${open}
        class=${primary ? "primary" : ""} onClick=${() => setOpen(!open)}>${label}</button>
      ${open && html`<div class="unfolded" role="dialog" aria-label=${title}>
        ${children(close)}</div>`}
    </div>`;
}
