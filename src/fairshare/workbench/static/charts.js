// The words of a state beside the pointer or the focus. Without this file the browser shows them by itself.
// WCAG 1.4.13: Escape closes them, the pointer may move onto them, and they stay until it leaves.
"use strict";

const tip = document.createElement("div");
tip.className = "tip";
tip.setAttribute("aria-hidden", "true");
let shownFor = null;

function show(state) {
  const figure = state.closest("figure");
  const box = state.getBoundingClientRect();
  const around = figure.getBoundingClientRect();
  tip.textContent = state.dataset.words;
  figure.append(tip);
  const left = box.left + box.width / 2 - around.left - tip.offsetWidth / 2;
  const top = box.top + box.height / 2 - around.top - tip.offsetHeight - 14;
  tip.style.left = `${Math.max(0, Math.min(left, around.width - tip.offsetWidth))}px`;
  tip.style.top = `${Math.max(0, top)}px`;
  shownFor = state;
}

function hide() {
  tip.remove();
  shownFor = null;
}

function stateOf(event) {
  return event.target instanceof Element ? event.target.closest("[data-words]") : null;
}

document.addEventListener("pointerover", (event) => {
  const state = stateOf(event);
  if (state && state !== shownFor) show(state);
  else if (!state && shownFor && event.target !== tip && shownFor !== document.activeElement) hide();
});
document.addEventListener("focusin", (event) => {
  const state = stateOf(event);
  if (state) show(state);
  else hide();
});
document.addEventListener("focusout", hide);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") hide();
});
for (const title of document.querySelectorAll("[data-words] > title")) title.remove();
