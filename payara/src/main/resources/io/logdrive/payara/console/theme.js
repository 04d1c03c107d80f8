"use strict";

// Before the first paint, so that nothing flashes; the choice is kept in this browser.
try {
  const chosen = localStorage.getItem("logdrive-theme");
  if (chosen === "dark" || chosen === "light") {
    document.documentElement.dataset.theme = chosen;
  }
} catch {
  // Without storage the system's preference holds.
}
