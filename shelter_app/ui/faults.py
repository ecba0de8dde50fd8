"""What nobody caught: no traceback is written, the person reads one sentence with a number to quote."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import TracebackType

from shelter_app.domain.errors import Refused


def show_defects(show: Callable[[Refused], None]) -> None:
    """From now on, log every error that nobody caught and hand its sentence to ``show``."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        from shelter_app.domain import faults

        show(faults.as_refusal(error.with_traceback(trace)))

    sys.excepthook = hook
