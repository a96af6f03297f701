// The search: records, layers and programs by their names, whatever accents and case.

const MOST_FOUND = 30;

/** Return text as the search compares it: without accents and case. */
function folded(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

class Search {
  /** `actions` has what is done with what is chosen: feature(layer, feature), layer(id), program(program). */
  constructor(actions) {
    this.actions = actions;
    this.query = document.getElementById("query");
    this.list = document.getElementById("results");
    this.found = document.getElementById("found");
    this.query.addEventListener("input", () => this.show());
    this.query.addEventListener("focus", () => this.query.value && this.show());
    this.query.addEventListener("keydown", (event) => this.press(event));
    document.addEventListener("pointerdown", (event) => {
      if (!event.target.closest("#search")) this.close();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "/" || event.target.closest("input, textarea, select")) return;
      event.preventDefault();
      this.query.focus();
    });
  }

  /** Take the words of the page's language, and the names in it. */
  retell() {
    this.query.placeholder = say("search");
    this.query.setAttribute("aria-label", say("search"));
    this.list.setAttribute("aria-label", say("results"));
    this.names = null;
    this.close();
  }

  /** Return everything that can be found, each with its name as it is compared. */
  entries() {
    const features = data.layers.filter((layer) => layer.interactive).toReversed().flatMap((layer) =>
      layer.features.map((feature) => ({
        name: feature.name, from: rowOf(layer.layer).name, symbol: feature.symbol,
        choose: () => this.actions.feature(layer, feature),
      })));
    const layers = data.groups.flatMap((group) => group.layers.map((row) => ({
      name: row.name, from: group.name, choose: () => this.actions.layer(row.id),
    })));
    const programs = data.programs.map((program) => ({
      name: program.name, from: say("program"), choose: () => this.actions.program(program),
    }));
    return [...programs, ...layers, ...features].map((entry) => ({ ...entry, key: folded(entry.name) }));
  }

  /** Return what a query finds: first names that begin with it, then words, then whatever holds it. */
  matches(query) {
    this.names ??= this.entries();
    const wanted = folded(query.trim());
    const ranks = [[], [], []];
    for (const entry of this.names) {
      const place = entry.key.indexOf(wanted);
      if (place < 0) continue;
      ranks[place === 0 ? 0 : /[\p{L}\p{N}]/u.test(entry.key[place - 1]) ? 2 : 1].push(entry);
    }
    return ranks.flat();
  }

  show() {
    if (!this.query.value.trim()) return this.close();
    const all = this.matches(this.query.value);
    this.shown = all.slice(0, MOST_FOUND);
    const options = this.shown.map((entry, number) => {
      const made = element("li", { id: `result-${number}`, role: "option", "aria-selected": "false" },
        entry.symbol === undefined ? element("span", { class: "swatch" }) : swatch(data.symbols[entry.symbol]),
        element("span", { class: "text" }, words(shortened(entry.name)), words(entry.from, "span", "quiet")));
      made.addEventListener("click", () => this.choose(number));
      return made;
    });
    const count = all.length ? say("found", { count: all.length.toLocaleString("en") }) : say("nothing");
    const rest = all.length > MOST_FOUND || !all.length;
    this.list.replaceChildren(...options, ...(rest ? [element("li", { class: "quiet", role: "presentation" }, count)] : []));
    this.found.textContent = count;
    this.list.hidden = false;
    this.query.setAttribute("aria-expanded", "true");
    this.mark(this.shown.length ? 0 : -1);
  }

  mark(number) {
    this.marked = number;
    const options = [...this.list.querySelectorAll("[role=option]")];
    options.forEach((option, place) => option.setAttribute("aria-selected", place === number));
    if (number < 0) return this.query.removeAttribute("aria-activedescendant");
    this.query.setAttribute("aria-activedescendant", options[number].id);
    options[number].scrollIntoView({ block: "nearest" });
  }

  press(event) {
    const open = !this.list.hidden;
    if (event.key === "Escape" && open) this.close();
    else if (event.key === "ArrowDown" && !open) this.show();
    else if (["ArrowDown", "ArrowUp"].includes(event.key) && open && this.shown.length) {
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.mark((this.marked + step + this.shown.length) % this.shown.length);
    } else if (event.key === "Enter" && open && this.marked >= 0) this.choose(this.marked);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  choose(number) {
    const { choose } = this.shown[number];
    this.close();
    choose();
  }

  close() {
    this.list.hidden = true;
    this.list.replaceChildren();
    this.query.setAttribute("aria-expanded", "false");
    this.query.removeAttribute("aria-activedescendant");
  }
}
