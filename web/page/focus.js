// Streamlit's box cannot ask for focus. On a device with a mouse it gets it, so that typing can begin at once; on a
// phone it does not, for the keyboard would cover the page. The box may come after this script: it is waited for.
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
