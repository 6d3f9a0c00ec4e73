// The builder of reports: what is typed is composed after a pause, and a fault leads to its place in the text.
const PAUSE = 700; // milliseconds of quiet before what is being typed is composed

export function startBuilder() {
  const form = document.getElementById("builder");
  if (!form) return;
  const text = form.elements.namedItem("text");
  const shown = document.getElementById("preview");
  const state = document.getElementById("builder-state");
  let turn = 0;
  let timer = 0;

  async function compose() {
    window.clearTimeout(timer);
    const mine = ++turn;
    state.textContent = form.dataset.reading;
    try {
      const answer = await fetch(form.getAttribute("action"), {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Fragment": "1" },
      });
      const markup = await answer.text();
      if (mine !== turn) return; // a newer text is on its way
      shown.innerHTML = markup;
      state.textContent = shown.querySelector("[data-said]")?.dataset.said ?? "";
    } catch {
      if (mine === turn) state.textContent = form.dataset.unreachable;
    }
  }

  function later() {
    window.clearTimeout(timer);
    timer = window.setTimeout(compose, PAUSE);
  }

  text.addEventListener("input", later);
  for (const name of ["date", "language"]) form.elements.namedItem(name).addEventListener("change", compose);
  form.addEventListener("submit", (event) => {
    const sent = event.submitter;
    if (sent?.hasAttribute("formaction") || sent?.name === "cut") return;
    event.preventDefault();
    compose();
  });

  shown.addEventListener("click", (event) => {
    const button = event.target.closest("[data-line]");
    if (!button) return;
    const lines = text.value.split("\n");
    const line = Number(button.dataset.line) - 1;
    const at = lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, 0);
    // columns count characters, the text area counts UTF-16 units
    const before = Array.from(lines[line] ?? "").slice(0, Number(button.dataset.column) - 1).join("");
    const start = at + before.length;
    const words = button.dataset.words;
    text.focus();
    text.setSelectionRange(start, start + (text.value.startsWith(words, start) ? words.length : 1));
    text.scrollTop = Math.max(0, (text.scrollHeight / lines.length) * (line - 6));
  });

  if (shown.querySelector("[data-waiting]")) compose();

  const insert = document.getElementById("insert-field");
  insert.hidden = false;
  insert.addEventListener("click", () => {
    const field = document.getElementById("insert").value;
    text.setRangeText(field, text.selectionStart, text.selectionEnd, "end");
    text.focus();
    later();
  });
}
