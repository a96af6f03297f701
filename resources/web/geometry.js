// From the arcs of the page's data to places on Leaflet's map.

const HALF_WORLD = Math.PI * 6378137; // metres, EPSG:3857
const METRES_PER_PIXEL = 0.0254 / 96; // of a nominal screen, by which "1:N" is measured

const arcs = () => (arcs.made ??= data.arcs.map(decodedArc));

function decodedArc(steps) {
  let x = 0, y = 0;
  return steps.map(([right, up]) => [(x += right) * data.grid, (y += up) * data.grid]);
}

/** Return the points of a path of arcs in metres. */
function pathPoints(path) {
  const points = [];
  for (const number of path) {
    const arc = number < 0 ? arcs()[~number].slice().reverse() : arcs()[number];
    points.push(...(points.length ? arc.slice(1) : arc));
  }
  return points;
}

/** Return the geometry of a feature as GeoJSON has it, in metres: one, but for points one each. */
function geometriesOf({ family }, { parts }) {
  if (family === "point") return parts.map((coordinates) => ({ type: "Point", coordinates }));
  if (family === "line") return [{ type: "MultiLineString", coordinates: parts.map(pathPoints) }];
  const coordinates = parts.map((rings) => rings.map(pathPoints));
  return [{ type: "MultiPolygon", coordinates }];
}

/** Return the place of metres as Leaflet has it. */
function latLng([x, y]) {
  return L.CRS.EPSG3857.unproject(L.point(x, y));
}

/** Return bounds of Leaflet from least and greatest x and y in metres. */
function latLngBounds([minX, minY, maxX, maxY]) {
  return L.latLngBounds(latLng([minX, minY]), latLng([maxX, maxY]));
}

/** Return a function from metres to pixels of the map's layers at its zoom. */
function projection(map) {
  const perMetre = (256 * 2 ** map.getZoom()) / (2 * HALF_WORLD);
  const origin = map.getPixelOrigin();
  return ([x, y]) => [(x + HALF_WORLD) * perMetre - origin.x, (HALF_WORLD - y) * perMetre - origin.y];
}

/** Return a function from pixels of the map's layers at its zoom to metres. */
function unprojection(map) {
  const perMetre = (256 * 2 ** map.getZoom()) / (2 * HALF_WORLD);
  const origin = map.getPixelOrigin();
  return ([column, row]) => [(column + origin.x) / perMetre - HALF_WORLD, HALF_WORLD - (row + origin.y) / perMetre];
}

/** Return the N of "1:N" at the map's centre. */
function scaleOf(map) {
  const latitude = (map.getCenter().lat * Math.PI) / 180;
  const resolution = (2 * HALF_WORLD) / (256 * 2 ** map.getZoom());
  return (resolution * Math.cos(latitude)) / METRES_PER_PIXEL;
}

/** Return whether something that is drawn between two scales is drawn at this one. */
function drawnAt(scale, minScale, maxScale = null) {
  return !(minScale !== null && scale > minScale) && !(maxScale !== null && scale < maxScale);
}
