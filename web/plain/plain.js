"use strict";
// Without this script, everything but the clipboard works.
for (const button of document.querySelectorAll("button[data-copy], button[data-copy-link]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    const text = source ? source.textContent.trim() : new URL(button.dataset.copyLink, location.href).href;
    await navigator.clipboard.writeText(text);
    const before = button.textContent;
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = before; }, 2000);
  });
}

// In the reader, "previous" and "next" start from the last visited mark.
const marks = [...document.querySelectorAll("a[data-mark]")];
const follow = () => {
  const at = marks.findIndex((link) => link.hash === location.hash);
  if (at < 0) return;
  for (const [place, link] of marks.entries()) {
    if (place === at) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  for (const step of document.querySelectorAll("a[data-step]")) {
    const to = marks[at + Number(step.dataset.step)];
    if (to) step.href = to.hash;
    else step.removeAttribute("href");
    step.ariaDisabled = to ? null : "true";
  }
};
window.addEventListener("hashchange", follow);
follow();
