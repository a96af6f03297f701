// The page: starts when folium's script has made the map.

const HOME_MARGIN = [18, 18]; // pixels
const BRING_MARGIN = 70; // pixels around what was chosen

/** Return how the outline of what is chosen is drawn. */
function selectedStyle() {
  return { color: data.selection, weight: 2.4, opacity: 1, fillColor: data.selection, fillOpacity: 0.08 };
}

class Page {
  constructor(map) {
    this.map = map;
    this.off = new Set();
    dress(firstLook());
    this.addDrawer();
    this.details = new Details(document.getElementById("details"), {
      zoom: (layer, feature) => this.zoomTo(layer, feature),
      choose: (layer, feature) => this.select(layer, feature),
      close: () => this.deselect(),
    });
    this.search = new Search({
      feature: (layer, feature) => this.find(layer, feature),
      layer: (id) => this.openLayer(id),
      program: (program) => this.details.showProgram(program),
    });
    this.fillTexts();
    // The texts have changed how much room is left for the map; the details will.
    this.small = window.matchMedia("(max-width: 800px)");
    new ResizeObserver(() => this.resize()).observe(map.getContainer());
    this.resize();
    this.openView();
    this.selection = map.createPane("atlas-selection");
    this.selection.style.zIndex = SELECTION_PANE;
    this.draw();
    this.addControls();
    this.listen();
    this.update();
  }

