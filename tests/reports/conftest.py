"""One store with the sample register for all tests of reports; they only add report runs to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from shelter_app.services.acting import Actor
from tests.conftest import Template
from tests.reports.sample import opened_with_register


@pytest.fixture(scope="session")
def register(cheap_template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Actor]:
    director = opened_with_register(cheap_template, tmp_path_factory.mktemp("register"))
    yield director
    director.store.close()
