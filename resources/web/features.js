// The features of the data's layers on the map: one layer of Leaflet's each, in a pane of its own.

const FIRST_PANE = 300, SELECTION_PANE = 480, LABEL_PANE = 620;

/** Puts a layer of the data on the map and takes it off. */
class MapLayer {
  constructor(map, layer, place, onSelect) {
    this.map = map;
    this.layer = layer;
    this.on = true;
    this.pane = map.getPane(`atlas-${place}`) ?? map.createPane(`atlas-${place}`);
    this.pane.classList.add("atlas-layer");
    this.pane.dataset.layer = layer.id;
    this.pane.style.zIndex = FIRST_PANE + place;
    this.pane.style.opacity = layer.opacity;
    this.options = { pane: `atlas-${place}`, coordsToLatLng: latLng };
    this.drawn = layer.features.filter((feature) => feature.parts);
    if (layer.family === "point" && this.drawn.length > MANY_POINTS) {
      this.cloud = new Cloud(this.drawn, this.options.pane).addTo(map);
      return;
    }
    this.addCasings();
    this.addFeatures(onSelect);
  }

  /** Take everything off the map. */
  remove() {
    for (const made of [this.cloud, this.casings, this.group]) made?.remove();
  }

  /** Return the feature of a layer of many points that is beneath the mouse, null if none is. */
  featureAt(event) {
    if (!this.cloud || !this.shown || !this.layer.interactive) return null;
    return this.cloud.at(this.map.mouseEventToLayerPoint(event));
  }

  /** Return features as GeoJSON; one with several points as several, which Leaflet asks for. */
  collection(features) {
    return features.flatMap((feature) => geometriesOf(this.layer, feature).map((geometry) => ({
      type: "Feature", geometry, properties: { feature },
    })));
  }

  addCasings() {
    const cased = this.drawn.filter((feature) => data.symbols[feature.symbol].stroke?.casing);
    const style = ({ properties }) => casingStyle(data.symbols[properties.feature.symbol].stroke);
    const options = { ...this.options, style, interactive: false, smoothFactor: 0, className: "casing" };
    if (cased.length) this.casings = L.geoJSON(this.collection(cased), options).addTo(this.map);
  }

  addFeatures(onSelect) {
    const interactive = this.layer.interactive;
    this.group = L.geoJSON(this.collection(this.drawn), {
      ...this.options,
      interactive,
      smoothFactor: 0,
      className: "feature",
      bubblingMouseEvents: false,
      style: ({ properties }) => pathStyle(data.symbols[properties.feature.symbol]),
      pointToLayer: ({ properties }, place) => this.marker(properties.feature, place),
      onEachFeature: ({ properties }, shape) => shape.on("add", () => mark(shape.getElement(), properties.feature)),
    });
    if (interactive) {
      this.group.bindTooltip(({ feature }) => tip(this.layer, feature.properties.feature), {
        sticky: true, className: "tip", opacity: 1, direction: "top", offset: [0, -10],
      });
      this.group.on("click", ({ layer }) => onSelect(this.layer, layer.feature.properties.feature));
    }
    this.group.addTo(this.map);
  }

  marker(feature, place) {
    const symbol = data.symbols[feature.symbol];
    const [right, down] = feature.offset ?? [0, 0];
    const icon = L.divIcon({
      className: "feature marker",
      html: marker(symbol),
      iconSize: [symbol.extent, symbol.extent],
      iconAnchor: [symbol.extent / 2 - right, symbol.extent / 2 - down],
    });
    return L.marker(place, {
      icon, pane: this.options.pane, keyboard: false, interactive: this.layer.interactive,
      riseOnHover: !this.layer.sized, bubblingMouseEvents: false,
      // Small symbols on large ones, or they would be hidden.
      zIndexOffset: this.layer.sized ? -Math.round(symbol.extent * 10_000) : 0,
    });
  }

  /** Show or hide by the layer's switch and the scales that it is drawn at. */
  update(scale) {
    this.shown = this.on && drawnAt(scale, this.layer.minScale, this.layer.maxScale);
    this.pane.hidden = !this.shown;
  }
}

/** Name the element of a feature, for readers of screens. */
function mark(made, feature) {
  made.dataset.row = feature.row;
  if (feature.name === undefined) return;
  made.setAttribute("role", "img");
  made.setAttribute("aria-label", feature.name);
}

/** Return what stands beside the mouse when it is over a feature. */
function tip(layer, feature) {
  const made = element("div", {}, words(shortened(feature.name), "strong"));
  for (const honesty of shared(feature.honesty)) made.append(words(honesty));
  return made;
}

function shortened(text) {
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}
