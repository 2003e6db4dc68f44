// Focuses the question box, which Streamlit has no option for. Only on devices with a mouse: on a phone, the keyboard
// would cover the page. Waits for the box, which may be rendered after this script runs.
(() => {
  if (!window.matchMedia("(pointer: fine)").matches) return;
  const until = Date.now() + 5000;
  const focus = () => {
    const box = document.querySelector(".st-key-ask input");
    if (document.activeElement !== document.body || Date.now() > until) return;
    if (box) box.focus({ preventScroll: true });
    else setTimeout(focus, 30);
  };
  focus();
})();
