// In a session, the left and right arrows lead to the dossier before and to the one after.
"use strict";

const FOLLOWED = { ArrowLeft: "prev", ArrowRight: "next" };

function isBusy(element) {
  return element.closest("input, textarea, select, [contenteditable], .table-box") !== null;
}

document.addEventListener("keydown", (event) => {
  const way = FOLLOWED[event.key];
  if (!way || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || isBusy(event.target)) {
    return;
  }
  document.querySelector(`.turn [rel=${way}]`)?.click();
});
