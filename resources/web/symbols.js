// Symbols: markers, the styles of lines and areas, and all of them as swatches of the legend.

const HATCH_STEP = 7 / Math.SQRT2, HATCH_WIDTH = 1.2; // pixels, as on the desktop
const SIZE_LINE = 16; // pixels from number to number of sizes
const SWATCH_WIDTH = 26, SWATCH_HEIGHT = 18;

/** Return the drawing of a point symbol, a new one at each call. */
function marker(symbol) {
  symbol.drawn ??= new DOMParser().parseFromString(symbol.svg, "image/svg+xml").documentElement;
  return document.importNode(symbol.drawn, true);
}

/** Return Leaflet's style of a stroke. */
function strokeStyle(stroke) {
  if (!stroke) return { stroke: false };
  return {
    stroke: true,
    color: stroke.color,
    weight: stroke.width,
    opacity: 1,
    dashArray: stroke.dashes?.join(" ") ?? null,
    lineCap: stroke.dashes ? "butt" : "round",
    lineJoin: "round",
  };
}

/** Return Leaflet's style of the casing beneath a stroke. */
function casingStyle(stroke) {
  return {
    stroke: true,
    color: stroke.casing,
    weight: Math.max(stroke.casingWidth, stroke.width),
    opacity: 1,
    lineCap: "round",
    lineJoin: "round",
    fill: false,
  };
}

/** Return Leaflet's style of a line or an area. */
function pathStyle(symbol) {
  if (symbol.kind === "line") return { ...strokeStyle(symbol.stroke), fill: false };
  const fill = paint(symbol);
  return {
    ...strokeStyle(symbol.stroke),
    fill: true,
    fillColor: fill ?? "#000000",
    // What has no fill still is an area that can be pointed at.
    fillOpacity: fill === null ? 0 : symbol.hatch ? 1 : symbol.opacity,
    fillRule: "evenodd",
  };
}

/** Return what an area is painted with, null for nothing. */
function paint(symbol) {
  return symbol.hatch ? `url(#${hatch(symbol)})` : symbol.fill;
}

/** Return the id of the pattern of a hatched area, made at the first call. */
function hatch(symbol) {
  if (symbol.pattern) return symbol.pattern;
  symbol.pattern = `hatch-${data.theme}-${data.symbols.indexOf(symbol)}`;
  const whole = { width: HATCH_STEP, height: HATCH_STEP };
  const pattern = drawing("pattern", {
    id: symbol.pattern, ...whole, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)",
  });
  if (symbol.fill) {
    pattern.append(drawing("rect", { ...whole, fill: symbol.fill, "fill-opacity": symbol.opacity }));
  }
  pattern.append(drawing("path", {
    d: `M1 0V${HATCH_STEP}`, stroke: symbol.hatch, "stroke-width": HATCH_WIDTH, "stroke-opacity": symbol.opacity,
  }));
  patterns().append(pattern);
  return symbol.pattern;
}

function patterns() {
  if (!patterns.made) {
    patterns.made = drawing("defs");
    const holder = drawing("svg", { class: "patterns", width: 0, height: 0, "aria-hidden": "true" });
    holder.append(patterns.made);
    document.body.append(holder);
  }
  return patterns.made;
}

/** Return a symbol as the legend shows it. */
function swatch(symbol) {
  const holder = element("span", { class: "swatch", "aria-hidden": "true" });
  if (symbol.kind === "point") {
    holder.append(marker(symbol));
    return holder;
  }
  const canvas = drawing("svg", {
    width: SWATCH_WIDTH, height: SWATCH_HEIGHT, viewBox: `0 0 ${SWATCH_WIDTH} ${SWATCH_HEIGHT}`,
  });
  canvas.append(...(symbol.kind === "line" ? lineSwatch(symbol) : areaSwatch(symbol)));
  holder.append(canvas);
  return holder;
}

function lineSwatch({ stroke }) {
  const d = `M2 ${SWATCH_HEIGHT / 2}H${SWATCH_WIDTH - 2}`;
  const lines = [];
  if (stroke.casing) {
    const width = Math.max(stroke.casingWidth, stroke.width);
    lines.push(drawing("path", { d, stroke: stroke.casing, "stroke-width": width }));
  }
  lines.push(drawing("path", {
    d, stroke: stroke.color, "stroke-width": stroke.width,
    "stroke-dasharray": stroke.dashes?.join(" "),
  }));
  return lines;
}

function areaSwatch(symbol) {
  const fill = paint(symbol);
  return [drawing("rect", {
    x: 3.5, y: 2.5, width: SWATCH_WIDTH - 7, height: SWATCH_HEIGHT - 5, rx: 3,
    fill: fill ?? "none", "fill-opacity": symbol.hatch ? null : symbol.opacity,
    stroke: symbol.stroke?.color ?? "currentColor", "stroke-width": symbol.stroke?.width ?? 1,
    "stroke-opacity": symbol.stroke ? null : 0.35,
    "stroke-dasharray": symbol.stroke?.dashes?.join(" "),
  })];
}

/** Return sizes of a symbol within each other, as large as on the map, their numbers at the tops. */
function nestedSizes(entries) {
  const made = element("div", { class: "sizes" });
  const symbols = entries.map(([symbol]) => data.symbols[symbol]);
  const largest = Math.max(...symbols.map((symbol) => symbol.extent));
  let last = -Infinity;
  entries.forEach(([, text], place) => {
    const { extent } = symbols[place];
    const holder = element("span", { class: "size", "aria-hidden": "true" }, marker(symbols[place]));
    holder.style.left = `${(largest - extent) / 2}px`;
    holder.style.top = `${largest - extent + SIZE_LINE / 2}px`;
    const leader = element("span", { class: "leader", "aria-hidden": "true" });
    leader.style.left = `${largest / 2}px`;
    leader.style.width = `${largest / 2 + 8}px`;
    leader.style.top = `${largest - extent + SIZE_LINE / 2 + (extent - symbols[place].size) / 2}px`;
    const number = words(text, "span", "number");
    last = Math.max(largest - extent, last + SIZE_LINE);
    number.style.left = `${largest + 12}px`;
    number.style.top = `${last}px`;
    made.append(leader, holder, number);
  });
  made.style.height = `${Math.max(largest + SIZE_LINE / 2, last + SIZE_LINE)}px`;
  return made;
}
