// The page in its other language and its other look: both stand in the data.

const SPOKEN = ["title", "subtitle", "asOf", "words", "groups", "legend", "programs", "credits"];
const WORDED = ["label", "name", "honesty", "facts", "sure", "existence", "position", "sources", "asOf", "program"];

const tongues = { [data.language]: taken(), ...data.others };
const looks = {
  [data.theme]: { symbols: data.symbols, labels: data.layers.map((layer) => layer.label), selection: data.selection },
  ...data.looks,
};

/** Return what of the data is in its language. */
function taken() {
  const layers = data.layers.map(({ columns, features }) => ({
    columns, features: features.map((feature) => picked(feature, WORDED)),
  }));
  return { ...picked(data, SPOKEN), layers };
}

function picked(from, keys) {
  return Object.fromEntries(keys.filter((key) => key in from).map((key) => [key, from[key]]));
}

/** Let the data be in a language; what is the same in both stands in the first one only. */
function speak(language) {
  const first = Object.values(tongues)[0], tongue = tongues[language];
  Object.assign(data, picked(tongue, SPOKEN), { language });
  data.layers.forEach((layer, place) => {
    layer.columns = tongue.layers[place].columns;
    layer.features.forEach((feature, number) => {
      for (const key of WORDED) delete feature[key];
      Object.assign(feature, tongue.layers[place].features?.[number] || first.layers[place].features[number]);
    });
  });
  document.documentElement.lang = language;
}

/** Let the data have the colours of a look. */
function dress(theme) {
  Object.assign(data, { theme, symbols: looks[theme].symbols, selection: looks[theme].selection });
  data.layers.forEach((layer, place) => { layer.label = looks[theme].labels[place]; });
  document.documentElement.dataset.theme = theme;
}

/** Return the look to begin with: what the reader's system asks for, where the map is a light one. */
function firstLook() {
  return data.theme === "light" && looks.dark && matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : data.theme;
}

/** Fill the place of the switches; `onChange()` is called after each. */
function fillSwitches(onChange) {
  const made = [];
  const language = Object.keys(tongues).find((each) => each !== data.language);
  if (language) {
    const name = data.languages[language];
    const change = button("plain", null, () => { speak(language); onChange("language"); }, name);
    change.id = "language";
    change.lang = language;
    made.push(change);
  }
  const theme = Object.keys(looks).find((each) => each !== data.theme);
  if (theme) {
    const drawn = theme === "dark" ? "M13 9.5A5.5 5.5 0 0 1 6.5 3 5.5 5.5 0 1 0 13 9.5Z"
      : "M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM8 1v1.6M8 13.4V15M1 8h1.6M13.4 8H15M3 3l1.2 1.2M11.8 11.8 13 13M3 13l1.2-1.2M11.8 4.2 13 3";
    const label = say(theme === "dark" ? "dark" : "light");
    const change = button("plain look", label, () => { dress(theme); onChange("look"); }, sign(drawn, 16));
    change.id = "look";
    change.title = label;
    made.push(change);
  }
  document.getElementById("switches").replaceChildren(...made);
}
