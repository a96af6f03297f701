// Names on the map: none over another or over a symbol; what has no room waits for a closer look.

const FONT = '"Noto Sans", "Segoe UI", system-ui, -apple-system, Roboto, "Helvetica Neue", Arial, sans-serif';
const LINE = 1.18; // heights of letters from line to line
const CELL = 64; // pixels; boxes are looked up by cells of this size
const STEP_X = 9, STEP_Y = 7, STEPS = 6; // how far the name of an area may stray from its place
const ROWS = 9, COLUMNS = 13; // where in the view names of countries and seas are tried
const CASING = 1.5, LARGE = 8; // pixels: around symbols; half of one that no name may cover
const AHEAD = 0.3; // names are placed this far around the view, in shares of its size
const SAME_PLACE = 80; // pixels; closer than this, a name is written once
const ROAMING_SCALE = 800000; // closer than this nobody asks what country it is

/** Places the names of layers and draws them. */
class Labels {
  constructor(map, layers) {
    this.map = map;
    this.layers = layers;
    this.ink = element("canvas").getContext("2d");
    this.pane = map.getPane("atlas-labels") ?? map.createPane("atlas-labels");
    this.pane.style.zIndex = LABEL_PANE;
    this.drawing = drawing("svg", { class: "labels", width: 1, height: 1, "aria-hidden": "true" });
    this.pane.replaceChildren(this.drawing);
    this.labels = layers.flatMap((layer) => labelsOf(layer)).sort((a, b) => b.style.priority - a.style.priority);
    this.hide = () => this.drawing.classList.add("waiting");
    map.on("zoomstart", this.hide);
  }

  remove() {
    this.map.off("zoomstart", this.hide);
    this.drawing.remove();
  }

  /** Place all names anew for the map's zoom and the layers that are on. */
  update() {
    this.scale = scaleOf(this.map);
    this.project = projection(this.map);
    this.toMetres = unprojection(this.map);
    this.view = this.viewBox();
    this.around = padded(this.view, AHEAD);
    this.taken = new Boxes();
    this.symbols = new Boxes();
    for (const box of this.controls()) this.taken.add(box);
    for (const layer of this.layers) if (layer.shown) this.keepFree(layer);
    this.placed = [];
    for (const label of this.labels) {
      if (!label.layer.shown || !drawnAt(this.scale, label.style.minScale)) continue;
      if (label.family === "point" && !holdsPoint(this.around, this.project(label.at))) continue;
      if (this.isNamed(label)) continue;
      const place = this.place(label);
      if (!place) continue;
      this.taken.add(place.box);
      this.placed.push({ label, place });
    }
    this.drawing.replaceChildren(...this.placed.map(({ label, place }) => text(label, place)));
    this.drawing.classList.remove("waiting");
  }

  /** Return whether areas within an area bear names already, or the same town one: it needs none. */
  isNamed(label) {
    if (label.family === "polygon") {
      return this.placed.some(({ label: other, place }) => other.family === "polygon" &&
        other.style.priority > label.style.priority && this.contains(label, ...middle(place.box)));
    }
    const [x, y] = this.project(label.at);
    return label.family === "point" && this.placed.some(({ label: other, place }) => {
      const [left, top] = middle(place.box);
      return other.family === "point" && other.feature.label === label.feature.label && Math.hypot(left - x, top - y) < SAME_PLACE;
    });
  }

  /** Return the box that is in view, in pixels of the map's layers. */
  viewBox() {
    const { min, max } = this.map.getPixelBounds();
    const origin = this.map.getPixelOrigin();
    return [min.x - origin.x, min.y - origin.y, max.x - origin.x, max.y - origin.y];
  }

  /** Return the boxes of what lies over the map, in pixels of the map's layers. */
  controls() {
    const map = this.map.getContainer().getBoundingClientRect();
    const [left, top] = [this.view[0] - map.left, this.view[1] - map.top];
    return [...this.map.getContainer().querySelectorAll(".leaflet-control")].map((control) => {
      const box = control.getBoundingClientRect();
      return [box.left + left, box.top + top, box.right + left, box.bottom + top];
    });
  }

