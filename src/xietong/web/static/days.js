// A field for a day takes what is typed or pasted; beside it a button opens the calendar of the browser.
export function startDays() {
  for (const field of document.querySelectorAll("input[data-day]")) {
    const picker = document.createElement("input");
    if (typeof picker.showPicker !== "function") return;
    picker.type = "date";
    picker.className = "day-picker";
    picker.tabIndex = -1;
    picker.setAttribute("aria-hidden", "true");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "day-button";
    button.title = field.dataset.day;
    button.setAttribute("aria-label", field.dataset.day);
    button.textContent = "▾";
    button.addEventListener("click", () => {
      picker.value = /^\d{4}-\d{2}-\d{2}$/.test(field.value) ? field.value : "";
      picker.showPicker();
    });
    picker.addEventListener("change", () => {
      field.value = picker.value;
      field.dispatchEvent(new Event("change", { bubbles: true }));
      field.focus();
    });
    const frame = document.createElement("span");
    frame.className = "day-frame";
    field.replaceWith(frame);
    frame.append(field, button, picker);
  }
}
