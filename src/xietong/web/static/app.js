// What every page does: keys for search and help; and the parts that a page has, if it has them.
import { startBox } from "./box.js";
import { startDays } from "./days.js";
import { startPickers } from "./picker.js";
import { startReading } from "./reading.js";
import { startBuilder } from "./report.js";
import { startReview } from "./review.js";
import { startTaskFields } from "./tasks.js";

const help = document.getElementById("help");

function typing(target) {
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === "/") {
    event.preventDefault();
    document.getElementById("q").focus();
  } else if (event.key === "?") {
    event.preventDefault();
    if (!help.open) help.showModal();
  }
});

for (const button of document.querySelectorAll("[data-help]")) {
  button.hidden = false;
  button.addEventListener("click", () => help.showModal());
}

// a form that removes something asks once more, in the words of the page
document.addEventListener("submit", (event) => {
  const question = event.target.dataset.confirm;
  if (question && !window.confirm(question)) event.preventDefault();
});

startReading(typing);
startReview(typing);
startBox();
startBuilder();
startPickers();
startDays();
startTaskFields();
