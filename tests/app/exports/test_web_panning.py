"""How the web page moves with thousands of points on it, in a real browser."""

import statistics

from app.bench.data import map_of, random_points
from app.bench.drawing import scene_of
from app.exports.options import PageOptions
from app.exports.web import write_html
from layers.programs import load_programs
from layers.texts import Texts
from tests.browser.chromium import visit
from tests.browser.engines import without_chromium

POINTS = 5_000
FRAMES = 90
# A browser shows 60 frames a second at most: every third left out would be seen.
SMOOTH_MS = 25

PAN = f"""await (async () => {{
  const map = document.querySelector(".leaflet-container");
  const pane = document.querySelector(".leaflet-map-pane");
  const box = map.getBoundingClientRect();
  const x = box.left + box.width / 2, y = box.top + box.height / 2;
  const send = (what, x, y, buttons) => map.dispatchEvent(new MouseEvent(what, {{
    bubbles: true, cancelable: true, view: window, clientX: x, clientY: y, button: 0, buttons,
  }}));
  const frame = () => new Promise(requestAnimationFrame);
  const gaps = [], places = new Set();
  let last = await frame();
  send("mousedown", x, y, 1);
  for (let n = 1; n <= {FRAMES}; n++) {{
    send("mousemove", x + 4 * n * Math.cos(n / 15), y + 60 * Math.sin(n / 9), 1);
    const now = await frame();
    gaps.push(now - last);
    places.add(pane.style.transform);
    last = now;
  }}
  send("mouseup", x, y, 0);
  return {{ gaps, places: places.size }};
}})()"""


@without_chromium
def test_a_page_of_5000_points_moves_with_the_mouse_at_every_frame(data, tmp_path):
    page = tmp_path / "map.html"
    scene = scene_of(data, map_of(data, random_points(POINTS)))
    write_html(page, scene, PageOptions(), Texts("en"), load_programs())
    found = visit(page, [PAN])
    assert found.console == []
    (seen,) = found.values
    assert seen["places"] > FRAMES * 0.9
    assert statistics.median(seen["gaps"]) < SMOOTH_MS, sorted(seen["gaps"])
