// A page of the editor that was opened for one place: go there as soon as the editor is (see editor.js).

const link = document.getElementById("at");
if (link) {
  const go = () => document.querySelector(".code-frame") && (link.click(), true);
  if (!go()) {
    const waiting = new MutationObserver(() => { if (go()) waiting.disconnect(); });
    waiting.observe(document.body, { childList: true, subtree: true });
  }
}
