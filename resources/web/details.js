// The details panel: a feature, a layer with its features, a program, or the sources of the map.

class Details {
  /** `actions` has what the map does: zoom(layer, feature), choose(layer, feature), close(). */
  constructor(panel, actions) {
    this.panel = panel;
    this.actions = actions;
    this.pages = [];
    this.retell();
    panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
  }

  /** Take the words of the page's language. */
  retell() {
    this.programs = new Map(data.programs.map((program) => [program.id, program]));
    if (this.pages.length) this.fill();
  }

  showFeature(layer, feature) {
    this.open(() => featurePage(this, layer, feature));
  }

  showLayer(layer) {
    this.open(() => layerPage(this, layer));
  }

  showProgram(program) {
    this.open(() => programPage(this.programs.get(program.id)));
  }

  showSources() {
    this.open(sourcesPage);
  }

  /** Show a page; while the panel is open the one before can be gone back to. */
  open(page) {
    if (this.panel.hidden) this.before = document.activeElement;
    this.pages.push(page);
    this.fill();
  }

  back() {
    this.pages.pop();
    this.fill();
  }

  fill() {
    const { tags, title, parts } = this.pages.at(-1)();
    const back = button("icon", say("back"), () => this.back(), sign("M9 2 4 7l5 5"));
    const head = element("div", { class: "head" },
      this.pages.length > 1 ? back : null,
      element("div", { class: "tags" }, ...tags.filter(Boolean).map((tag) => words(tag, "span", "tag"))),
      button("icon close", say("close"), () => this.close(), sign("M2 2 12 12M12 2 2 12")));
    const heading = words(title, "h2");
    heading.id = "details-title";
    this.panel.replaceChildren(head, heading, ...parts.filter(Boolean));
    this.panel.hidden = false;
    this.panel.scrollTop = 0;
    this.panel.focus({ preventScroll: true });
  }

  close() {
    if (this.panel.hidden) return;
    this.panel.hidden = true;
    this.pages = [];
    if (this.before?.isConnected) this.before.focus({ preventScroll: true });
    this.actions.close();
  }
}

function featurePage(details, layer, feature) {
  const program = details.programs.get(feature.program);
  return {
    tags: [rowOf(layer.layer).name, feature.asOf && say("asOf", { date: feature.asOf })],
    title: feature.name,
    parts: [
      feature.parts ? button("plain", null, () => details.actions.zoom(layer, feature), say("zoomTo")) : null,
      sureness(feature),
      facts(layer, feature),
      program ? section(say("behind"), words(program.name, "h3"), words(program.summary, "p"), tiles(program),
        button("plain", null, () => details.showProgram(program), say("more"))) : null,
      sources(shared(feature.sources)),
    ],
  };
}

function layerPage(details, layer) {
  const row = rowOf(layer.layer);
  const placed = layer.features.filter((feature) => feature.parts);
  const others = layer.features.filter((feature) => !feature.parts);
  const list = (features) => featureList(details, layer, features);
  const fold = others.length ? element("details", { open: !placed.length },
    element("summary", {}, `${say("noPlace")} (${others.length})`), list(others)) : null;
  return {
    tags: [groupOf(layer.layer).name, row.note],
    title: row.name,
    parts: [
      ...row.programs.map((id) => details.programs.get(id)).filter(Boolean).map((program) =>
        element("div", { class: "tile" }, words(program.name, "h3"), words(program.summary, "p"),
          button("plain", null, () => details.showProgram(program), say("more")))),
      layer.interactive ? section(say("features", { count: row.total }), list(placed), fold) : null,
    ],
  };
}

function featureList(details, layer, features) {
  return element("ul", { class: "records" }, ...features.map((feature) => element("li", {},
    button("record", null, () => details.actions.choose(layer, feature),
      feature.parts ? swatch(data.symbols[feature.symbol]) : null, words(shortened(feature.name))))));
}

