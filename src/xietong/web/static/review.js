// The review page by keys: the next question is fetched ahead and shown at once, the answer is sent behind it.
const parts = new Map(); // key of a question -> the promise of its markup
const gone = new Set(); // answered here, or found to be no question any more
const AHEAD = 3;

let root, filter, told, token;
let ahead = []; // keys of the questions to come
const behind = []; // keys of those that were shown
let last = 0; // number of the last decision that may be undone
let sending = Promise.resolve(); // answers are written one after the other
let waiting = 0;
let filling = null;
let page = 1;

const address = (key) => {
  const at = key.indexOf(":");
  return `/review/questions/${key.slice(0, at)}/${encodeURIComponent(key.slice(at + 1))}/part${filter ? `?${filter}` : ""}`;
};

function fetched(key) {
  if (!parts.has(key)) {
    const coming = fetch(address(key), { headers: { "X-Fragment": "1" } }).then((answer) => (answer.ok ? answer.text() : ""));
    parts.set(
      key,
      coming.catch(() => {
        parts.delete(key);
        return "";
      }),
    );
  }
  return parts.get(key);
}

const here = () => root.querySelector("[data-question]")?.dataset.question ?? "";

function look() {
  for (const key of ahead.slice(0, AHEAD)) fetched(key);
  if (ahead.length < 8) filling ??= fill().finally(() => (filling = null));
}

// more keys: from the front of the queue, as what is answered leaves it; skipped ones are passed over
async function fill() {
  const answer = await fetch(`/review.json?${filter ? `${filter}&` : ""}page=${page}`, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const found = await answer.json();
  const known = new Set([...ahead, ...behind, ...gone, here()]);
  const fresh = found.items.map((one) => `${one.kind}:${one.subject}`).filter((key) => !known.has(key));
  ahead.push(...fresh);
  if (fresh.length < 8 && found.total > page * found.limit) page += 1;
  for (const key of ahead.slice(0, AHEAD)) fetched(key);
}

function say(text, undo) {
  const box = document.createElement("div");
  box.className = "told";
  const line = document.createElement("p");
  line.textContent = text;
  box.append(line);
  if (undo) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = undo;
    button.addEventListener("click", takeBack);
    box.append(button);
  }
  told.replaceChildren(box);
}

function put(key, markup) {
  root.innerHTML = markup;
  root.querySelector("h2")?.focus({ preventScroll: true });
  const query = new URLSearchParams(filter);
  query.set("at", key);
  history.replaceState(history.state, "", `/review?${query}`);
  if (root.getBoundingClientRect().top < 0) root.scrollIntoView({ block: "start", behavior: "instant" });
  look();
}

async function next() {
  while (ahead.length || (await (filling ??= fill().finally(() => (filling = null))), ahead.length)) {
    const key = ahead.shift();
    const markup = await fetched(key);
    if (markup) {
      put(key, markup);
      return;
    }
    gone.add(key);
  }
  const empty = document.createElement("div");
  empty.className = "empty";
  empty.textContent = root.dataset.saidEmpty;
  root.replaceChildren(empty);
}

async function step(by) {
  const now = here();
  if (by > 0) {
    if (!ahead.length) return;
    if (now) behind.push(now);
    await next();
  } else if (behind.length) {
    if (now) ahead.unshift(now);
    const key = behind.pop();
    parts.delete(key); // it may have been answered since
    put(key, (await fetched(key)) || "");
  }
}

async function sent(path, body) {
  body.set("token", token);
  const answer = await fetch(path, { method: "POST", body, headers: { Accept: "application/json" } });
  const found = await answer.json();
  if (!answer.ok) throw new Error(`${found.error.message} ${found.error.advice}`);
  for (const [kind, count] of Object.entries(found.counts)) {
    const shown = document.querySelector(`[data-count="${CSS.escape(kind)}"]`);
    if (shown) shown.textContent = count.toLocaleString("en");
  }
  const kind = new URLSearchParams(filter).get("kind");
  const left = document.querySelector("[data-left]");
  const open = kind ? found.counts[kind] : Object.values(found.counts).reduce((sum, count) => sum + count, 0);
  if (left) left.textContent = left.dataset.left.replace("{n}", open.toLocaleString("en"));
  return found.decision;
}

