// Files fall onto the page. Without this the field takes files.
"use strict";
(() => {
  const form = document.querySelector("form[data-drop]");
  if (!form) return;
  const most = Number(form.dataset.drop), said = form.querySelector("[data-said]");
  const fields = [...form.querySelectorAll("input[type=file]")];
  const fold = form.closest("details");
  const send = async (files) => {
    if (fold) fold.open = true;
    const bytes = files.reduce((all, [, file]) => all + file.size, 0);
    if (!files.length) { said.textContent = "Choose a file first, or let one fall here."; return; }
    if (bytes > most) {
      said.textContent = "That is " + Math.ceil(bytes / 1048576) + " MB, and " + most / 1048576 + " MB are read here. The terminal reads larger ones.";
      return;
    }
    said.textContent = "Taking in " + files.map(([, file]) => file.name).join(", ") + "…";
    const data = new FormData(form);
    fields.forEach((field) => data.delete(field.name));
    files.forEach(([name, file]) => data.append(name, file, file.name));
    try {
      const answer = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "text/plain" } });
      const words = await answer.text();
      if (answer.ok) { location.href = words; return; }
      said.textContent = answer.status === 422 ? words : "It was not taken: look at the page anew.";
    } catch { said.textContent = "The pages do not answer: is sideways serve still running?"; }
  };
  const over = (is) => form.classList.toggle("over", is);
  addEventListener("dragover", (event) => { event.preventDefault(); over(true); });
  addEventListener("dragleave", (event) => { if (!event.relatedTarget) over(false); });
  addEventListener("drop", (event) => {
    event.preventDefault();
    over(false);
    const name = (fields.find((field) => field === event.target) || fields[0]).name;
    send([...event.dataTransfer.files].map((file) => [name, file]));
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(fields.flatMap((field) => [...field.files].map((file) => [field.name, file])));
  });
})();
