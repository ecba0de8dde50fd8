"""One window for each data folder: a second start brings the first window to the front."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal

from shelter_app.ui.preferences import store_exists

LOCK = "window.lock"
FRONT = b"front"
PATIENCE = 2000


class SingleInstance(QObject):
    """Holds the folder's window lock, and listens for later starts."""

    asked_to_front = Signal()

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._path = folder / LOCK
        self._folder = folder
        self._lock: QLockFile | None = None

    def claim(self) -> bool:
        """Take the folder for this window; false when another window has it. Without a store, nothing is taken."""
        if self._lock is None and store_exists(self._folder):
            self._lock = QLockFile(str(self._path))
            self._lock.setStaleLockTime(0)
        return (
            self._lock is None
            or self._lock.tryLock(0)
            or self._lock.error() != QLockFile.LockError.LockFailedError
        )

    def release(self) -> None:
        """Give the folder back, before this process ends or becomes a fresh one."""
        if self._lock is not None:
            self._lock.unlock()

    def forget(self) -> None:
        """Give the folder back from any thread, when the window's own no longer answers."""
        self._path.unlink(missing_ok=True)

    def bring_to_front(self) -> bool:
        """Ask the window that has the folder to come to the front; false when it does not answer."""
        from PySide6.QtNetwork import QLocalSocket

        socket = QLocalSocket()
        socket.connectToServer(self._name())
        if not socket.waitForConnected(PATIENCE):
            return False
        socket.write(FRONT)
        return socket.waitForBytesWritten(PATIENCE)

    def listen(self) -> None:
        """Hear later starts; called after the first paint."""
        from PySide6.QtNetwork import QLocalServer

        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        QLocalServer.removeServer(self._name())
        self._server.newConnection.connect(self._hear)
        self._server.listen(self._name())

    def _name(self) -> str:
        import hashlib  # it loads a large library, which the first paint has no need of

        return "registru-" + hashlib.sha256(str(self._folder.resolve()).encode()).hexdigest()[:24]

    def _hear(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            self.asked_to_front.emit()
