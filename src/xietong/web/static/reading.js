// The reading page: one figure at a time is "here"; its card stands beside the text (a sheet from below on a phone).
import { rangeOf } from "./offsets.js";

const cards = new Map(); // address of a card -> its markup, or the promise of it
let here = null;
let sequence = null; // all figures in text order, found once for each text that comes into the page

export function figuresChanged() {
  sequence = null;
  here = null;
}

function figures() {
  sequence ??= Array.from(document.querySelectorAll(".text a.fig"));
  return sequence;
}

function fetched(address) {
  if (!cards.has(address)) {
    const coming = fetch(address, { headers: { "X-Fragment": "1" } })
      .then((answer) => answer.text())
      .catch(() => {
        cards.delete(address);
        return "";
      });
    cards.set(address, coming);
    coming.then((markup) => markup && cards.set(address, markup));
  }
  return cards.get(address);
}

function cardOf(figure) {
  const given = document.getElementById(`card-${figure.id}`);
  if (given) return given.innerHTML;
  return fetched(`${figure.getAttribute("href")}/card`);
}

function light(name, ...ranges) {
  if (!("highlights" in CSS)) return;
  CSS.highlights.set(name, new Highlight(...ranges.filter(Boolean)));
}

// the sentence on both sides of its figure, which has a colour of its own
function aroundFigure(range, figure) {
  if (!range?.intersectsNode(figure)) return [range];
  const after = range.cloneRange();
  range.setEndBefore(figure);
  after.setStartAfter(figure);
  return [range, after];
}

function put(figure, markup, panel, focus) {
  if (here !== figure) return;
  const body = panel.querySelector("[data-card]");
  body.innerHTML = markup;
  panel.classList.remove("waiting");
  const card = body.querySelector(".card-body");
  const cut = crop(figure);
  if (cut) card?.append(cut);
  const text = figure.closest(".text");
  light("sentence", ...aroundFigure(rangeOf(text, card?.dataset.sentence), figure));
  light("attribution", rangeOf(text, card?.dataset.attribution));
  const at = panel.querySelector("[data-position]");
  const all = figures();
  if (at) at.textContent = `${all.indexOf(figure) + 1} / ${all.length}`;
  panel.scrollTop = 0;
  if (focus) body.querySelector("h2")?.focus();
}

function boxesOf(figure) {
  return document.querySelectorAll(`.pageview a[href="#${CSS.escape(figure.id)}"]`);
}

function frame(figure) {
  for (const old of document.querySelectorAll(".pageview a.here")) old.classList.remove("here");
  for (const box of boxesOf(figure)) box.classList.add("here");
}

const SVG = "http://www.w3.org/2000/svg";
const CROP = { width: 230, height: 110 }; // points of the page around a figure

function drawn(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

// the part of the page image where the figure is printed, framed; nothing for a text without pages
function crop(figure) {
  const box = boxesOf(figure)[0];
  if (!box) return null;
  const holder = box.closest("figure");
  const image = holder.querySelector("img");
  const page = box.ownerSVGElement.viewBox.baseVal;
  const first = box.querySelector("rect");
  const [x, y, wide, high] = ["x", "y", "width", "height"].map((name) => Number(first.getAttribute(name)));
  const left = Math.max(0, Math.min(x + wide / 2 - CROP.width / 2, page.width - CROP.width));
  const top = Math.max(0, Math.min(y + high / 2 - CROP.height / 2, page.height - CROP.height));
  const view = drawn("svg", { viewBox: `${left} ${top} ${CROP.width} ${CROP.height}`, role: "img" });
  view.setAttribute("aria-label", image.alt);
  view.append(
    drawn("image", { href: image.getAttribute("src"), width: page.width, height: page.height, preserveAspectRatio: "none" }),
  );
  for (const rect of box.querySelectorAll("rect")) view.append(rect.cloneNode());
  const link = document.createElement("a");
  link.className = "crop";
  link.href = `#${holder.id}`;
  link.append(view);
  return link;
}

function select(figure, { focus = false, scroll = true, address = true } = {}) {
  const panel = document.querySelector(".card");
  if (!panel || !figure) return;
  here?.classList.remove("here");
  here?.removeAttribute("aria-current");
  here = figure;
  figure.classList.add("here");
  figure.setAttribute("aria-current", "true");
  if (scroll) {
    figure.scrollIntoView({ block: "center", behavior: "instant" });
    figure.focus({ preventScroll: true });
  }
  const markup = cardOf(figure);
  if (typeof markup === "string") put(figure, markup, panel, focus);
  else markup.then((text) => put(figure, text, panel, focus));
  frame(figure);
  if (address) history.replaceState(history.state, "", `#${figure.id}`);
  const all = figures();
  const at = all.indexOf(figure);
  for (const near of [all[at + 1], all[at + 2], all[at - 1]]) if (near) cardOf(near);
}

// from the figure that is here, or else from the first one in view
function step(by) {
  const all = figures();
  if (!all.length) return;
  if (here?.isConnected) {
    const next = all[all.indexOf(here) + by];
    if (next) select(next);
    return;
  }
  const top = document.querySelector(".top")?.getBoundingClientRect().bottom ?? 0;
  const block = Array.from(document.querySelectorAll(".text .block")).find(
    (one) => one.getBoundingClientRect().bottom > top,
  );
  const from = block ? all.findIndex((one) => !(one.compareDocumentPosition(block) & Node.DOCUMENT_POSITION_FOLLOWING)) : 0;
  select(all[Math.max(0, from)]);
}

function close() {
  const panel = document.querySelector(".card");
  if (!panel || !here) return;
  panel.classList.add("waiting");
  panel.querySelector("[data-card]").replaceChildren();
  light("sentence");
  light("attribution");
  here.classList.remove("here");
  here.removeAttribute("aria-current");
  here.focus({ preventScroll: true });
  here = null;
}

function fromAddress() {
  const id = decodeURIComponent(location.hash.slice(1));
  let figure = id.startsWith("m-") ? document.getElementById(id) : null;
  // a passage that is a figure and nothing else: its mark is empty, right behind the figure
  const passage = id === "at" ? document.getElementById("at") : null;
  if (passage && !passage.textContent && passage.previousSibling instanceof Element) figure = passage.previousSibling;
  if (figure?.matches(".text a.fig")) select(figure, { address: false });
}

export function startReading(typing) {
  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    if (!(event.target instanceof Element)) return;
    const figure = event.target.closest(".text a.fig");
    if (figure && document.querySelector(".card")) {
      event.preventDefault();
      // a keyboard's Enter arrives as a click without a pointer: the card takes the focus, so that it is read out
      select(figure, { scroll: false, focus: event.detail === 0 });
      return;
    }
    const box = event.target.closest(".pageview svg a");
    if (box) {
      const target = document.getElementById(box.getAttribute("href").slice(1));
      if (target) {
        event.preventDefault();
        select(target);
      }
    }
    if (event.target.closest("a.crop")) document.querySelector(".pageview").open = true;
    const move = event.target.closest("[data-step]");
    if (move) step(Number(move.dataset.step));
    if (event.target.closest("[data-close]")) close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (!document.querySelector(".card") || document.querySelector("dialog[open]")) return;
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && here && document.activeElement === document.body) select(here, { focus: true });
    else return;
    event.preventDefault();
  });
  window.addEventListener("hashchange", fromAddress);
  fromAddress();
}