  keepFree(layer) {
    if (layer.layer.family !== "point") return;
    for (const feature of layer.drawn) {
      const half = data.symbols[feature.symbol].size / 2 + CASING;
      const [right, down] = feature.offset ?? [0, 0];
      for (const place of feature.parts) {
        const [x, y] = this.project(place);
        if (!holdsPoint(this.around, [x, y])) continue;
        const box = [x + right - half, y + down - half, x + right + half, y + down + half];
        (layer.layer.interactive && half >= LARGE ? this.taken : this.symbols).add(box);
      }
    }
  }

  /** Return where a name can stand, null if nowhere; what takes longest is asked last. */
  place(label) {
    const isArea = label.family === "polygon";
    let second = null;
    for (const place of this.candidates(label)) {
      if (!within(label.roams ? this.view : this.around, place.box) || this.taken.meets(place.box)) continue;
      const avoided = !this.symbols.meets(place.box);
      // Small symbols may be written over when there is no other way.
      if (!avoided && (second || label.family === "point")) continue;
      if (isArea && !place.anywhere && !this.holds(label, place.box)) continue;
      if (avoided) return place;
      second = place;
    }
    return second;
  }

  *candidates(label) {
    const [x, y] = this.project(label.at);
    if (label.family === "point") {
      yield* besides(this.sized(label, [label.words.join(" ")]), x, y, label);
      return;
    }
    const ways = broken(label.words).map((lines) => this.sized(label, lines));
    for (const size of ways) {
      for (const [right, down] of AROUND) yield centred(size, x + right, y + down);
    }
    if (!label.roams) yield { ...centred(ways.at(-1), x, y), anywhere: true };
    else if (this.scale > ROAMING_SCALE) yield* this.elsewhere(ways[0], x, y);
  }

  /** Yield places in view for the name of a country or sea whose own place is out of view. */
  *elsewhere(size, x, y) {
    const [left, top, right, bottom] = this.view;
    const places = [];
    for (let row = 1; row < ROWS; row += 1) {
      for (let column = 1; column < COLUMNS; column += 1) {
        places.push([left + ((right - left) * column) / COLUMNS, top + ((bottom - top) * row) / ROWS]);
      }
    }
    places.sort(([a, b], [c, d]) => Math.hypot(a - x, b - y) - Math.hypot(c - x, d - y));
    for (const place of places) yield centred(size, ...place);
  }

  /** Return whether the corners of a box and the middles of its long sides lie in an area. */
  holds(label, [left, top, right, bottom]) {
    const half = (left + right) / 2;
    return [[half, top], [half, bottom], [left, top], [right, top], [left, bottom], [right, bottom]]
      .every(([x, y]) => this.contains(label, x, y));
  }

  /** Return whether a pixel lies in an area. */
  contains(label, column, row) {
    const [x, y] = this.toMetres([column, row]);
    return this.ink.isPointInPath(areaOf(label), x - label.at[0], y - label.at[1], "evenodd");
  }

  /** Return lines of text with the width and height they take. */
  sized(label, lines) {
    const { size, bold, italic, capitals, spacing } = label.style;
    this.ink.font = `${italic ? "italic " : ""}${bold ? 600 : 400} ${size}px ${FONT}`;
    const widths = lines.map((line) => {
      const written = capitals ? line.toLocaleUpperCase(data.language) : line;
      return this.ink.measureText(written).width + spacing * size * (written.length - 1);
    });
    return { lines, width: Math.max(...widths), height: lines.length * size * LINE };
  }
}

function labelsOf(mapLayer) {
  const { layer, drawn } = mapLayer;
  return drawn.filter((feature) => feature.label).map((feature) => ({
    layer: mapLayer, feature, family: layer.family, at: feature.at, style: layer.label,
    words: feature.label.split(" "),
    beside: layer.family === "point" ? data.symbols[feature.symbol].extent / 2 + 1 : 0,
    roams: layer.id === "land" || layer.id === "sea",
  }));
}

// Steps away from a place, the nearest first.
const AROUND = [];
for (let row = -STEPS; row <= STEPS; row += 1) {
  for (let column = -STEPS; column <= STEPS; column += 1) AROUND.push([column * STEP_X, row * STEP_Y]);
}
AROUND.sort(([a, b], [c, d]) => a * a + b * b - (c * c + d * d));

