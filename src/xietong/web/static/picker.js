// Choosing evidence: what is typed is looked for after a pause, what is ticked moves up to what was chosen.
const PAUSE = 300; // milliseconds of quiet before what is being typed is looked for

export function startPickers() {
  document.querySelectorAll("[data-picker]").forEach(start);
}

function start(field) {
  const form = field.closest("form");
  const words = field.querySelector("[name=seek]");
  const sought = field.querySelector("[name=sought]");
  const chosen = field.querySelector("[data-chosen]");
  const shown = field.querySelector("[data-found]");
  let looked = sought.value.trim();
  let turn = 0;
  let timer = 0;

  async function seek() {
    window.clearTimeout(timer);
    const asked = words.value.trim();
    if (asked === looked) return; // what is shown stays under the finger and the focus
    looked = asked;
    const mine = ++turn;
    if (!asked) {
      shown.replaceChildren();
      return;
    }
    shown.setAttribute("aria-busy", "true");
    let markup = "";
    try {
      const answer = await fetch(field.dataset.picker + encodeURIComponent(asked), {
        headers: { "X-Fragment": "1" },
      });
      markup = await answer.text();
    } catch {
      looked = null; // asked again when the person asks again
    }
    if (mine !== turn) return; // newer words are on their way
    shown.removeAttribute("aria-busy");
    shown.innerHTML = markup;
    const taken = new Set(Array.from(chosen.querySelectorAll("input"), (one) => one.value));
    for (const box of shown.querySelectorAll("input")) if (taken.has(box.value)) box.closest("li").remove();
  }

  words.addEventListener("input", () => {
    sought.value = words.value; // saving the form is saving: what is found is on the page already
    window.clearTimeout(timer);
    timer = window.setTimeout(seek, PAUSE);
  });
  words.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    seek();
  });
  form.addEventListener("submit", (event) => {
    if (!field.contains(event.submitter)) return;
    event.preventDefault();
    seek();
  });
  shown.addEventListener("change", (event) => {
    if (!event.target.checked) return;
    chosen.append(event.target.closest("li"));
    event.target.focus();
  });
}
