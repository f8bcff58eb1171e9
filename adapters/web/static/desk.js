// HR's own pages: choose everybody, print.
"use strict";
(() => {
  for (const all of document.querySelectorAll("[data-all]")) {
    const boxes = [...document.querySelectorAll(`input[name="${all.dataset.all}"]`)];
    all.addEventListener("change", () => boxes.forEach((b) => { b.checked = all.checked; }));
  }
  document.querySelector("[data-print]")?.addEventListener("click", () => window.print());
})();
