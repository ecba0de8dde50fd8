"""The real program without its hardening, so that a crash leaves a core file: ``E2E_PROGRAM=tests.e2e.unhardened``.

At ``SIGUSR1`` it writes what each of its threads is doing, where it does not end or does not answer.

For invented people only: a core file holds all that the program held. It is written to the folder named in
``E2E_CORES``. The stack is read with ``gdb -batch -ex 'thread apply all bt' .venv/bin/python CORE``.
"""

from __future__ import annotations

import faulthandler
import os
import resource
import signal
import sys

from shelter_app.__main__ import main
from shelter_app.ui import hardening


def _leave_cores() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


if __name__ == "__main__":
    faulthandler.register(signal.SIGUSR1)
    os.chdir(os.environ["E2E_CORES"])
    hardening.harden = _leave_cores
    sys.exit(main())