function queued(task) {
  waiting += 1;
  sending = sending.then(task).finally(() => (waiting -= 1));
  return sending;
}

// an answer that was not taken brings its question back, as it is now
async function again(key, error) {
  gone.delete(key);
  parts.delete(key);
  const markup = await fetched(key);
  const now = here();
  if (markup && now !== key) {
    if (now) ahead.unshift(now);
    put(key, markup);
  }
  say(`${root.dataset.saidFailed}${error.message}`);
}

function decide(form, button) {
  const key = here();
  const body = new URLSearchParams(new FormData(form, button));
  if (!key) return;
  gone.add(key);
  behind.push(key);
  queued(async () => {
    try {
      const made = await sent("/review/decide.json", body);
      last = made.number;
      say(root.dataset.saidDone.replace("{n}", made.number), root.dataset.saidUndo);
    } catch (error) {
      await again(key, error);
    }
  });
  next();
}

function takeBack() {
  queued(async () => {
    if (!last) return;
    const number = last;
    try {
      const made = await sent("/review/undo.json", new URLSearchParams(filter ? `number=${number}&${filter}` : { number }));
      last = 0;
      say(root.dataset.saidUndone.replace("{n}", number));
      const kind = made.kind === "alias" ? "name" : made.kind;
      const key = `${kind}:${made.subject}`;
      const now = here();
      gone.delete(key);
      parts.delete(key);
      const markup = await fetched(key);
      if (markup) {
        if (now && now !== key) ahead.unshift(now);
        put(key, markup);
      }
    } catch (error) {
      say(`${root.dataset.saidFailed}${error.message}`);
    }
  });
}

const opened = () => root.querySelector("details.answer[open]");

function pressed(key) {
  const details = opened();
  if (details && /^[1-9]$/.test(key)) {
    const ready = details.querySelector(`[data-digit="${key}"]`);
    if (ready) {
      decide(ready.form, ready);
      return true;
    }
  }
  const form = root.querySelector(`form[data-key="${CSS.escape(key)}"]`);
  if (form) {
    decide(form, form.querySelector("button"));
    return true;
  }
  const wanted = root.querySelector(`details[data-open="${CSS.escape(key)}"]`);
  if (wanted) {
    for (const other of root.querySelectorAll("details.answer[open]")) if (other !== wanted) other.open = false;
    wanted.open = true;
    // words are typed where no digit answers
    if (wanted.querySelector("[data-digit]")) wanted.querySelector("summary").focus();
    else wanted.querySelector("input[type=text]")?.focus();
    return true;
  }
  if (key === "j") step(1);
  else if (key === "k") step(-1);
  else if (key === "u") takeBack();
  else if (key === "Escape" && details) details.open = false;
  else return false;
  return true;
}

export function startReview(typing) {
  root = document.querySelector("[data-review]");
  if (!root) return;
  told = document.querySelector("[data-told]");
  ({ filter, token } = root.dataset);
  ahead = JSON.parse(root.dataset.ahead);
  last = Number(root.dataset.undo);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (typing(event.target)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (event.key.length === 1 || event.key === "Escape") if (pressed(event.key)) event.preventDefault();
  });
  root.addEventListener("submit", (event) => {
    event.preventDefault();
    decide(event.target, event.submitter);
  });
  document.querySelector('nav.pages [rel="next"]')?.addEventListener("click", (event) => {
    event.preventDefault();
    step(1);
  });
  window.addEventListener("beforeunload", (event) => {
    if (waiting) event.preventDefault();
  });
  look();
}
