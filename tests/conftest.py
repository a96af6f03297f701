"""What every test has: a quiet log, no screen, and the shared folder where there is one."""

import logging
import os
from pathlib import Path

import pytest

# Before Qt is imported anywhere. A screen, where there is one, is not for tests.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


class Warnings(logging.Handler):
    """Collects log records from WARNING on."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a record."""
        self.records.append(record)

    def take(self) -> list[str]:
        """Return the messages so far and forget them: the test expected them."""
        messages = [record.getMessage() for record in self.records]
        self.records.clear()
        return messages


@pytest.fixture(autouse=True)
def logged_warnings():
    """Fail a test that logs a warning which it does not take."""
    handler = Warnings()
    root = logging.getLogger()
    root.addHandler(handler)
    yield handler
    root.removeHandler(handler)
    assert handler.take() == [], "unexpected log lines"


@pytest.fixture(scope="session")
def shared():
    """The folder of yardsticks and large files beside the repository."""
    if not SHARED.is_dir():
        pytest.skip(f"{SHARED} is not there: this test needs its files")
    return SHARED


@pytest.fixture(scope="session")
def data():
    """The built-in data, read once."""
    from geodata.builtin import BuiltinData

    return BuiltinData()
