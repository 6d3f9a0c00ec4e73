// Fields that name a task: what is typed is looked for, and titles that fit are offered by the list of the browser.
const PAUSE = 300; // milliseconds of quiet before what is being typed is looked for

export function startTaskFields() {
  document.querySelectorAll("input[data-task]").forEach((field, at) => {
    const list = document.createElement("datalist");
    list.id = `tasks-${at}`;
    field.setAttribute("list", list.id);
    field.after(list);
    let timer = 0;
    let turn = 0;

    async function offer() {
      // of several tasks the last one is being typed; their ids stand before it, for titles may have commas
      const several = field.dataset.task === "several";
      const before = several ? (field.value.match(/^.*[、,，;；]\s*/)?.[0] ?? "") : "";
      const words = field.value.slice(before.length).trim();
      const mine = ++turn;
      if (words.length < 2) return;
      try {
        const answer = await fetch(`/evidence.json?kind=task&q=${encodeURIComponent(words)}`);
        const found = answer.ok ? await answer.json() : [];
        if (mine !== turn) return; // newer words are on their way
        list.replaceChildren(
          ...found.map((one) => {
            const option = document.createElement("option");
            option.value = several ? before + one.reference.slice(5, 17) : one.title;
            option.label = several ? one.title : one.day;
            return option;
          }),
        );
      } catch {
        list.replaceChildren(); // a title can be typed all the same
      }
    }

    field.addEventListener("input", () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(offer, PAUSE);
    });
  });
}
