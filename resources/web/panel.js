// The panel at the side: every layer with its switch, its symbols and what is not published.

/** Fill the panel; `onSwitch(layer id, on)` and `onOpen(layer id)` are told of what is chosen. */
function fillPanel(isOn, onSwitch, onOpen) {
  const groups = document.getElementById("groups");
  groups.replaceChildren();
  for (const group of data.groups) {
    groups.append(element("h3", { class: "label" }, words(group.name)));
    const list = element("ul", { class: "layers" });
    list.append(...group.layers.map((row) => layerRow(row, isOn(row.id), onSwitch, onOpen)));
    groups.append(list);
  }
}

function layerRow(row, on, onSwitch, onOpen) {
  const legend = data.legend.find((entry) => entry.layer === row.id);
  const entries = legend?.entries ?? [];
  // A single symbol that means the layer stands beside the layer's name.
  const own = entries.length === 1 && !legend.measure && entries[0][1].startsWith(row.name);
  const name = button("name", null, () => onOpen(row.id), words(own ? entries[0][1] : row.name));
  const check = element("input", { type: "checkbox", role: "switch", checked: on, "aria-label": say("switch", { layer: row.name }) });
  check.dataset.layer = row.id;
  const made = element("li", { class: on ? "layer" : "layer off" });
  check.addEventListener("change", () => {
    made.classList.toggle("off", !check.checked);
    onSwitch(row.id, check.checked);
  });
  made.append(element("div", { class: "row" },
    own ? swatch(data.symbols[entries[0][0]]) : null,
    element("div", { class: "text" }, name, legend?.note ? words(legend.note, "span", "quiet note-line") : null,
      row.thinned ? words(row.thinned, "span", "quiet thinned") : null),
    row.countText && words(row.countText, "span", "count"), check));
  if (legend?.measure) made.append(words(legend.measure, "div", "measure"));
  const nested = entries.filter(([, , isNested]) => isNested);
  if (nested.length) made.append(nestedSizes(nested));
  const others = entries.filter(([, , isNested]) => !isNested);
  if (!own && others.length) {
    made.append(element("ul", { class: "entries" }, ...others.map(([symbol, text]) =>
      element("li", {}, swatch(data.symbols[symbol]), words(text)))));
  }
  made.append(...(legend?.remarks ?? []).map((remark) => words(remark, "div", "quiet remark")));
  return made;
}
