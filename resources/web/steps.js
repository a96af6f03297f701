// One step at a time: by buttons, keys, the contents and the address. Without this script all
// steps stand below each other.

const steps = [...document.querySelectorAll(".step")];
const root = document.documentElement;
const contents = document.getElementById("contents");
const [previous, next] = ["previous", "next"].map((id) => document.getElementById(id));
const where = document.getElementById("where");
let now = -1;
let typed = "";
let typing = 0;

/** Show a step, the first being 0; `moveFocus` lets who listens hear its title. */
function show(number, moveFocus = true) {
  const wanted = Math.min(Math.max(number, 0), steps.length - 1);
  contents.open = false;
  if (wanted === now) return;
  now = wanted;
  steps.forEach((step, place) => step.classList.toggle("now", place === now));
  previous.disabled = now === 0;
  next.disabled = now === steps.length - 1;
  for (const [place, link] of contents.querySelectorAll("a").entries()) {
    if (place === now) link.setAttribute("aria-current", "step");
    else link.removeAttribute("aria-current");
  }
  const title = steps[now].querySelector("h2");
  const place = where.dataset.words.replace("{number}", now + 1).replace("{count}", steps.length);
  where.textContent = `${place} · ${title.textContent}`;
  history.replaceState(null, "", `#${steps[now].id}`);
  scrollTo(0, 0);
  if (moveFocus) title.focus({ preventScroll: true });
}

/** Return the step that the address names, the first one if it names none. */
function named() {
  return Math.max(steps.findIndex((step) => `#${step.id}` === location.hash), 0);
}

/** Take a digit of a step's number: the next one may follow within a second. */
function type(digit) {
  clearTimeout(typing);
  typed += digit;
  const number = Number(typed);
  if (number >= 1 && number <= steps.length) show(number - 1);
  typing = setTimeout(() => { typed = ""; }, 1000);
}

const KEYS = {
  ArrowRight: () => show(now + 1),
  PageDown: () => show(now + 1),
  ArrowLeft: () => show(now - 1),
  PageUp: () => show(now - 1),
  Home: () => show(0),
  End: () => show(steps.length - 1),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "Escape" && contents.open) {
    contents.open = false;
    contents.querySelector("summary").focus();
  } else if (event.key === " " && !event.target.closest("a, button, summary")) {
    show(now + (event.shiftKey ? -1 : 1));
  } else if (/^[0-9]$/.test(event.key)) {
    type(event.key);
  } else if (KEYS[event.key]) {
    KEYS[event.key]();
  } else {
    return;
  }
  event.preventDefault();
});
previous.addEventListener("click", () => show(now - 1));
next.addEventListener("click", () => show(now + 1));
addEventListener("hashchange", () => show(named()));
document.addEventListener("click", (event) => {
  if (!contents.contains(event.target)) contents.open = false;
});

// The look: what the reader's system asks for, unless the page was made dark or of high contrast.
const { look, other } = root.dataset;
const dark = matchMedia("(prefers-color-scheme: dark)");
const switcher = document.getElementById("look");
const dress = (theme) => {
  root.dataset.theme = theme;
  if (switcher) switcher.textContent = theme === look ? switcher.dataset.other : switcher.dataset.own;
};
const follow = () => dress(look === "light" && dark.matches ? other : look);
follow();
dark.addEventListener("change", follow);
switcher?.addEventListener("click", () => {
  dark.removeEventListener("change", follow);
  dress(root.dataset.theme === look ? other : look);
});

document.body.classList.add("live");
show(named(), false);
