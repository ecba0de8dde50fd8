"""A catalogue that is read as it is asked answers as gettext does."""

from __future__ import annotations

import gettext

import pytest

from shelter_app import i18n
from shelter_app.catalogue import Catalogue


@pytest.fixture(params=i18n.LANGUAGES)
def both(request: pytest.FixtureRequest) -> tuple[Catalogue, gettext.GNUTranslations]:
    file = i18n.CATALOGUES / request.param / "LC_MESSAGES" / f"{i18n.DOMAIN}.mo"
    with file.open("rb") as ours, file.open("rb") as theirs:
        return Catalogue(ours), gettext.GNUTranslations(theirs)


def test_every_text_and_every_plural_form_is_the_same(
    both: tuple[Catalogue, gettext.GNUTranslations],
) -> None:
    ours, theirs = both
    texts = vars(theirs)["_catalog"]
    assert len(texts) > 1000
    for wanted in texts:
        if isinstance(wanted, tuple):
            for n in (0, 1, 2, 19, 20, 101, 120):
                assert ours.ngettext(wanted[0], "many", n) == theirs.ngettext(wanted[0], "many", n)
        else:
            context, _mark, text = wanted.rpartition("\x04")
            if context:
                assert ours.pgettext(context, text) == theirs.pgettext(context, text)
            else:
                assert ours.gettext(text) == theirs.gettext(text)


@pytest.mark.parametrize("text", ["", "A", "Aaa no such text", "zzzz", "ț", "residents\x04nothing"])
def test_what_is_not_there_is_said_as_it_stands(
    both: tuple[Catalogue, gettext.GNUTranslations], text: str
) -> None:
    ours, theirs = both
    assert ours.gettext(text) == theirs.gettext(text)
    assert ours.ngettext(text or "one", "many", 2) == theirs.ngettext(text or "one", "many", 2)
