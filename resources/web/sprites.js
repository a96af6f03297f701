// Layers of many points: pictures of their symbols on one canvas, which moves with the map.

const MANY_POINTS = 400;

/** Return the picture of a point symbol, sharp on this screen. */
function picture(symbol) {
  if (symbol.picture) return symbol.picture;
  const ratio = Math.max(1, window.devicePixelRatio), side = Math.ceil(symbol.extent * ratio);
  symbol.picture = element("canvas", { width: side, height: side });
  const drawn = marker(symbol), [left, top, width] = drawn.getAttribute("viewBox").split(" ").map(Number);
  const ink = symbol.picture.getContext("2d");
  ink.scale(side / width, side / width);
  ink.translate(-left, -top);
  for (const shape of drawn.querySelectorAll("circle, rect, path")) paintShape(ink, shape);
  return symbol.picture;
}

/** Paint one shape of a symbol; an image of the drawing would be asked for as if from a network. */
function paintShape(ink, shape) {
  const value = (name) => Number(shape.getAttribute(name) ?? 0), told = (name, other) => shape.getAttribute(name) ?? other;
  const outline = shape.localName === "path" ? new Path2D(told("d", "")) : new Path2D();
  if (shape.localName === "circle") outline.arc(value("cx"), value("cy"), value("r"), 0, 2 * Math.PI);
  if (shape.localName === "rect") outline.roundRect(value("x"), value("y"), value("width"), value("height"), value("rx"));
  const fill = told("fill", "#000000"), stroke = told("stroke", "none");
  if (fill !== "none") {
    ink.fillStyle = fill;
    ink.globalAlpha = Number(told("fill-opacity", 1));
    ink.fill(outline, told("fill-rule", "nonzero"));
  }
  if (stroke === "none") return;
  ink.strokeStyle = stroke;
  ink.lineWidth = Number(told("stroke-width", 1));
  ink.lineJoin = told("stroke-linejoin", "miter");
  ink.lineCap = told("stroke-linecap", "butt");
  ink.globalAlpha = Number(told("stroke-opacity", 1));
  ink.setLineDash(told("stroke-dasharray", "").split(/[ ,]+/).filter(Boolean).map(Number));
  ink.stroke(outline);
}

/** Draws the points of a layer, and tells which of them is at a pixel. */
const Cloud = L.Renderer.extend({
  initialize(features, pane) {
    L.Renderer.prototype.initialize.call(this, { pane, padding: 0.3 });
    this.points = features.flatMap((feature) => feature.parts.map((place) => ({ feature, place })));
  },

  _initContainer() {
    this._container = element("canvas", { class: "cloud", "aria-hidden": "true" });
  },

  _destroyContainer() {
    this._container.remove();
    this._container = null;
  },

  _updatePaths() {},

  _update() {
    if (this._map._animatingZoom && this._bounds) return;
    L.Renderer.prototype._update.call(this);
    const canvas = this._container, size = this._bounds.getSize(), ratio = Math.max(1, window.devicePixelRatio);
    L.DomUtil.setPosition(canvas, this._bounds.min);
    canvas.width = size.x * ratio;
    canvas.height = size.y * ratio;
    canvas.style.width = `${size.x}px`;
    canvas.style.height = `${size.y}px`;
    this.draw();
  },

  draw() {
    const { min, max } = this._bounds, ink = this._container.getContext("2d"), project = projection(this._map);
    const ratio = this._container.width / (max.x - min.x);
    ink.setTransform(1, 0, 0, 1, 0, 0);
    ink.clearRect(0, 0, this._container.width, this._container.height);
    ink.setTransform(ratio, 0, 0, ratio, -min.x * ratio, -min.y * ratio);
    for (const point of this.points) {
      const symbol = data.symbols[point.feature.symbol], half = symbol.extent / 2;
      const [x, y] = project(point.place);
      const [right, down] = point.feature.offset ?? [0, 0];
      point.x = x + right;
      point.y = y + down;
      if (point.x < min.x - half || point.x > max.x + half || point.y < min.y - half || point.y > max.y + half) continue;
      ink.drawImage(picture(symbol), point.x - half, point.y - half, symbol.extent, symbol.extent);
    }
  },

  /** Return the feature whose symbol is at a pixel of the map's layers, the nearest one. */
  at({ x, y }) {
    let best = null, nearest = Infinity;
    const least = matchMedia("(hover: none)").matches ? 12 : 5;
    for (const point of this.points) {
      const reach = Math.max(data.symbols[point.feature.symbol].size / 2, least);
      const away = Math.hypot(point.x - x, point.y - y);
      if (away <= reach && away <= nearest) [best, nearest] = [point.feature, away];
    }
    return best;
  },
});
