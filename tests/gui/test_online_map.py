"""Online maps, against a server on this machine."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage

from app.online.chooser import OnlineMapChooser
from app.paths import OwnFolders
from app.settings import Settings
from geodata.tiles import TileSource
from layers.commands import SetOnlineMap
from tests.gui.canvas.looking import map_pixels, settle
from tests.gui.driving import open_dialog

COLOUR = "#c81e96"


def tile_bytes(colour):
    image = QImage(256, 256, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return buffer.data().data()


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append((self.path, self.headers["User-Agent"]))
        body = self.server.body
        self.send_response(200 if body else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def server(qapp):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.asked, server.body = [], tile_bytes(COLOUR)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def sources(server):
    url = f"http://127.0.0.1:{server.server_port}/{{z}}/{{x}}/{{y}}.png"
    return (TileSource("Local.Map", "Local map", url, "© Local map makers"),)


@pytest.fixture
def folders(tmp_path):
    return OwnFolders(tmp_path / "journal", tmp_path / "data", tmp_path / "tiles")


@pytest.fixture
def make(make_window, folders, sources, monkeypatch):
    """Makes windows that know the local provider alone."""
    monkeypatch.setattr("geodata.tile_catalogue.load_catalogue", lambda: sources)

    def make(**settings):
        return make_window(Settings(theme="light", **settings), folders=folders)

    return make


def choose(window, qtbot, row):
    window.actions_by_name["online_map"].trigger()
    dialog = open_dialog(qtbot, OnlineMapChooser)
    dialog.list.setCurrentRow(row)
    dialog.accept()


def wait(window, qtbot):
    """Wait until every tile has come and is drawn."""
    qtbot.waitUntil(lambda: not window.online.is_busy, timeout=20_000)
    settle(qtbot, window.canvas)
    qtbot.waitUntil(lambda: not window.online.is_busy, timeout=20_000)
    qtbot.wait(300)  # arrivals are told now and then
    settle(qtbot, window.canvas)


def share(window, colour=COLOUR):
    """Return which share of the map has the tiles' colour."""
    image, wanted = map_pixels(window.canvas), QColor(colour).rgb()
    places = [(x, y) for x in range(0, image.width(), 9) for y in range(0, image.height(), 9)]
    return sum(image.pixel(x, y) == wanted for x, y in places) / len(places)


def test_nothing_is_asked_before_it_is_allowed(make, server, dialogs, qtbot):
    window = make()
    dialogs.answers = ["refuse"]
    choose(window, qtbot, 1)
    assert "127.0.0.1" in dialogs.asked[-1][1]
    assert window.session.document.state.online_map == ""
    settle(qtbot, window.canvas)
    assert server.asked == []
    assert not window.settings().online_allowed


def test_tiles_lie_over_the_base_map_with_their_credit(make, server, dialogs, qtbot):
    window = make()
    dialogs.answers = ["allow"]
    choose(window, qtbot, 1)
    wait(window, qtbot)
    assert window.session.document.state.online_map == "Local.Map"
    assert share(window) > 0.7
    assert window.canvas.scene.credits[0].short == "© Local map makers"
    assert all(agent.startswith("AtlasSeguro/") for _, agent in server.asked)
    assert len(server.asked) == len(set(server.asked))
    window.actions_by_name["undo"].trigger()
    settle(qtbot, window.canvas)
    assert share(window) == 0
    # Asked once: the second time it is shown at once.
    count = len(dialogs.asked)
    window.actions_by_name["redo"].trigger()
    wait(window, qtbot)
    assert len(dialogs.asked) == count
    assert share(window) > 0.7
    assert window.settings().online_allowed


def test_what_was_seen_is_there_without_a_network(make, server, dialogs, qtbot):
    window = make()
    dialogs.answers = ["allow"]
    choose(window, qtbot, 1)
    wait(window, qtbot)
    server.shutdown()
    server.server_close()
    later = make(online_allowed=True)
    choose(later, qtbot, 1)
    wait(later, qtbot)
    assert share(later) > 0.7
    assert not later.online.is_offline
    later.canvas.zoom_in()
    wait(later, qtbot)
    qtbot.waitUntil(lambda: later.online.is_offline, timeout=20_000)
    assert "Offline" in later.status.offline.text()
    # Parts of the coarser tiles stand where the finer ones are missing.
    assert share(later) > 0.7


def test_what_is_no_picture_is_not_shown_and_not_asked_for_again(make, server, dialogs, qtbot):
    window = make()
    server.body = b"<html>no tile</html>"
    dialogs.answers = ["allow"]
    choose(window, qtbot, 1)
    wait(window, qtbot)
    asked = len(server.asked)
    assert asked
    window.canvas.renew_scene()
    wait(window, qtbot)
    assert len(server.asked) == asked
    assert share(window) == 0
    assert window.canvas.scene.layers[0].drawn_count


def test_a_project_shows_its_online_map_once_that_is_allowed(make, server, dialogs, qtbot):
    window = make()
    window.session.execute(SetOnlineMap("Local.Map"))
    settle(qtbot, window.canvas)
    assert server.asked == []
    assert "to allow it" in window.status.currentMessage()
    dialogs.answers = ["allow"]
    choose(window, qtbot, 1)
    wait(window, qtbot)
    assert share(window) > 0.7


def test_an_unknown_provider_is_told(make, qtbot):
    window = make(online_allowed=True)
    window.session.execute(SetOnlineMap("Nobody.Knows"))
    qtbot.waitUntil(lambda: "Nobody.Knows" in window.status.currentMessage(), timeout=5000)
    settle(qtbot, window.canvas)
    assert window.canvas.scene.backdrop is None
