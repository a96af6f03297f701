"""Looks through large columns in a thread before what needs them goes on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.tasks import TaskRunner, Told
from geodata.table import FeatureTable
from layers.column_facts import ColumnFacts
from layers.style import StyleError

_AT_ONCE = 20_000
"""Rows of a table for which no thread is worth while."""


class Digest(QObject):
    """What is known of the columns of a table, and the thread that finds out more.

    Attributes:
        busy_changed: whether columns are being looked through.
        facts: what is known.
    """

    busy_changed = Signal(bool)

    def __init__(self, table: FeatureTable, parent: QObject) -> None:
        """Know nothing yet; the owner must call `stop`."""
        super().__init__(parent)
        self.facts = ColumnFacts(table)
        self._work = TaskRunner(self)
        self._work.busy_changed.connect(self.busy_changed)

    @property
    def is_busy(self) -> bool:
        """Whether columns are being looked through."""
        return self._work.is_busy

    def after(
        self, look: Callable[[], object], then: Callable[[], None], is_known: bool = False
    ) -> None:
        """Do ``then`` once ``look`` looked through a column: at once, or when its thread is done.

        Of several only the one that was asked for last is done; what a column lacks is left to
        ``then`` to tell.

        Args:
            look: looks through a column.
            then: goes on, on this thread.
            is_known: whether there is nothing to look through.
        """
        if is_known or len(self.facts.table) <= _AT_ONCE:
            self._work.forget()
            then()
            return

        def work(*_: object) -> None:
            try:
                look()
            except StyleError:
                return

        self._work.start(work, Told(lambda _: then(), _raise))

    def forget(self) -> None:
        """Do nothing any more of what was to be done after a look."""
        self._work.forget()

    def stop(self) -> None:
        """Give up what is going on; called when the dialog closes."""
        self._work.stop()


def _raise(error: Exception) -> None:
    raise error  # nothing here fails for bad data: it is an error of the program
