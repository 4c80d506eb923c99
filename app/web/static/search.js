// The search page, quicker: the same addresses, fetched and put in place of what is shown.
// Without this script every link and form of the page works as it stands.

import { brush } from "./brush.js";
import { Suggestions } from "./suggestions.js";

const root = document.querySelector(".search").dataset.root;
const box = document.querySelector("#q");
const ask = document.querySelector("#ask");
const answer = document.querySelector("#answer");
const told = document.querySelector("#told");

// A pause in typing that is longer than those between the letters of a word.
const PAUSE = 180;
// Answers that going back shows at once.
const KEPT = 20;

const kept = new Map([[here(), answer.innerHTML]]);
let asking = null;
let timer = 0;
// Whether what is typed changes the address that typing has made, instead of making another.
let typing = false;

function here() {
  return location.pathname + location.search;
}

function keep(address, html) {
  kept.delete(address);
  kept.set(address, html);
  if (kept.size > KEPT) kept.delete(kept.keys().next().value);
}

/** The address of what form and filters ask for, without what is empty. */
function wanted(form) {
  const given = [...new FormData(form)].filter(([, value]) => value !== "");
  const query = new URLSearchParams(given).toString();
  return `${root}/${query ? `?${query}` : ""}`;
}

/** Ask for a page and show its answer; of several that are asked for, the last alone is shown. */
async function show(address, { note = "push", focus = null, unfinished = false } = {}) {
  clearTimeout(timer);
  asking?.abort();
  const mine = (asking = new AbortController());
  if (note === "push") history.pushState(null, "", address);
  if (note === "replace") history.replaceState(null, "", address);
  answer.setAttribute("aria-busy", "true");
  try {
    const html = kept.get(address) ?? (await fetched(address, unfinished, mine.signal));
    if (asking !== mine) return;
    if (!unfinished) keep(address, html);
    put(html, focus);
  } catch (error) {
    if (asking !== mine || error.name === "AbortError") return;
    failed(address, error);
  }
  asking = null;
  answer.removeAttribute("aria-busy");
}

/** The answer of the page at an address; unfinished words find what they begin. */
async function fetched(address, unfinished, signal) {
  const response = await fetch(unfinished ? `${address}&typing=on` : address, { signal });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const found = page.querySelector("#answer");
  if (!found || response.status >= 500) {
    const seconds = response.headers.get("Retry-After");
    throw new Error(seconds ? `The archive is busy. Try again in ${seconds} seconds.` : `The archive answered ${response.status}.`);
  }
  return found.innerHTML;
}

function put(html, focus) {
  const narrowing = answer.querySelector("#menus")?.matches(":popover-open");
  answer.innerHTML = html;
  if (narrowing) answer.querySelector("#menus")?.showPopover();
  brush(answer, (from, to) => show(between(from, to)));
  told.textContent = answer.querySelector("h1")?.textContent.trim() ?? "";
  document.title = `${box.value ? `${box.value} – ` : ""}Microfiche`;
  if (focus === "results") answer.querySelector("#main")?.focus({ preventScroll: true });
  else if (focus) (answer.querySelector(`[data-key="${CSS.escape(focus)}"]`) ?? answer.querySelector("#main"))?.focus({ preventScroll: true });
}

function failed(address, error) {
  const said = document.createElement("p");
  said.className = "failed";
  said.setAttribute("role", "alert");
  const reason = error instanceof TypeError ? "The archive cannot be reached." : error.message;
  const again = document.createElement("button");
  again.textContent = "Try again";
  again.addEventListener("click", () => show(address, { note: "none" }));
  said.append(`${reason} What is shown is what was found before. `, again);
  answer.querySelector(".failed")?.remove();
  answer.prepend(said);
}

function between(from, to) {
  const query = new URLSearchParams(location.search);
  query.delete("cursor");
  query.set("from", from);
  query.set("to", to);
  return `${root}/?${query}`;
}

const suggestions = new Suggestions(box, document.querySelector("#suggestions"), root, {
  choose(one) {
    if (one.kind === "title") {
      location.assign(`${root}/articles/${one.value}`);
      return;
    }
    box.value = "";
    const query = new URLSearchParams(location.search);
    for (const name of ["q", "cursor"]) query.delete(name);
    query.append(one.kind, one.value);
    typing = false;
    show(`${root}/?${query}`, { focus: "results" });
  },
});

box.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(() => {
    suggestions.ask(box.value);
    const address = wanted(ask);
    if (address !== here()) show(address, { note: typing ? "replace" : "push", unfinished: box.value !== "" });
    typing = true;
  }, PAUSE);
});

box.addEventListener("blur", () => {
  typing = false;
  // A moment later, or a suggestion that is pressed would be gone before it is chosen.
  setTimeout(() => suggestions.close(), 150);
});

document.addEventListener("submit", (event) => {
  if (!["ask", "dates"].includes(event.target.id)) return;
  event.preventDefault();
  suggestions.close();
  typing = false;
  const address = wanted(event.target);
  // What was shown while it was typed may be more than what it finds.
  show(address, { note: address === here() ? "none" : "push", focus: event.target.id === "ask" ? "results" : null });
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-go]");
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const target = new URL(link.href?.baseVal ?? link.href, location.href);
  box.value = target.searchParams.get("q") ?? "";
  typing = false;
  show(target.pathname + target.search, { focus: link.dataset.key ?? "results" });
  if (link.closest(".pages") || link.closest(".examples")) scrollTo({ top: 0 });
});

addEventListener("popstate", () => {
  box.value = new URLSearchParams(location.search).get("q") ?? "";
  typing = false;
  suggestions.close();
  show(here(), { note: "none" });
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const writing = event.target.matches("input, textarea, select");
  if (event.key === "/" && !writing) {
    event.preventDefault();
    box.focus();
    box.select();
  } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && (!writing || (event.target === box && !suggestions.open))) {
    walk(event);
  } else if (event.key === "Escape" && event.target === box && !event.defaultPrevented) {
    event.preventDefault();
    if (box.value) {
      box.value = "";
      box.dispatchEvent(new Event("input"));
    } else box.blur();
  }
});

/** From one hit to the next or the one before, and back into the box above the first. */
function walk(event) {
  const hits = [...answer.querySelectorAll("a.hit")];
  const at = hits.indexOf(document.activeElement);
  if (at < 0 && event.target !== box && event.target !== document.body && !event.target.matches("#main")) return;
  const next = at + (event.key === "ArrowDown" ? 1 : -1);
  if (next >= hits.length || (at < 0 && next < 0)) return;
  event.preventDefault();
  (next < 0 ? box : hits[next]).focus();
}

brush(answer, (from, to) => show(between(from, to)));
