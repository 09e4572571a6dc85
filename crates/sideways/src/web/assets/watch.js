// What takes long is watched, and shown once there is something to see. Without this the page is looked at again.
"use strict";
(() => {
  const watched = document.querySelector("[data-watch]");
  if (!watched) return;
  const page = watched.dataset.watch, said = watched.querySelector("[data-said]"), bar = watched.querySelector("progress");
  const look = async () => {
    try {
      const answer = await fetch(page + "/progress");
      const text = await answer.text();
      if (!answer.ok || text === "done") { location.replace(page); return; }
      const [percent, words] = text.split("\n");
      if (bar && percent) { bar.max = 100; bar.value = Number(percent); }
      said.textContent = words;
    } catch { said.textContent = "The pages do not answer: is sideways serve still running?"; }
    setTimeout(look, 300);
  };
  setTimeout(look, 150);
})();
