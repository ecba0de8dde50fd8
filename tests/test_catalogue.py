"""The texts in two languages: English as the code says them, Romanian from a catalogue read as it is asked."""

from __future__ import annotations

import gettext
import importlib.util
from io import BytesIO
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from shelter_app import i18n
from shelter_app.catalogue import Catalogue

SCRIPT = Path(__file__).parents[1] / "translations" / "catalogues.py"


@pytest.fixture(scope="module")
def catalogues() -> ModuleType:
    """The script that ``make i18n`` and ``make lint`` run."""
    named = importlib.util.spec_from_file_location("catalogues", SCRIPT)
    assert named is not None and named.loader is not None
    script = importlib.util.module_from_spec(named)
    named.loader.exec_module(script)
    return script


@pytest.fixture
def both() -> tuple[Catalogue, gettext.GNUTranslations]:
    file = i18n.CATALOGUES / "ro" / "LC_MESSAGES" / f"{i18n.DOMAIN}.mo"
    with file.open("rb") as ours, file.open("rb") as theirs:
        return Catalogue(ours), gettext.GNUTranslations(theirs)


def test_every_text_and_every_plural_form_is_the_same_as_gettext_reads(
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


def test_english_says_every_text_of_the_code_as_it_stands(catalogues: ModuleType) -> None:
    with i18n.in_language("en"):
        for message in catalogues.collect():
            if message.context:
                assert i18n.pgettext(message.context, message.id) == message.id
            elif message.pluralizable:
                one, many = message.id
                said = [i18n.ngettext(one, many, n) for n in (0, 1, 2, 19, 20, 21, 101)]
                assert said == [many, one, many, many, many, many, many]
            elif message.id:
                assert i18n._(message.id) == message.id


def po(text: str) -> Catalog:
    """Return the catalogue that a file of this text is."""
    return read_po(BytesIO(f'msgid ""\nmsgstr "Language: ro\\n"\n\n{text}'.encode()), locale="ro")


def wanted() -> Catalog:
    """Return what a program of three texts asks for."""
    found = Catalog()
    found.add("Save")
    found.add("May", context="month")
    found.add(("{n} bed in {room}", "{n} beds in {room}"))
    return found


SAVE = 'msgid "Save"\nmsgstr "Salvează"\n\n'
MAY = 'msgctxt "month"\nmsgid "May"\nmsgstr "mai"\n\n'
BEDS = (
    'msgid "{n} bed in {room}"\nmsgid_plural "{n} beds in {room}"\n'
    'msgstr[0] "un pat în {room}"\nmsgstr[1] "{n} paturi în {room}"\nmsgstr[2] "{n} de paturi în {room}"\n\n'
)


def test_a_whole_catalogue_has_no_fault(catalogues: ModuleType) -> None:
    assert list(catalogues.faults("ro", po(SAVE + MAY + BEDS), wanted())) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (MAY + BEDS, "not in the catalogue (run make i18n): 'Save'"),
        (SAVE + MAY.replace("month", "may I") + BEDS, "not in the catalogue (run make i18n): 'May'"),
        (SAVE.replace("Salvează", "") + MAY + BEDS, "not translated: 'Save'"),
        ("#, fuzzy\n" + SAVE + MAY + BEDS, "not translated: 'Save'"),
        (SAVE + MAY + BEDS.replace("{n} de paturi în {room}", ""), "not translated: '{n} bed in {room}'"),
        (
            SAVE + MAY + BEDS.replace("de paturi în {room}", "de paturi {rom}"),
            "placeholders differ: '{n} bed in",
        ),
        (SAVE.replace("ă", "ş") + MAY + BEDS, "cedilla where a comma below belongs: 'Save'"),
        (
            SAVE + MAY + BEDS + 'msgid "Undo"\nmsgstr "Anulează"\n',
            "no longer in the code (run make i18n): 'Undo'",
        ),
        (
            SAVE + MAY + BEDS + '#~ msgid "Undo"\n#~ msgstr "Anulează"\n',
            "no longer in the code (run make i18n): 'U",
        ),
    ],
)
def test_the_check_names_what_is_wrong(catalogues: ModuleType, text: str, fault: str) -> None:
    found = list(catalogues.faults("ro", po(text), wanted()))
    assert any(fault in one for one in found), found


def test_a_catalogue_keeps_words_contexts_and_remarks_and_says_no_places(catalogues: ModuleType) -> None:
    template = wanted()
    template.add(
        "Print", locations=[("shelter_app/ui/printing/sheets.py", 12)], auto_comments=["i18n: a button"]
    )
    kept = po(
        "# Said so by the ministry.\n#: shelter_app/ui/old.py\n"
        + SAVE
        + MAY
        + BEDS
        + 'msgid "Gone"\nmsgstr "X"\n'
    )
    text = catalogues.write(catalogues.renewed(kept, template)).decode()
    assert "#:" not in text and "Gone" not in text
    assert "# Said so by the ministry.\n" + SAVE in text
    assert MAY in text and BEDS.strip() in text
    assert '#. i18n: a button\nmsgid "Print"\nmsgstr ""' in text


def test_the_catalogue_in_the_tree_says_no_places(catalogues: ModuleType) -> None:
    assert not [
        line for line in catalogues.source("ro").read_text("utf-8").splitlines() if line.startswith("#:")
    ]
