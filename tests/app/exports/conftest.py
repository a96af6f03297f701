"""An export dialog, and one who answers what it asks."""

import pytest

from app.dialogs import Dialogs
from app.exports.dialog import ExportDialog
from app.session import Session
from layers.view import fit


class Answers(Dialogs):
    """Answers by itself, and remembers what it was asked."""

    def __init__(self):
        self.file = None
        self.asked = []
        self.warned = []

    def save_file(self, _parent, _title, suggestion, filters):
        self.asked.append((suggestion, filters))
        return self.file

    def warn(self, _parent, _title, message, _details=""):
        self.warned.append(message)


@pytest.fixture
def session(data, fonts):
    return Session(data)


@pytest.fixture
def answers():
    return Answers()


@pytest.fixture
def make(qtbot, session, answers, tmp_path):
    def dialog():
        made = ExportDialog(session, fit(session.scene().home, 700, 600), answers, tmp_path)
        qtbot.addWidget(made)
        return made

    return dialog


@pytest.fixture
def dialog(make):
    return make()
