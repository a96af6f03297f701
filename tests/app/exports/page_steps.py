"""What the tests of the web page do in it, step by step, and what each step returns."""

HELPERS = """
(window.all = (selector) => [...document.querySelectorAll(selector)],
window.one = (selector) => document.querySelector(selector),
window.texts = (selector) => all(selector).map((each) => each.textContent),
window.wait = (time) => new Promise((done) => setTimeout(done, time)),
window.box = (each) => {
  const { left, top, right, bottom } = each.getBoundingClientRect();
  return [left, top, right, bottom];
},
// A click as a finger or a mouse makes it; markers and areas have no click() of their own.
window.hit = (each) => each.dispatchEvent(
  new MouseEvent("click", { bubbles: true, cancelable: true })),
window.press = (key) => document.activeElement.dispatchEvent(
  new KeyboardEvent("keydown", { key, bubbles: true })),
// All text of the details; innerText lacks what is not laid out yet.
window.details = () => {
  const walker = document.createTreeWalker(one("#details"), NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) found.push(walker.currentNode.data);
  return found.join("\\n");
},
window.layerButton = (name) => all(".name").find((each) => each.textContent.startsWith(name)),
window.names = () => all("svg.labels text").map((each) => [each.textContent, ...box(each)]),
window.visible = () => Object.fromEntries(
  all(".atlas-layer").map((pane) => [pane.dataset.layer, pane.checkVisibility()])), 0)
"""

STEPS = {
    "helpers": HELPERS,
    "features": """Object.fromEntries(all(".atlas-layer").map((pane) => {
        const rows = [...pane.querySelectorAll(".feature")].map((each) => +each.dataset.row);
        return [pane.dataset.layer, [...new Set(rows)].sort((a, b) => a - b)]; }))""",
    "legend": """all(".layer").map((layer) => ({
        row: layer.querySelector(".name").textContent,
        note: layer.querySelector(".note-line")?.textContent ?? "",
        count: layer.querySelector(".count")?.textContent ?? "",
        symbols: layer.querySelectorAll(".swatch svg").length,
        entries: [...layer.querySelectorAll(".entries li")].map((entry) => entry.textContent),
    }))""",
    "groups": 'texts("#groups > h3")',
    "title": '[document.title, one("h1").textContent, document.documentElement.lang]',
    "scale": 'one(".leaflet-control-scale-line").textContent',
    "credits": 'one(".credits").textContent',
    "names": "names()",
    "symbols": """all(".marker svg").map((each) =>
        [each.closest(".marker").getAttribute("aria-label"), ...box(each)])""",
    "unnamed controls": """all("button, input, a").filter((each) =>
        !each.textContent.trim() && !each.getAttribute("aria-label")).length""",
    # The search
    "search": """one("#query").focus(), one("#query").value = "ahuachapan",
        one("#query").dispatchEvent(new Event("input")),
        all("#results [role=option]").map((each) => each.innerText.replace("\\n", " | "))""",
    "search said": """[one("#query").getAttribute("aria-expanded"), one("#found").textContent,
        document.getElementById(one("#query").getAttribute("aria-activedescendant")).textContent]""",
    "search down": """press("ArrowDown"),
        document.getElementById(one("#query").getAttribute("aria-activedescendant")).textContent""",
    "search chosen": """press("Enter"), await wait(900),
        [one("#results").hidden, one("#details h2").textContent]""",
    "search closed": 'one("#details .close").click(), one(".home").click(), await wait(900), 0',
    "search nothing": """one("#query").focus(), one("#query").value = "zzzz",
        one("#query").dispatchEvent(new Event("input")),
        [one("#results").innerText, press("Escape"), one("#results").hidden]""",
    # The layer switch
    "switch off": """one('input[data-layer="border-points"]').click(), visible()""",
    "names without": """one('input[data-layer="delegations"]').click(), names()""",
    "switch on": """one('input[data-layer="border-points"]').click(),
        one('input[data-layer="delegations"]').click(), visible()""",
    # Details of what is clicked
    "marker": """hit(one('[aria-label="Anti-extortion unit, Santa Ana"]')), details()""",
    "marked": 'all(".selected").length',
    "focus": "document.activeElement.id",
    "escape": 'press("Escape"), [one("#details").hidden, all(".selected").length]',
    "border point": """hit(one('[aria-label="La Hachadura"]')), details()""",
    "links": 'all("#details a").map((link) => [link.href, link.rel, link.target])',
    "area": """hit(one('path[aria-label="Chalatenango"]')), details()""",
    "outline": 'all("path.selection").length',
    # A layer with its features; these are all buttons, which the keyboard reaches
    "layer": 'layerButton("Model precincts").click(), details()',
    "records": 'texts("#details .section > .records .record")',
    "others": 'all("#details details .record").length',
    "record": 'one("#details details .record").click(), details()',
    "back": 'one("#details .icon:not(.close)").click(), details()',
    "program": 'all("#details .plain").at(-1).click(), details()',
    "sources": 'one(".credits").click(), details()',
    "closed": 'one("#details .close").click(), await wait(300), one("#details").hidden',
    # The other language and look
    "marker again": """hit(one('[aria-label="Anti-extortion unit, Santa Ana"]')), 0""",
    "other language": """one("#language").click(), await wait(300),
        [document.documentElement.lang, document.title, one("#details h2").textContent,
         document.activeElement.id, all(".selected").length,
         one(".home").getAttribute("aria-label")]""",
    "other features": """Object.fromEntries(all(".atlas-layer").map((pane) => {
        const rows = [...pane.querySelectorAll(".feature")].map((each) => +each.dataset.row);
        return [pane.dataset.layer, [...new Set(rows)].sort((a, b) => a - b)]; }))""",
    "other legend": 'texts(".layer .name")',
    "other look": """one("#look").click(), await wait(300),
        [document.documentElement.dataset.theme, getComputedStyle(document.body).color,
         one("#look").getAttribute("aria-label")]""",
    "as before": """one("#look").click(), one("#language").click(), await wait(300),
        one("#details .close").click(), [document.documentElement.dataset.theme, document.title]""",
    # Limits of the map
    "far": "map_atlas.setZoom(0, { animate: false }), await wait(300), map_atlas.getZoom()",
    "farthest": "map_atlas.getMinZoom()",
    "lost": """map_atlas.setZoom(12, { animate: false }),
        map_atlas.panTo([0, 0], { animate: false }), await wait(500),
        map_atlas.getBounds().intersects(map_atlas.options.maxBounds)""",
    "home": 'one(".home").click(), await wait(900), 0',
    "near": """map_atlas.setView([13.7, -89.2], 11, { animate: false }), await wait(300),
        names()""",
}
"""In a window of a desktop."""

PHONE_STEPS = {
    "helpers": HELPERS,
    "size": "[document.scrollingElement.scrollWidth, document.scrollingElement.scrollHeight]",
    "map": 'one("#map_atlas").clientHeight',
    "layers at first": 'one("#layers").checkVisibility()',
    "layers opened": 'one("#open-layers").click(), one("#layers").checkVisibility()',
    "focus": "document.activeElement.id",
    "layers closed": 'one("#close-layers").click(), one("#layers").checkVisibility()',
    "chosen": """hit(one('[aria-label="Anti-extortion unit, Usulután"]')), await wait(600),
        [one(".selected svg"), one("#map_atlas"), one("#details")].map(box)""",
}
"""On a small screen for fingers."""


def values_of(steps, found):
    """Return what each step of a visit returned."""
    return dict(zip(steps, found.values, strict=True))
