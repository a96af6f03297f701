"""A program that edits and saves without end, to be killed.

    python -m tests.hostile.editor_process FOLDER

It reads seeds, a line each. For every seed it makes a process of its own that edits in FOLDER and
writes to standard output what it is about to do, with the document that comes of it, and that it
is done. Modules are loaded once: a process is there in a moment.
"""

import hashlib
import json
import os
import random
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget

import app.projects.saving  # noqa: F401 - loaded before the processes part
import layers.recovery  # noqa: F401
from app.dialogs import Dialogs
from app.projects.journal_keeper import JournalKeeper
from app.projects.projects import Projects
from app.session import Session
from geodata.builtin import BuiltinData
from geodata.editing import Feature
from layers.commands import MoveLayer, SetOpacity, SetTitle, SetVisible
from layers.document import Placement
from layers.plain_data import prepare, read_layer, write_layer
from layers.table_commands import (
    AddLayer,
    DeleteFeatures,
    InsertFeatures,
    PlaceRecord,
    RemoveLayer,
    SetGeometry,
    SetValues,
)
from tests.layers.document_strategies import OWN, own_layer, own_table, plain

PROJECT = "plan.atlas"


def digest(state):
    """Return what tells a document from every other."""
    content = plain(state)
    # Whole numbers become decimal ones in a file, which compare alike but are not written so.
    content["layers"] = [read_layer(write_layer(layer)) for layer in state]
    return hashlib.sha256(repr(content).encode()).hexdigest()[:16]


class Editor:
    """Edits at random, telling of every step."""

    def __init__(self, folder, seed, data):
        self.random = random.Random(seed)
        self.application = QApplication.instance() or QApplication([])
        self.session = Session(data)
        self.window = QWidget()
        self.keeper = JournalKeeper(self.session, folder / "journal", self.window)
        canvas: Any = SimpleNamespace(view=SimpleNamespace(bounds=(0.0, 0.0, 1.0, 1.0)))
        self.projects = Projects(self.window, self.session, canvas, Dialogs(), self.keeper)
        self.path = folder / PROJECT
        self.documents = [digest(self.session.document.state)]
        self.number = 0

    def begin(self):
        self.keeper.begin()
        self.turn_until(lambda: self.keeper.is_writing)

    def turn_until(self, is_done):
        while not is_done():
            self.turn()

    def turn(self):
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def step(self):
        """Do one thing; a save goes on while more is done."""
        self.turn()
        roll = self.random.random()
        if roll < 0.12:
            self.save()
        elif roll < 0.25:
            self.move(-1)
        elif roll < 0.33:
            self.move(1)
        else:
            self.edit()

    def save(self):
        if self.projects.is_busy:
            return
        before = self.session.document.state
        self.tell("about to save", digest(before))
        if self.projects.path is None:
            self.projects._write(self.path, self.saved)
        else:
            self.projects.save(self.saved)
        if self.random.random() < 0.5:
            self.turn_until(lambda: not self.projects.is_busy)

    def saved(self):
        self.tell("saved", digest(self.session.document.state))

    def move(self, step):
        """Undo or redo."""
        stack = self.session.undo_stack
        target = stack.index() + step
        if not 0 <= target <= stack.count():
            return
        self.tell("about to", self.documents[target])
        stack.setIndex(target)
        self.tell("done", self.documents[target])

    def edit(self):
        command = self.command()
        state = self.session.document.state
        after = digest(command.apply(state))
        self.tell("about to", after)
        index = self.session.undo_stack.index()
        self.session.execute(command)
        self.documents = [*self.documents[: index + 1], after]
        self.tell("done", after)

    def command(self):
        pick, state = self.random, self.session.document.state
        layer = pick.choice([layer for layer in state if layer.group != "own"]).id
        choices = [
            lambda: SetTitle(f"título {pick.random()}"),
            lambda: SetOpacity(layer, round(pick.random(), 3)),
            lambda: SetVisible(layer, pick.random() < 0.5),
            lambda: MoveLayer(layer, pick.randrange(len(state.layers))),
            lambda: PlaceRecord(
                "model-precincts", "station-04", Placement(-89 - pick.random(), 13.5, "2026-11-23")
            ),
        ]
        table = state.tables.get(OWN)
        if table is None:
            choices.append(lambda: AddLayer(own_layer(), own_table()))
        else:
            new = str(max((int(id_) for id_ in table.ids), default=0) + 1)
            point = f"POINT ({-89 - pick.random():.4f} 13.5)"
            feature = Feature(new, point, (("name", f"n{new}"), ("n", 4)))
            choices += [lambda: InsertFeatures(OWN, (feature,))] * 4
            if pick.random() < 0.2:
                choices.append(lambda: RemoveLayer(OWN))
            if len(table):
                id_ = str(pick.choice(list(table.ids)))
                choices += [
                    lambda: DeleteFeatures(OWN, (id_,)),
                    lambda: SetGeometry(OWN, id_, point),
                    lambda: SetValues(OWN, id_, (("name", f"x{pick.random()}"),)),
                ]
        return pick.choice(choices)()

    def tell(self, what, document):
        self.number += 1
        line = json.dumps({"number": self.number, "what": what, "document": document})
        os.write(1, f"{line}\n".encode())


def main():
    folder = Path(sys.argv[1])
    data = BuiltinData()
    Session(data)
    prepare()
    for line in sys.stdin:
        process = os.fork()
        if process == 0:
            editor = Editor(folder, int(line), data)
            editor.begin()
            editor.tell("begun", editor.documents[0])
            while True:
                editor.step()
        os.write(1, f"{json.dumps({'process': process})}\n".encode())
        os.waitpid(process, 0)


if __name__ == "__main__":
    main()
