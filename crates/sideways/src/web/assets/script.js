// The pages work without this. It finds as you type, and goes where single keys say.
"use strict";
(() => {
  const field = (node) => node && node.closest && node.closest("input, textarea, select, [contenteditable]");
  const fetched = async (address) => {
    const answer = await fetch(address, { credentials: "same-origin", headers: { "X-Found": "1" } });
    if (!answer.ok) { location.href = address; return null; }
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  };

  // A form that finds while its fields are filled in; the address follows, so that going back comes back here.
  const finds = (form, keeps) => {
    let turn = 0, waits = 0;
    const find = async () => {
      const mine = ++turn;
      const words = new URLSearchParams(new FormData(form));
      [...words].forEach(([name, value]) => value || words.delete(name, value));
      const address = form.getAttribute("action") + (words.size ? "?" + words : "");
      const page = await fetched(address);
      const now = page && page.getElementById(form.dataset.live);
      if (!now || mine !== turn) return;
      form.parentNode.querySelector("#" + form.dataset.live).replaceWith(document.importNode(now, true));
      if (keeps) history.replaceState(null, "", address);
    };
    form.addEventListener("input", () => { clearTimeout(waits); waits = setTimeout(find, 60); });
  };
  document.querySelectorAll("form[data-live]").forEach((form) => finds(form, true));

  // What stands on a page of its own unfolds in place.
  addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-unfold]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    let part = link.nextElementSibling;
    if (!part || !part.hasAttribute("data-folds")) {
      const page = await fetched(link.href), folds = page && page.querySelector("[data-folds]");
      if (!folds) { location.href = link.href; return; }
      part = document.importNode(folds, true);
      part.hidden = true;
      link.after(part);
    }
    part.hidden = !part.hidden;
    link.setAttribute("aria-expanded", String(!part.hidden));
    const first = !part.hidden && part.querySelector("input:not([type=hidden]), select, textarea");
    if (first) first.focus();
  });

  // A draft that falls onto its page is read.
  const draft = document.querySelector("form[data-draft]");
  const falls = (event) => draft && event.dataTransfer && event.dataTransfer.types.includes("Files");
  addEventListener("dragover", (event) => { if (falls(event)) event.preventDefault(); });
  addEventListener("drop", (event) => {
    if (!falls(event)) return;
    event.preventDefault();
    draft.querySelector("input[type=file]").files = event.dataTransfer.files;
    draft.requestSubmit();
  });

  // The palette: the page that goes everywhere, over this one.
  let palette;
  const open = async () => {
    if (palette) { if (!palette.open) palette.showModal(); return; }
    const page = await fetched("/go");
    if (!page) return;
    palette = document.createElement("dialog");
    palette.className = "palette";
    palette.setAttribute("aria-label", "Go to");
    palette.append(...[...page.getElementById("go").childNodes].map((node) => document.importNode(node, true)));
    document.body.append(palette);
    const form = palette.querySelector("form"), words = form.querySelector("input");
    finds(form, false);
    const found = () => [...palette.querySelectorAll("#places a")];
    form.addEventListener("submit", (event) => { event.preventDefault(); if (found()[0]) found()[0].click(); });
    palette.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { event.preventDefault(); palette.close(); return; }
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const all = [words, ...found()];
      all[(all.indexOf(document.activeElement) + step + all.length) % all.length].focus();
    });
    palette.addEventListener("close", () => { form.reset(); words.value = ""; words.dispatchEvent(new Event("input", { bubbles: true })); });
    palette.addEventListener("click", (event) => { if (event.target === palette) palette.close(); });
    palette.showModal();
    words.focus();
  };

  const rooms = { w: "/", m: "/map", p: "/peers", t: "/trade", n: "/tell", d: "/defend", r: "/ratify", e: "/escalate", l: "/log", c: "/calendar", s: "/settings" };
  let first = 0;
  const alone = (event) => {
    const goes = Date.now() - first < 1500;
    first = 0;
    if (goes && rooms[event.key]) { location.href = rooms[event.key]; return true; }
    switch (event.key) {
      case "g": first = Date.now(); return true;
      case "c": location.href = "/capture"; return true;
      case "?": location.href = "/help"; return true;
      case "/": {
        const words = document.querySelector("main [data-find]");
        if (words) { words.focus(); words.select(); } else { location.href = "/log?find=1"; }
        return true;
      }
    }
    return false;
  };
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
      event.preventDefault();
      open();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || field(event.target) || document.querySelector("dialog[open]")) return;
    if (document.documentElement.dataset.keys !== "off" && alone(event)) event.preventDefault();
  });
})();
