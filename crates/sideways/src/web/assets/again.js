// What takes long is watched, and shown once it is done. Without this the page has a link that looks again.
"use strict";
(() => {
  const watched = document.querySelector("[data-look-again]");
  if (!watched) return;
  const page = watched.dataset.lookAgain, said = watched.querySelector("[data-said]");
  const look = async () => {
    try {
      const answer = await fetch(page + "/progress");
      const words = await answer.text();
      if (!answer.ok || words === "done") { location.replace(page); return; }
      said.textContent = words;
    } catch { said.textContent = "The pages do not answer: is sideways serve still running?"; }
    setTimeout(look, 400);
  };
  setTimeout(look, 200);
})();
