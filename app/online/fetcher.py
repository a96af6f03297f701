"""Fetches tiles, a few at a time, and keeps them on disk."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable

from PySide6.QtCore import QObject, QTimer, QUrl, Signal
from PySide6.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest

from app import __version__
from app.canvas.backdrop import decoded
from geodata.tile_store import TileStore
from geodata.tiles import TileKey

_log = logging.getLogger(__name__)

_AT_ONCE = 4
_TIMEOUT_S = 15.0
_WATCH_MS = 1000
_LARGEST_TILE = 1_000_000
_TELL_EVERY_MS = 200
# After this many failures one after the other nothing is asked for until the map is moved again.
_MOST_FAILURES = 4
_AGENT = f"AtlasSeguro/{__version__} (desktop map)"
_NO_NETWORK = frozenset(
    {
        QNetworkReply.NetworkError.HostNotFoundError,
        QNetworkReply.NetworkError.ConnectionRefusedError,
        QNetworkReply.NetworkError.RemoteHostClosedError,
        QNetworkReply.NetworkError.TimeoutError,
        QNetworkReply.NetworkError.OperationCanceledError,
        QNetworkReply.NetworkError.NetworkSessionFailedError,
        QNetworkReply.NetworkError.TemporaryNetworkFailureError,
        QNetworkReply.NetworkError.UnknownNetworkError,
    }
)


class TileFetcher(QObject):
    """Fetches the tiles that a view lacks.

    Attributes:
        arrived: tiles were kept that were not there before; told now and then, not for each.
        offline_changed: whether the provider cannot be reached.
    """

    arrived = Signal()
    offline_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._network = QNetworkAccessManager(self)
        self._network.setRedirectPolicy(QNetworkRequest.RedirectPolicy.NoLessSafeRedirectPolicy)
        self._store: TileStore | None = None
        self._wanted: list[TileKey] = []
        self._running: dict[QNetworkReply, TileKey] = {}
        self._begun: dict[QNetworkReply, float] = {}
        self._refused: set[TileKey] = set()
        self._failures = 0
        self._is_offline = False
        self._tell = QTimer(self, singleShot=True, interval=_TELL_EVERY_MS)
        self._tell.timeout.connect(self.arrived)
        # One watch for all; a timeout of Qt's own would run on when the window is closed.
        self._watch = QTimer(self, interval=_WATCH_MS)
        self._watch.timeout.connect(self._end_slow)

    @property
    def is_offline(self) -> bool:
        """Whether the provider could not be reached the last time."""
        return self._is_offline

    @property
    def is_busy(self) -> bool:
        """Whether tiles are on their way."""
        return bool(self._running or self._wanted)

    def want(self, store: TileStore, keys: Iterable[TileKey]) -> None:
        """Fetch the tiles of a view that are not kept or are old; the former wishes lapse.

        Args:
            store: the provider, and where its tiles are kept.
            keys: the tiles, those that matter most first.
        """
        if store is not self._store:
            self.stop()
            self._store = store
            self._refused.clear()
        self._failures = 0
        running = set(self._running.values())
        self._wanted = [
            key
            for key in keys
            if key not in running and key not in self._refused and not store.is_fresh(key)
        ]
        self._go_on()

    def stop(self) -> None:
        """Fetch nothing any more."""
        self._wanted.clear()
        self._store = None
        for reply in tuple(self._running):
            reply.abort()
        self._tell.stop()
        self._watch.stop()

    def _go_on(self) -> None:
        while self._store is not None and self._wanted and len(self._running) < _AT_ONCE:
            key = self._wanted.pop(0)
            request = QNetworkRequest(QUrl(self._store.source.address(key)))
            request.setHeader(QNetworkRequest.KnownHeaders.UserAgentHeader, _AGENT)
            request.setAttribute(QNetworkRequest.Attribute.CookieSaveControlAttribute, 1)
            request.setAttribute(QNetworkRequest.Attribute.CookieLoadControlAttribute, 1)
            reply = self._network.get(request)
            self._running[reply] = key
            self._begun[reply] = time.monotonic()
            self._watch.start()
            reply.downloadProgress.connect(
                lambda done, _all, reply=reply: reply.abort() if done > _LARGEST_TILE else None
            )
            reply.finished.connect(lambda reply=reply: self._on_finished(reply))

    def _on_finished(self, reply: QNetworkReply) -> None:
        key = self._running.pop(reply)
        del self._begun[reply]
        reply.deleteLater()
        if self._store is None:
            return
        error, data = reply.error(), bytes(reply.readAll().data())
        if error == QNetworkReply.NetworkError.NoError and decoded(data) is not None:
            self._keep(key, data)
        elif error in _NO_NETWORK:
            self._failures += 1
            self._set_offline(True)
            if self._failures >= _MOST_FAILURES:
                self._wanted.clear()
        else:
            # There is no such tile, or what came is no picture: asking again would not help.
            self._refused.add(key)
        self._go_on()
        if not self._running:
            self._watch.stop()

    def _end_slow(self) -> None:
        """Give up what takes too long; it counts as not reached."""
        now = time.monotonic()
        for reply, begun in tuple(self._begun.items()):
            if now - begun > _TIMEOUT_S:
                reply.abort()

    def _keep(self, key: TileKey, data: bytes) -> None:
        self._failures = 0
        self._set_offline(False)
        if self._store is None:
            return
        try:
            self._store.write(key, data)
        except OSError as error:
            self._refused.add(key)
            _log.warning("a tile could not be kept: %s", error)
            return
        if not self._tell.isActive():
            self._tell.start()

    def _set_offline(self, is_offline: bool) -> None:
        if is_offline != self._is_offline:
            self._is_offline = is_offline
            self.offline_changed.emit(is_offline)
