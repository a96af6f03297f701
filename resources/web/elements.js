// Elements of the page. Whatever comes from the data gets in as text, never as markup.

const data = JSON.parse(document.getElementById("atlas-data").textContent);
const SVG = "http://www.w3.org/2000/svg";

/** Return what records share, by the numbers that they have of it. */
function shared(numbers) {
  return (numbers ?? []).map((number) => data.shared[number]);
}

/** Return an element with attributes and children; strings among the children become text. */
function element(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

/** Return an element of SVG with attributes and children. */
function drawing(name, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

function filled(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(name, "");
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value);
  }
  made.append(...children.filter(Boolean)); // what is missing is left out
  return made;
}

/** Return text of the data in an element of its own, so that its direction stays within it. */
function words(text, name = "span", className = null) {
  return element(name, { class: className, dir: "auto" }, text);
}

/** Return text in pieces, those with an address as links. */
function linked(pieces, name = "span") {
  const made = element(name, { dir: "auto" });
  for (const [text, address] of pieces) {
    const attributes = { href: address, target: "_blank", rel: "noopener noreferrer" };
    made.append(address ? element("a", attributes, text) : text);
  }
  return made;
}

/** Return a button that does something. */
function button(className, label, action, ...children) {
  const made = element("button", { type: "button", class: className, "aria-label": label }, ...children);
  made.addEventListener("click", action);
  return made;
}

/** Return one of the page's words with the parts in braces filled in. */
function say(key, parts = {}) {
  return data.words[key].replace(/\{(\w+)\}/g, (whole, name) => parts[name] ?? whole);
}
