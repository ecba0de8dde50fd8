"""Statements are compiled once for all stores of a process.

SQLAlchemy keeps what it compiled by the dialect, and each engine makes its own; in a program there is one engine, in
a run of tests one for each test.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine

from shelter_app.db import cipher

STATEMENTS = 5_000


@contextmanager
def compiled_once() -> Iterator[None]:
    """Let the engines made here share the dialect of the first, and what was compiled for it."""
    before, first = cipher.create_engine, []

    def create_engine(*words: Any, **named: Any) -> Engine:
        made = before(*words, query_cache_size=STATEMENTS, **named)
        if not first:
            first.append(made)
        made.dialect = made.pool._dialect = first[0].dialect
        made._compiled_cache = first[0]._compiled_cache
        return made

    cipher.create_engine = create_engine
    try:
        yield
    finally:
        cipher.create_engine = before
