// The box on the home page: what is pasted or dropped is read at once and shown in place; nothing is kept.
import { figuresChanged } from "./reading.js";

const PAUSE = 400; // milliseconds of quiet before what is being typed is read

export function startBox() {
  const form = document.querySelector("form.box");
  if (!form) return;
  const text = form.elements.namedItem("text");
  const file = form.elements.namedItem("file");
  const shown = document.getElementById("readings");
  const state = document.getElementById("box-state");
  const chosen = document.getElementById("chosen");
  let turn = 0;
  let timer = 0;

  async function read() {
    window.clearTimeout(timer);
    chosen.textContent = Array.from(file.files, (one) => one.name).join("  ");
    const mine = ++turn;
    if (!text.value.trim() && !file.files.length) {
      shown.replaceChildren();
      figuresChanged();
      state.textContent = "";
      return;
    }
    state.textContent = form.dataset.reading;
    shown.setAttribute("aria-busy", "true");
    let markup = "";
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Fragment": "1" },
      });
      markup = await answer.text();
    } catch {
      state.textContent = form.dataset.unreachable;
    }
    if (mine !== turn) return; // a newer text is on its way
    shown.removeAttribute("aria-busy");
    if (!markup) return;
    shown.innerHTML = markup;
    figuresChanged();
    state.textContent = shown.firstElementChild?.dataset.said ?? "";
  }

  form.addEventListener("submit", (event) => {
    if (event.submitter?.hasAttribute("formaction")) return;
    event.preventDefault();
    read();
  });
  text.addEventListener("paste", () => window.setTimeout(read, 0));
  text.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(read, PAUSE);
  });
  for (const name of ["date", "title", "publisher"]) form.elements.namedItem(name).addEventListener("change", read);
  file.addEventListener("change", read);

  // the whole window takes a dropped file, so that one that misses the box is not opened in its place
  window.addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("over");
  });
  window.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) form.classList.remove("over");
  });
  window.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    if (event.dataTransfer.files.length) {
      text.value = "";
      file.files = event.dataTransfer.files;
      read();
    } else if (event.dataTransfer.getData("text")) {
      text.value = event.dataTransfer.getData("text");
      read();
    }
  });
}