  listen() {
    const { map } = this;
    map.on("moveend", () => this.update());
    map.on("click", () => this.details.close());
    map.on("resize", () => this.limitZoom());
    this.listenForPoints();
    window.addEventListener("beforeprint", () => this.beginPrint());
    window.addEventListener("afterprint", () => this.endPrint());
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      if (this.chosenLook || !looks.dark || !looks.light) return;
      dress(firstLook() === "dark" || matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
      this.remake();
    });
  }

  /** Let the mouse and fingers meet the points of clouds, which are no elements of their own. */
  listenForPoints() {
    const box = this.map.getContainer();
    const tooltip = L.tooltip({ className: "tip", opacity: 1, direction: "top", offset: [0, -10] });
    box.addEventListener("click", (event) => {
      const hit = this.map.dragging.moved() ? null : this.pointAt(event);
      if (!hit) return;
      event.stopPropagation();
      this.select(hit.layer, hit.feature);
    }, true);
    box.addEventListener("mousemove", (event) => {
      const hit = event.buttons ? null : this.pointAt(event);
      box.classList.toggle("over-point", Boolean(hit));
      if (!hit) return void tooltip.remove();
      tooltip.setLatLng(latLng(hit.feature.parts[0])).setContent(tip(hit.layer, hit.feature)).addTo(this.map);
    }, true);
    box.addEventListener("mouseleave", () => tooltip.remove());
  }

  /** Return the feature of a cloud at the mouse, with its layer, unless something lies over it. */
  pointAt(event) {
    if (event.target.closest(".leaflet-control")) return null;
    const over = event.target.closest(".feature") && event.target.closest(".atlas-layer")?.dataset.layer;
    for (const mapLayer of this.layers.toReversed()) {
      if (mapLayer.layer.id === over) return null;
      const feature = mapLayer.featureAt(event);
      if (feature) return { layer: mapLayer.layer, feature };
    }
    return null;
  }

  /** Put the layers and their names on the map. */
  draw() {
    this.layers = data.layers.map((layer, place) =>
      new MapLayer(this.map, layer, place, (chosen, feature) => this.select(chosen, feature)));
    for (const mapLayer of this.layers) mapLayer.on = !this.off.has(mapLayer.layer.layer);
    this.labels = new Labels(this.map, this.layers);
  }

  /** Show everything anew, in the language and the look that the data has now. */
  remake() {
    for (const mapLayer of this.layers) mapLayer.remove();
    this.labels.remove();
    this.fillTexts();
    this.draw();
    for (const control of this.controls) control.remove();
    this.addControls();
    this.update();
    this.details.retell();
    if (this.selected) this.mark(...this.selected);
  }

  /** Let paper have the light look, and the map its whole width. */
  beginPrint() {
    this.printed = { theme: data.theme, bounds: this.map.getBounds() };
    if (looks.light && data.theme !== "light") {
      dress("light");
      this.remake();
    }
    document.body.classList.add("printing");
    this.map.invalidateSize({ animate: false });
    this.map.setMinZoom(0);
    this.map.fitBounds(this.printed.bounds, { animate: false });
    this.update();
  }

  endPrint() {
    const { theme, bounds } = this.printed;
    document.body.classList.remove("printing");
    if (data.theme !== theme) {
      dress(theme);
      this.remake();
    }
    this.map.invalidateSize({ animate: false });
    this.limitZoom();
    this.map.fitBounds(bounds, { animate: false });
  }

  fillTexts() {
    document.title = data.title;
    document.getElementById("title").replaceChildren(words(data.title));
    const origin = [data.subtitle, data.asOf && say("asOf", { date: data.asOf })].filter(Boolean);
    document.getElementById("subtitle").replaceChildren(...origin.map((text) => words(text)));
    document.getElementById("layers-title").textContent = say("layers");
    document.getElementById("skip").textContent = say("skip");
    document.getElementById("open-layers").textContent = say("layers");
    document.getElementById("close-layers").setAttribute("aria-label", say("close"));
    const box = this.map.getContainer();
    box.setAttribute("role", "application");
    box.setAttribute("aria-label", say("map"));
    this.search.retell();
    fillSwitches((what) => this.changed(what));
    fillPanel((id) => !this.off.has(id), (id, on) => this.switch(id, on), (id) => this.openLayer(id));
    document.getElementById("origin").replaceChildren(
      button("plain", null, () => this.details.showSources(), say("sourcesAndLicences")));
  }

  /** Follow a switch; the keyboard stays on it. */
  changed(what) {
    this.chosenLook ||= what === "look";
    this.remake();
    document.getElementById(what).focus();
  }

  /** On a small screen the layers are a drawer. */
  addDrawer() {
    const opener = document.getElementById("open-layers");
    const closer = document.getElementById("close-layers");
    closer.append(sign("M2 2 12 12M12 2 2 12"));
    const show = (open) => {
      document.body.classList.toggle("has-layers", open);
      opener.setAttribute("aria-expanded", open);
      (open ? closer : opener).focus();
    };
    opener.addEventListener("click", () => show(!document.body.classList.contains("has-layers")));
    closer.addEventListener("click", () => show(false));
    document.getElementById("layers").addEventListener("keydown", (event) => {
      if (event.key === "Escape" && document.body.classList.contains("has-layers")) show(false);
    });
  }

  /** Beside the details the map stays where it is; above them, on a small screen, its centre does. */
  resize() {
    this.map.invalidateSize({ pan: this.small.matches, animate: false });
  }

  openView() {
    this.limitZoom();
    this.map.fitBounds(latLngBounds(data.view), { padding: HOME_MARGIN, animate: false });
  }

  /** Let nobody zoom out further than the data reaches, nor lose sight of the whole country. */
  limitZoom() {
    const whole = this.map.getBoundsZoom(latLngBounds(data.home), false, L.point(HOME_MARGIN).multiplyBy(2));
    const filled = this.map.getBoundsZoom(latLngBounds(data.limit), true);
    this.map.setMinZoom(Math.min(whole, filled));
  }

  addControls() {
    const zoom = L.control.zoom({ position: "topright", zoomInTitle: say("zoomIn"), zoomOutTitle: say("zoomOut") });
    zoom.addTo(this.map);
    const home = button("home", say("home"), () => this.goHome(), sign("M2.5 7.5 8 2.8l5.5 4.7M4 6.5V13h8V6.5", 16));
    home.title = say("home");
    zoom.getContainer().append(home);
    L.DomEvent.disableClickPropagation(zoom.getContainer());
    this.controls = [zoom, ...this.addCorner()];
  }

  goHome() {
    this.map.flyToBounds(latLngBounds(data.home), { padding: HOME_MARGIN, duration: 0.4 });
  }

  addCorner() {
    const corner = L.control({ position: "bottomright" });
    const credits = [...new Set(data.credits.flatMap((credit) => credit.short.split(" · ")))].join(" · ");
    corner.onAdd = () => {
      const made = element("div", { class: "corner" }, button("credits", null, () => this.details.showSources(), words(credits)));
      L.DomEvent.disableClickPropagation(made);
      return made;
    };
    corner.addTo(this.map);
    const scale = L.control.scale({ position: "bottomright", imperial: false, maxWidth: 130 }).addTo(this.map);
    corner.getContainer().prepend(scale.getContainer());
    return [corner, scale];
  }

  update() {
    const scale = scaleOf(this.map);
    for (const layer of this.layers) layer.update(scale);
    this.labels.update();
  }

  switch(id, on) {
    if (on) this.off.delete(id);
    else this.off.add(id);
    for (const mapLayer of this.layers) if (mapLayer.layer.layer === id) mapLayer.on = on;
    this.update();
  }

  openLayer(id) {
    this.deselect();
    this.details.showLayer(data.layers.find((layer) => layer.id === id));
  }

  /** Show a feature that was searched for: its layer on, the map close enough. */
  find(layer, feature) {
    if (this.off.has(layer.layer)) {
      this.switch(layer.layer, true);
      fillPanel((id) => !this.off.has(id), (id, on) => this.switch(id, on), (shown) => this.openLayer(shown));
    }
    this.select(layer, feature);
    if (feature.parts) this.zoomTo(layer, feature);
  }

  select(layer, feature) {
    this.deselect();
    this.details.showFeature(layer, feature);
    if (!feature.parts) return;
    this.mark(layer, feature);
    this.bring(layer, feature);
  }

  mark(layer, feature) {
    this.outlined?.remove();
    this.selected = [layer, feature];
    if (layer.family !== "point") return this.outline(layer, feature);
    const mapLayer = this.layers.find((each) => each.layer === layer);
    if (mapLayer.cloud) this.ring(mapLayer, feature);
    else for (const made of mapLayer.pane.querySelectorAll(`[data-row="${feature.row}"]`)) made.classList.add("selected");
  }

  /** Put a ring around the symbols of a feature that are no elements. */
  ring(mapLayer, feature) {
    this.outlined = L.layerGroup(feature.parts.map((place) => {
      const made = mapLayer.marker(feature, latLng(place));
      made.options.pane = "atlas-selection";
      made.options.interactive = false;
      made.options.icon.options.className += " selected";
      return made;
    })).addTo(this.map);
  }

  outline(layer, feature) {
    this.outlined = L.geoJSON(geometriesOf(layer, feature), {
      pane: "atlas-selection", coordsToLatLng: latLng, interactive: false, smoothFactor: 0,
      style: { ...selectedStyle(), fill: layer.family === "polygon" }, className: "selection",
    }).addTo(this.map);
  }

  deselect() {
    this.outlined?.remove();
    this.outlined = this.selected = null;
    for (const made of document.querySelectorAll(".selected")) made.classList.remove("selected");
  }

  /** Move the map until a feature is in the part of it that the details leave. */
  bring(layer, feature) {
    this.resize();
    const size = this.map.getSize();
    const bounds = this.boundsOf(layer, feature);
    const corners = [bounds.getNorthWest(), bounds.getSouthEast()].map((place) => this.map.latLngToContainerPoint(place));
    const away = ["x", "y"].map((axis) => {
      const margin = Math.min(BRING_MARGIN, size[axis] / 3);
      const [low, high] = [corners[0][axis] - margin, corners[1][axis] - size[axis] + margin];
      // What is larger than the room for it stays where it is.
      return low < 0 && high < 0 ? low : high > 0 && low > 0 ? high : 0;
    });
    if (away.some(Boolean)) this.map.panBy(away);
  }

  zoomTo(layer, feature) {
    const bounds = this.boundsOf(layer, feature);
    this.map.flyToBounds(bounds, { padding: [30, 30], maxZoom: Math.max(11, this.map.getZoom()), duration: 0.5 });
  }

  boundsOf(layer, feature) {
    const depth = { point: 0, line: 2, polygon: 3 }[layer.family];
    const coordinates = geometriesOf(layer, feature).map((geometry) => geometry.coordinates);
    return L.latLngBounds(coordinates.flat(depth).map(latLng));
  }
}

L.Map.addInitHook(function start() {
  new Page(this);
});
