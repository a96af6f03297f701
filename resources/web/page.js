// The page: starts when folium's script has made the map.

const HOME_MARGIN = [18, 18]; // pixels
const BRING_MARGIN = 70; // pixels around what was chosen
const SELECTED = { color: data.selection, weight: 2.4, opacity: 1, fillColor: data.selection, fillOpacity: 0.08 };

class Page {
  constructor(map) {
    this.map = map;
    this.fillTexts();
    // The texts have changed how much room is left for the map; the details will.
    this.small = window.matchMedia("(max-width: 800px)");
    new ResizeObserver(() => this.resize()).observe(map.getContainer());
    this.resize();
    this.openView();
    this.layers = data.layers.map((layer, place) =>
      new MapLayer(map, layer, place, (chosen, feature) => this.select(chosen, feature)));
    this.labels = new Labels(map, this.layers);
    this.selection = map.createPane("atlas-selection");
    this.selection.style.zIndex = SELECTION_PANE;
    this.details = new Details(document.getElementById("details"), {
      zoom: (layer, feature) => this.zoomTo(layer, feature),
      choose: (layer, feature) => this.select(layer, feature),
      close: () => this.deselect(),
    });
    fillPanel((id, on) => this.switch(id, on), (id) => this.openLayer(id));
    this.addControls();
    map.on("moveend", () => this.update());
    map.on("click", () => this.details.close());
    map.on("resize", () => this.limitZoom());
    this.update();
  }

  fillTexts() {
    document.title = data.title;
    document.getElementById("title").append(words(data.title));
    const origin = [data.subtitle, data.asOf && say("asOf", { date: data.asOf })].filter(Boolean);
    document.getElementById("subtitle").append(...origin.map((text) => words(text)));
    document.getElementById("layers-title").textContent = say("layers");
    document.getElementById("skip").textContent = say("skip");
    this.addDrawer();
    const box = this.map.getContainer();
    box.setAttribute("role", "application");
    box.setAttribute("aria-label", say("map"));
  }

  /** On a small screen the layers are a drawer. */
  addDrawer() {
    const opener = document.getElementById("open-layers");
    const closer = document.getElementById("close-layers");
    opener.textContent = say("layers");
    closer.setAttribute("aria-label", say("close"));
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
    this.addCorner();
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
    document.getElementById("origin").append(
      button("plain", null, () => this.details.showSources(), say("sourcesAndLicences")));
  }

  update() {
    const scale = scaleOf(this.map);
    for (const layer of this.layers) layer.update(scale);
    this.labels.update();
  }

  switch(id, on) {
    for (const layer of this.layers) if (layer.layer.layer === id) layer.on = on;
    this.update();
  }

  openLayer(id) {
    this.deselect();
    this.details.showLayer(data.layers.find((layer) => layer.id === id));
  }

  select(layer, feature) {
    this.deselect();
    this.details.showFeature(layer, feature);
    if (!feature.parts) return;
    if (layer.family === "point") this.selectMarkers(layer, feature);
    else this.outline(layer, feature);
    this.bring(layer, feature);
  }

  selectMarkers(layer, feature) {
    const pane = this.layers.find((each) => each.layer === layer).pane;
    for (const made of pane.querySelectorAll(`[data-row="${feature.row}"]`)) made.classList.add("selected");
  }

  outline(layer, feature) {
    this.outlined = L.geoJSON(geometriesOf(layer, feature), {
      pane: "atlas-selection", coordsToLatLng: latLng, interactive: false, smoothFactor: 0,
      style: { ...SELECTED, fill: layer.family === "polygon" }, className: "selection",
    }).addTo(this.map);
  }

  deselect() {
    this.outlined?.remove();
    this.outlined = null;
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
