"""Work beside the window: run in a worker thread, with progress, cancel, and errors turned into one sentence.

A page asks ``run(self, task, done=...)``. ``task`` runs in a thread and may report its progress; ``done`` is
called in the window's thread with the result, and only while the page still exists and nobody cancelled.

Python's collector of cyclic garbage runs in whichever thread allocates. In any but the window's it would take apart
what belongs to the window (sockets, timers, widgets) beside it, which Qt does not survive. So in the program it never
runs by itself: ``collect_in_window`` runs it between the window's events, while nothing runs in a worker.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, QThreadPool, QTimer, Signal, Slot
from shiboken6 import isValid

from shelter_app.domain.errors import Refused

if TYPE_CHECKING:
    from shelter_app.services.acting import Act  # the sign-in is painted before it is loaded

R = TypeVar("R")

COLLECTS_EVERY = 1000
GROWN = 1.25
FOR_EVER = -1


class Cancelled(Exception):
    """The person cancelled; raised inside the worker at its next report of progress."""


class _Wire(QObject):
    """Carries what happens in the worker into the window's thread."""

    progressed = Signal(int, int)
    done = Signal(object)
    refused = Signal(object)
    ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.ended.connect(self.forget)
        begin(self)

    @Slot()
    def forget(self) -> None:
        end(self)


under_way: set[QObject] = set()
_leaving: list[_TaskRefs] = []
_spent: list[Callable[..., None]] = []
_collecting: list[QTimer] = []
_old = [0]  # objects that the last full collection left


def _put_away() -> None:
    """Let go of what no worker holds any more; only ever called in the window's thread."""
    _leaving[:] = [held for held in _leaving if not held.left]
    _spent.clear()


def begin(what: QObject) -> None:
    """Note that ``what`` is under way: nothing is collected."""
    under_way.add(what)
    gc.disable()


def end(what: QObject) -> None:
    """Note that ``what`` is over: garbage is collected again when it was the last, and its worker has left it."""
    under_way.discard(what)
    _collect_again()


def collect_in_window(owner: QObject) -> None:
    """Collect garbage between the window's events as long as ``owner`` lives, and nowhere else.

    The threads that keep the anchor and watch over the lock allocate too, at any time.
    """
    gc.disable()
    timer = QTimer(owner)
    timer.setInterval(COLLECTS_EVERY)
    timer.timeout.connect(_collect)
    timer.start()
    _collecting[:] = [one for one in _collecting if isValid(one)] + [timer]


def _at_rest() -> bool:
    return not under_way and all(held.left for held in _leaving)


def _collect() -> None:
    """Collect what Python would collect now, if its collector ran by itself."""
    counts, limits = gc.get_count(), gc.get_threshold()
    if counts[0] <= limits[0] or not _at_rest():
        return
    if (
        counts[2] > limits[2] and len(gc.get_objects(2)) > _old[0] * GROWN
    ):  # all of it holds the window a little
        gc.collect()
        _old[0] = len(gc.get_objects(2))
    else:
        gc.collect(1 if counts[1] > limits[1] else 0)


def _collect_again() -> None:
    if under_way or any(isValid(one) for one in _collecting):
        return
    if _at_rest():
        gc.enable()
    else:
        QTimer.singleShot(0, _collect_again)


class _TaskRefs:
    """What a worker was lent, held in the window's thread until the worker has ``left`` it.

    Whoever lets go last takes an object of Qt's apart. In a worker that would happen beside the window's thread,
    which may just be calling it, and end the program.
    """

    __slots__ = ("_left", "progress", "task", "wire")

    def __init__(self, wire: _Wire, task: Callable[[Progress], Any], progress: Progress) -> None:
        self.wire, self.task, self.progress = wire, task, progress
        self._left: list[bool] = [False]  # all that the worker holds in the end

    @property
    def left(self) -> bool:
        """Whether the worker holds nothing of this any more."""
        return self._left[0]

    def lend(self) -> Callable[[], None]:
        """Return the work as a worker takes it up."""
        lent, left = [self], self._left

        def work() -> None:
            _in_worker(lent.pop())
            left[0] = True  # last of all, and without making anything for which the collector might run here

        return work


class Progress:
    """Given to a task that can say how far it is; calling it raises ``Cancelled`` once that was asked."""

    def __init__(self, wire: _Wire) -> None:
        self._wire = wire
        self.cancelled = False

    def __call__(self, done: int, total: int) -> None:
        """Say that ``done`` of ``total`` is done."""
        if self.cancelled:
            raise Cancelled
        self._wire.progressed.emit(done, total)


def _nothing(_result: object) -> None:
    """Do nothing."""


class Running(QObject):
    """A piece of work under way, owned by the widget that asked for it."""

    progressed = Signal(int, int)
    ended = Signal()

    def __init__(
        self, owner: QObject, wire: _Wire, done: Callable[[Any], None], refused: Callable[[Refused], None]
    ) -> None:
        super().__init__(owner)
        self.progress = Progress(wire)
        self.over = False
        self._done = done
        self._refused = refused
        wire.progressed.connect(self.progressed)
        wire.done.connect(self._hand_over)
        wire.refused.connect(self._refuse)
        wire.ended.connect(self._end)

    def cancel(self) -> None:
        """Ask the work to stop; whatever it still brings is dropped."""
        self.progress.cancelled = True

    @Slot(object)
    def _hand_over(self, result: object) -> None:
        if not self.progress.cancelled:
            self._done(result)

    @Slot(object)
    def _refuse(self, refused: Refused) -> None:
        if not self.progress.cancelled:
            self._refused(refused)

    @Slot()
    def _end(self) -> None:
        self.over = True
        # They hold the owner, which holds this: the circle is broken, though not from inside of what it holds.
        _spent.extend((self._done, self._refused))
        self._done = self._refused = _nothing
        self.ended.emit()
        self.deleteLater()


def run(
    owner: QObject,
    task: Callable[[Progress], Any],
    *,
    done: Callable[[Any], None],
    refused: Callable[[Refused], None],
) -> Running:
    """Run ``task`` in a worker thread and bring its result, or its refusal, back to ``owner``'s thread.

    An unexpected error is logged and reaches ``refused`` as one sentence with a number to quote.
    """
    wire = _Wire()
    running = Running(owner, wire, done, refused)
    _put_away()
    held = _TaskRefs(wire, task, running.progress)
    _leaving.append(held)
    QThreadPool.globalInstance().start(held.lend())
    return running


def _in_worker(held: _TaskRefs) -> None:
    """Do the task; when this has returned, the worker holds nothing of it."""
    wire = held.wire
    try:
        wire.done.emit(held.task(held.progress))
    except Cancelled:
        pass
    except Refused as refusal:
        wire.refused.emit(refusal)
    except Exception as error:
        from shelter_app.domain import faults

        wire.refused.emit(faults.as_refusal(error))
    finally:
        wire.ended.emit()


def with_progress(doing: Act[R], progress: Progress) -> Act[R]:
    """Return an act that says how far it is while it is done, where it is one that can."""
    from dataclasses import replace  # the sign-in is painted before it is loaded

    return replace(doing, progress=progress) if hasattr(doing, "progress") else doing  # type: ignore[type-var]


def finish(milliseconds: int = 3000) -> bool:
    """Wait for all work under way, so long or ``FOR_EVER``; false when the time was not enough."""
    return QThreadPool.globalInstance().waitForDone(milliseconds)