/** Return the ways to break a name into lines: one line, then two, then one a word. */
function broken(parts) {
  const ways = [[parts.join(" ")]];
  if (parts.length > 1) {
    const splits = parts.slice(1).map((_, place) => [
      parts.slice(0, place + 1).join(" "), parts.slice(place + 1).join(" "),
    ]);
    const longest = (lines) => Math.max(...lines.map((line) => line.length));
    ways.push(splits.reduce((best, way) => (longest(way) < longest(best) ? way : best)));
  }
  if (parts.length > 2 && parts.length < 5) ways.push(parts);
  return ways;
}

/** Return an area as the browser looks into it, in metres from its label's place. */
function areaOf(label) {
  if (label.area) return label.area;
  label.area = new Path2D();
  for (const path of label.feature.parts.flat()) {
    const [[x, y], ...rest] = pathPoints(path);
    label.area.moveTo(x - label.at[0], y - label.at[1]);
    for (const [x, y] of rest) label.area.lineTo(x - label.at[0], y - label.at[1]);
  }
  return label.area;
}

function centred(size, x, y) {
  const { width, height } = size;
  return { ...size, x, y: y - height / 2, anchor: "middle",
    box: [x - width / 2, y - height / 2, x + width / 2, y + height / 2] };
}

/** Yield the places right of a symbol, left of it, above and below. */
function* besides(size, x, y, label) {
  const { width, height } = size;
  const [right, down] = label.feature.offset ?? [0, 0];
  const [column, row, gap] = [x + right, y + down, label.beside];
  const top = row - height / 2;
  yield { ...size, x: column + gap, y: top, anchor: "start",
    box: [column + gap, top, column + gap + width, top + height] };
  yield { ...size, x: column - gap, y: top, anchor: "end",
    box: [column - gap - width, top, column - gap, top + height] };
  yield centred(size, column, row - gap - height / 2);
  yield centred(size, column, row + gap + height / 2);
}

function middle([left, top, right, bottom]) {
  return [(left + right) / 2, (top + bottom) / 2];
}

/** Return a box with a share of its size added at each side. */
function padded([left, top, right, bottom], share) {
  const [columns, rows] = [(right - left) * share, (bottom - top) * share];
  return [left - columns, top - rows, right + columns, bottom + rows];
}

/** Return whether a point lies in a box. */
function holdsPoint([left, top, right, bottom], [x, y]) {
  return x >= left && x <= right && y >= top && y <= bottom;
}

/** Return whether a box lies in another. */
function within(outer, [left, top, right, bottom]) {
  return left >= outer[0] && top >= outer[1] && right <= outer[2] && bottom <= outer[3];
}

/** Return a name as SVG; its halo lies beneath its letters. */
function text(label, { lines, x, y, anchor }) {
  const { size, color, bold, italic, capitals, spacing, halo, haloWidth } = label.style;
  const made = drawing("text", {
    x: x.toFixed(1), "text-anchor": anchor, fill: color, "font-size": size,
    "font-weight": bold ? 600 : 400, "font-style": italic ? "italic" : "normal",
    "letter-spacing": spacing ? `${spacing}em` : null,
    stroke: halo, "stroke-width": halo ? 2 * haloWidth : null, "stroke-linejoin": "round",
    "paint-order": "stroke", class: capitals ? "capitals" : null, "data-row": label.feature.row,
  });
  lines.forEach((line, number) => {
    const baseline = (y + (number + 0.8) * size * LINE).toFixed(1);
    // The space keeps words apart for whoever reads or copies the name.
    made.append(drawing("tspan", { x: x.toFixed(1), y: baseline }, number + 1 < lines.length ? `${line} ` : line));
  });
  return made;
}

/** Boxes (left, top, right, bottom) that can be asked whether another one meets any of them. */
class Boxes {
  constructor() {
    this.cells = new Map();
  }

  *keys([left, top, right, bottom]) {
    for (let column = Math.floor(left / CELL); column <= right / CELL; column += 1) {
      for (let row = Math.floor(top / CELL); row <= bottom / CELL; row += 1) yield `${column},${row}`;
    }
  }

  add(box) {
    for (const key of this.keys(box)) {
      if (!this.cells.has(key)) this.cells.set(key, []);
      this.cells.get(key).push(box);
    }
  }

  meets(box) {
    const [left, top, right, bottom] = box;
    for (const key of this.keys(box)) {
      for (const other of this.cells.get(key) ?? []) {
        if (left < other[2] && other[0] < right && top < other[3] && other[1] < bottom) return true;
      }
    }
    return false;
  }
}
