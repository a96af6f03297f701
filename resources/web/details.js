// The details panel: the facts of a feature, a layer with its records, or the sources.

class Details {
  constructor(panel) {
    this.panel = panel;
    this.programs = new Map(data.programs.map((program) => [program.id, program]));
    panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
  }

  /** Show the facts of a feature. */
  feature(layer, feature) {
    const row = rowOf(layer.layer);
    this.open([row.name, feature.asOf && say("asOf", { time: feature.asOf })], feature.name, [
      this.place(layer, feature),
      facts(layer, feature),
      certainty(feature),
      ...this.program(feature.program),
      sources(feature.sources),
    ]);
  }

  /** Show a layer: its programs and all its records, with a place or without. */
  layer(layer) {
    const row = rowOf(layer.layer);
    const dossiers = row.programs.map((id) => this.programs.get(id)).filter(Boolean);
    const records = layer.interactive ? this.records(layer) : null;
    const single = dossiers.length === 1 ? this.dossier(dossiers[0]) : [];
    this.open([row.note || row.countText], row.name, [...single.slice(0, 1), records, ...single.slice(1)]
      .concat(dossiers.length > 1 ? dossiers.flatMap((program) => this.named(program)) : []));
  }

  /** Show the sources of what is drawn, with their licences. */
  sources() {
    this.open([], say("sourcesAndLicences"), data.credits.map((credit) => element("div", { class: "credit" },
      words(credit.short, "h3"), linked(credit.citation, "p"),
      credit.licence && words(say("licence", { licence: credit.licence }), "p", "quiet"),
      credit.url.length ? linked(credit.url, "p") : null)));
  }

  open(tags, title, parts) {
    this.before ??= document.activeElement;
    const head = element("div", { class: "head" },
      element("div", { class: "tags" }, ...tags.filter(Boolean).map((tag) => words(tag, "span", "tag"))),
      button("close", say("close"), () => this.close(), cross()));
    const heading = words(title, "h2");
    heading.id = "details-title";
    this.panel.replaceChildren(head, heading, ...parts.filter(Boolean));
    this.panel.hidden = false;
    this.panel.scrollTop = 0;
    document.body.classList.add("has-details");
    this.panel.focus({ preventScroll: true });
  }

  close() {
    if (this.panel.hidden) return;
    this.panel.hidden = true;
    document.body.classList.remove("has-details");
    if (this.before?.isConnected) this.before.focus({ preventScroll: true });
    this.before = null;
    this.onClose();
  }

  place(layer, feature) {
    if (!feature.parts) return words(say("notPlaced"), "p", "note");
    return button("plain show", null, () => this.onZoom(layer, feature), say("show"));
  }

  /** Return the records of a layer, those without a published place behind a fold. */
  records(layer) {
    if (!layer.features.length) return section(say("records"), words(say("empty"), "p", "quiet"));
    const placed = layer.features.filter((feature) => feature.parts);
    const others = layer.features.filter((feature) => !feature.parts);
    const count = say("withoutPlace", { count: others.length });
    const fold = others.length ? element("details", { open: !placed.length },
      element("summary", {}, count), this.list(layer, others)) : null;
    return section(say("records"), this.list(layer, placed), fold);
  }

  list(layer, features) {
    return element("ul", { class: "records" }, ...features.map((feature) => element("li", {},
      button("record", null, () => this.onRecord(layer, feature),
        feature.parts ? swatch(data.symbols[feature.symbol]) : null, words(shortened(feature.name))))));
  }

  program(id) {
    const program = this.programs.get(id);
    return program ? this.named(program) : [];
  }

  named(program) {
    const since = program.since && words(say("since", { year: program.since }), "span", "tag");
    return [section(say("program"), element("div", { class: "tags" }, since), words(program.name, "h3")),
      ...this.dossier(program)];
  }

  dossier(program) {
    return [
      words(program.summary, "p"),
      tiles(program.figures),
      ...program.notes.filter((note) => note.missing).map((note) => words(note.text, "p", "note")),
      timeline(program.events),
      remarks(program.notes.filter((note) => !note.missing)),
      sources(program.sources),
    ];
  }
}

function rowOf(id) {
  return data.groups.flatMap((group) => group.layers).find((row) => row.id === id);
}

function section(title, ...content) {
  return element("div", { class: "section" }, element("h3", { class: "label" }, title), ...content);
}

function facts(layer, feature) {
  if (!feature.facts.length) return null;
  const list = element("dl");
  for (const [number, value, basis, note] of feature.facts) {
    const { title, remark, source } = layer.columns[number];
    list.append(words(title, "dt"));
    list.append(element("dd", {}, words(value, "span", "value"),
      basis && words(basis, "span", "basis"), note && words(note, "p", "quiet"),
      remark && words(remark, "p", "quiet"), source.length ? quiet(linked(source, "p")) : null));
  }
  return section(say("facts"), list);
}

function quiet(made) {
  made.classList.add("quiet");
  return made;
}

function certainty(feature) {
  const list = element("dl");
  for (const [key, [basis, note]] of [["exists", feature.existence], ["place", feature.position]]) {
    if (!basis && !note) continue;
    list.append(element("dt", {}, say(key)),
      element("dd", {}, basis && words(basis, "span", "basis"), note && words(note, "p", "quiet")));
  }
  return list.childElementCount ? section(say("certainty"), list) : null;
}

function tiles(figures) {
  return figures.length ? element("div", { class: "tiles" }, ...figures.map((figure) => element("div", { class: "tile" },
    words(figure.value, "b"), words(figure.label, "span"), words(figure.from, "span", "quiet")))) : null;
}

function timeline(events) {
  return events.length ? section(say("timeline"), element("ol", { class: "timeline" }, ...events.map((event) =>
    element("li", {}, words(event.date, "b"), " ", words(event.text))))) : null;
}

function remarks(notes) {
  return notes.length ? section(say("notes"), ...notes.map((note) => words(note.text, "p"))) : null;
}

function sources(list) {
  return list.length ? section(say("sources"), element("ul", { class: "sources" },
    ...list.map((pieces) => linked(pieces, "li")))) : null;
}

function cross() {
  return drawing("svg", { width: 14, height: 14, viewBox: "0 0 14 14", "aria-hidden": "true" },
    drawing("path", { d: "M2 2 12 12M12 2 2 12", stroke: "currentColor", "stroke-width": 1.6, "stroke-linecap": "round" }));
}
