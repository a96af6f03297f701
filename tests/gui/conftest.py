"""The real main window, which must leave nothing behind."""

import gc
import sys
import threading
from functools import cache

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QThread, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from app.dialogs import Dialogs
from app.fonts import register_fonts
from app.main_window import MainWindow
from app.session import Session
from app.settings import Settings, SettingsFile
from layers.programs import load_programs
from layers.view_state import ViewState
from tests.gui.canvas.looking import settle

SIZE = (1280, 800)


class SilentDialogs(Dialogs):
    """Answers by itself and remembers what was asked.

    Attributes:
        path: the file to answer with, None to change one's mind.
        told: titles and messages.
        links: addresses that were to be opened.
        files: the files to open.
        answers: names of the next answers to questions; without one the last choice but one is
            taken, which loses what was not saved.
        text: the line of text to answer with.
        item: the thing to choose of several; None to change one's mind.
        asked: titles and messages of questions.
    """

    def __init__(self):
        self.path = None
        self.told = []
        self.links = []
        self.files = []
        self.answers = []
        self.text = self.item = None
        self.asked = []

    def open_files(self, parent, title, folder, filters):
        return list(self.files)

    def choose(self, parent, title, message, choices, details=""):
        self.asked.append((title, message, details))
        names = [name for name, _ in choices]
        answer = self.answers.pop(0) if self.answers else names[-2]
        assert answer in names
        return answer

    def ask_text(self, parent, title, label, text):
        return self.text

    def choose_item(self, parent, title, label, items):
        self.asked.append((title, label, list(items)))
        return None if self.item is None else list(items).index(self.item)

    def save_file(self, parent, title, suggestion, filters):
        return self.path

    def tell(self, parent, title, message, details=""):
        self.told.append((title, message, details))

    def warn(self, parent, title, message, details=""):
        self.told.append((title, message, details))

    def open_link(self, address):
        self.links.append(address)
        return True


@pytest.fixture(scope="session")
def qapp(qapp):
    """The application as the program makes it."""
    qapp.setStyle("Fusion")
    register_fonts()
    return qapp


@pytest.fixture(scope="session")
def programs():
    return cache(load_programs)


@pytest.fixture
def dialogs():
    return SilentDialogs()


def delete_now(*objects):
    for thing in objects:
        thing.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def key(thing):
    """Return what tells a Qt object from all others that are alive."""
    return shiboken6.getCppPointer(thing)[0]


def living(kind):
    """Return the living Qt objects of a class that Python knows of."""
    return {
        key(thing): thing
        for thing in gc.get_objects()
        if isinstance(thing, kind) and shiboken6.isValid(thing)
    }


def listeners(session):
    """Return how many callbacks wait for an event of a session."""
    events = session.view_state.events
    return sum(len(event) for event in (session.document.events.changed, *events))


def web_pages():
    """Return the web pages that are alive; nothing is imported to find none."""
    module = sys.modules.get("PySide6.QtWebEngineCore")
    return living(module.QWebEnginePage) if module else {}


class Leftovers:
    """What is there before a test, to find what is there in addition after it."""

    def __init__(self):
        gc.collect()
        self.widgets = {key(widget) for widget in QApplication.allWidgets()}
        self.windows = {key(window) for window in QGuiApplication.allWindows()}
        self.threads = set(threading.enumerate())
        self.timers = set(living(QTimer))
        self.qt_threads = set(living(QThread))

    def check(self):
        """Fail if a widget, window, thread, timer or web page is left."""
        gc.collect()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        left = [w for w in QApplication.allWidgets() if key(w) not in self.widgets]
        assert not left, f"widgets are left: {left[:5]}"
        left = [w for w in QGuiApplication.allWindows() if key(w) not in self.windows]
        assert not left, f"windows are left: {left[:5]}"
        # Python keeps a dummy for every thread of Qt it ever saw; those are checked below.
        left = {
            thread
            for thread in set(threading.enumerate()) - self.threads
            if not isinstance(thread, threading._DummyThread)
        }
        assert not left, f"threads are left: {left}"
        left = [t for k, t in living(QThread).items() if k not in self.qt_threads]
        assert not [thread for thread in left if thread.isRunning()], "a thread of Qt runs on"
        left = [t for k, t in living(QTimer).items() if k not in self.timers]
        assert not [timer for timer in left if timer.isActive()], f"timers run on: {left[:5]}"
        assert not web_pages(), "a web page is left"


@pytest.fixture
def make_window(qapp, qtbot, data, programs, dialogs, tmp_path):
    """Makes main windows; proves after the test that none of them left anything behind."""
    leftovers = Leftovers()
    made = []

    def make(settings=None, view_state=None, settings_path=None, folders=None):
        file = SettingsFile(settings_path or tmp_path / "settings.json")
        first_start = settings is None
        settings = settings or Settings(theme="light")
        state = view_state or ViewState(
            language=settings.language,
            theme=settings.theme,
            text_size=settings.text_size,
            extent=settings.extent,
        )
        session = Session(data, state)
        before = listeners(session)
        window = MainWindow(session, programs, settings, file, dialogs, folders)
        made.append((window, session, before))
        window.show()
        if first_start:
            window.resize(*SIZE)  # larger than the screen that Qt plays here
        qtbot.waitExposed(window)
        settle(qtbot, window.canvas)
        # Made a moment after the map, if not before: no test may come between.
        assert window.workspace
        assert window.exploring
        return window

    yield make
    for window, session, before in made:
        timers = window.findChildren(QTimer)
        window.close()
        running = [timer for timer in timers if shiboken6.isValid(timer) and timer.isActive()]
        running = [str(timer) for timer in running]
        delete_now(window)
        assert not running, f"timers run on in a closed window: {running}"
        assert not shiboken6.isValid(window)
        assert listeners(session) == before, "a closed window still listens to its session"
    made.clear()
    leftovers.check()


@pytest.fixture
def main_window(make_window):
    """The main window as at the first start, in English, light, 1280x800."""
    return make_window()


@pytest.fixture
def session(main_window):
    """The session of the main window."""
    return main_window.session