function programPage(program) {
  const cards = program.notes.filter(([kind]) => kind !== "remark");
  const remarks = program.notes.filter(([kind]) => kind === "remark");
  const figures = program.figures.map(({ value, unit, from }) => [value, unit, from]);
  return {
    tags: [say("program"), program.since && say("since", { year: program.since })],
    title: program.name,
    parts: [
      words(program.summary, "p"),
      tiles(program),
      ...cards.map(([kind, text]) => element("div", { class: "note" }, words(say(kind), "h3"), words(text, "p"))),
      section(say("timeline"), told(program.events, "timeline")),
      section(say("figures"), told(figures)),
      section(say("partners"), told(program.partners)),
      section(say("remark"), ...remarks.map(([, text, names]) => element("p", {}, words(text), " ", source(names)))),
      sources(program.sources),
    ],
  };
}

function sourcesPage() {
  return {
    tags: [],
    title: say("sourcesAndLicences"),
    parts: data.credits.map((credit) => element("div", { class: "credit" }, words(credit.short, "h3"),
      linked(credit.citation, "p"),
      credit.licence && words(say("licence", { licence: credit.licence }), "p", "quiet"),
      credit.url.length ? linked(credit.url, "p") : null)),
  };
}

function groupOf(id) {
  return data.groups.find((group) => group.layers.some((row) => row.id === id));
}

function rowOf(id) {
  return groupOf(id).layers.find((row) => row.id === id);
}

/** Return a section with a head, null if it has nothing to show. */
function section(title, ...content) {
  const shown = content.filter((part) => part && (part.childNodes.length || part.textContent));
  return shown.length ? element("div", { class: "section" }, element("h3", { class: "label" }, title), ...shown) : null;
}

/** Return how sure the feature and its place are, as a note where the place is not known. */
function sureness(feature) {
  const [basis, note] = shared(feature.existence)[0] ?? [];
  const [place, placeNote] = shared(feature.position)[0] ?? [];
  if (!(basis || note || place || placeNote)) return null;
  return element("div", { class: feature.sure ? "tile" : "note" }, element("h3", { class: "hidden" }, say("sure")),
    basis && words(say("exists", { basis }), "h4"), note && words(note, "p"),
    place && words(place[0].toLocaleUpperCase(data.language) + place.slice(1), "h4"),
    placeNote && words(placeNote, "p"));
}

function facts(layer, feature) {
  const list = element("dl");
  shared(feature.facts).forEach(([number, value, basis, note], place, all) => {
    const column = layer.columns[number];
    const next = layer.columns[all[place + 1]?.[0]];
    // What several facts in a row share stands after the last.
    const remark = column.remark !== next?.remark && column.remark;
    const from = JSON.stringify(column.source) !== JSON.stringify(next?.source) && column.source.length;
    list.append(words(column.title, "dt"), element("dd", {}, words(value, "span", "value"),
      basis && words(basis, "span", "basis"), note && words(note, "p", "quiet"),
      remark && words(remark, "p", "quiet"), from ? credited(column.source) : null));
  });
  return section(say("facts"), list);
}

function credited(pieces) {
  const [before, after] = data.words.source.split("{source}");
  const made = element("p", { class: "quiet" }, before, linked(pieces));
  if (after) made.append(after);
  return made;
}

function tiles({ figures }) {
  const shown = figures.filter((figure) => figure.highlight);
  return shown.length ? element("div", { class: "tiles" }, ...shown.map((figure) => element("div", { class: "tile" },
    words(figure.value, "b"), words(figure.label, "span"), words(figure.from, "span", "quiet")))) : null;
}

/** Return a list of what was when, or who did what, each with who says so. */
function told(entries, className = "") {
  return element("ol", { class: className }, ...entries.map(([head, text, names]) =>
    element("li", {}, words(head, "b"), " ", words(text), " ", source(names))));
}

function source(names) {
  return words(`(${names})`, "span", "quiet");
}

function sources(list) {
  return section(say("sources"), element("ul", { class: "sources" }, ...list.map((pieces) => linked(pieces, "li"))));
}

/** Return a small drawing for a button. */
function sign(d, size = 14) {
  return drawing("svg", { width: size, height: size, viewBox: `0 0 ${size} ${size}`, "aria-hidden": "true" },
    drawing("path", { d, fill: "none", stroke: "currentColor", "stroke-width": 1.6, "stroke-linecap": "round", "stroke-linejoin": "round" }));
}
