"""Collect the program's texts, renew the catalogues, compile and check them.

``make i18n`` runs ``update`` and ``compile``; ``make lint`` runs ``check``. Texts are marked in the code with
``_``, ``ngettext``, ``pgettext`` and ``N_``. They are English, so English has no catalogue. Nothing is guessed
(no fuzzy entries), and neither times nor the places of texts are written, so a catalogue changes only when a text does.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import IO

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
DOMAIN = "shelter_app"
LANGUAGES = ("ro",)
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
WHEN = datetime(2026, 1, 1, tzinfo=UTC)  # a fixed stamp: the history says when a text changed
HEADER = "# The texts of shelter-app; written by make i18n, translated by people. Licence: EUPL-1.2."
UNKNOWN_PEOPLE = (b'"Report-Msgid-Bugs-To', b'"Last-Translator', b'"Language-Team')
CEDILLA = re.compile("[şţŞŢ]")
PLACEHOLDER = re.compile(r"\{(\w*)[^{}]*\}")


def source(language: str) -> Path:
    """Return where the catalogue that people edit stands."""
    return ROOT / "translations" / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def compiled(language: str) -> Path:
    """Return where the program looks for the compiled catalogue."""
    return ROOT / DOMAIN / "locale" / language / "LC_MESSAGES" / f"{DOMAIN}.mo"


def empty(language: str | None = None) -> Catalog:
    """Return a catalogue without texts, with the house's header."""
    return Catalog(
        locale=language,
        header_comment=HEADER,
        project="shelter-app",
        version="1",
        creation_date=WHEN,
        revision_date=WHEN,
        fuzzy=False,
    )


def said_by_guards(
    file: IO[bytes], _keywords: object, _tags: object, options: object
) -> Iterator[tuple[int, str, str, list[str]]]:
    """Go through the sentences of the database's guards: they stand in comments of their files."""
    from shelter_app.db import guards

    for number, line in enumerate(file.read().decode("utf-8").splitlines(), 1):
        for _word, _fields, sentence in guards.SAID.findall(line):
            yield number, "_", sentence, []


def collect() -> Catalog:
    """Return all texts that the code marks."""
    found = empty()
    texts = extract_from_dir(
        str(ROOT / DOMAIN),
        method_map=[("**.py", "python"), ("**.sql", said_by_guards)],
        options_map={},
        keywords=KEYWORDS,
        comment_tags=("i18n:",),
    )
    for _name, _line, text, comments, context in texts:
        flags = ("python-brace-format",) if "{" in str(text) else ()
        found.add(text, None, auto_comments=comments, context=context, flags=flags)
    for message in found:
        message.flags.discard("python-format")
    return found


def read(path: Path, language: str) -> Catalog:
    """Return a catalogue, an empty one when there is none yet."""
    if not path.exists():
        return Catalog(
            locale=language, project="shelter-app", version="1", creation_date=WHEN, revision_date=WHEN
        )
    with path.open("rb") as file:
        return read_po(file, locale=language)


def write(catalogue: Catalog) -> bytes:
    """Return a catalogue as it is kept: sorted by text, without the places of the texts in the code."""
    made = BytesIO()
    write_po(made, catalogue, width=110, no_location=True, sort_output=True, ignore_obsolete=True)
    lines = made.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(UNKNOWN_PEOPLE))


def renewed(catalogue: Catalog, template: Catalog) -> Catalog:
    """Return a catalogue with the texts of ``template``: new ones are empty, those gone from the code are dropped."""
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.creation_date = catalogue.revision_date = WHEN
    catalogue.header_comment = HEADER
    catalogue.fuzzy = False
    return catalogue


def update() -> None:
    """Renew every catalogue from the code."""
    template = collect()
    for language in LANGUAGES:
        path = source(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(write(renewed(read(path, language), template)))


def compile_catalogues() -> None:
    """Compile each catalogue that is newer than what the program holds; what has no catalogue any more goes."""
    for folder in (ROOT / DOMAIN / "locale").glob("*/"):
        if folder.name not in LANGUAGES:
            shutil.rmtree(folder)
    for language in LANGUAGES:
        origin, target = source(language), compiled(language)
        if not origin.exists() or (
            target.exists() and target.stat().st_mtime_ns >= origin.stat().st_mtime_ns
        ):
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        made = BytesIO()
        write_mo(made, read(origin, language))
        target.write_bytes(made.getvalue())


def forms(message: Message) -> list[str]:
    """Return the translation's forms, one for a plain text, several for a plural."""
    said = message.string or ""
    return [said] if isinstance(said, str) else list(said)


def faults(language: str, catalogue: Catalog, wanted: Catalog) -> Iterator[str]:
    """Yield what is wrong with a catalogue that should translate all texts of ``wanted``, one sentence each."""
    for message in wanted:
        if not message.id:
            continue
        there = catalogue.get(message.id, message.context)
        text = message.id if isinstance(message.id, str) else message.id[0]
        if there is None:
            yield f"{language}: not in the catalogue (run make i18n): {text!r}"
        elif there.fuzzy or not all(forms(there)) or len(forms(there)) != expected_forms(message, catalogue):
            yield f"{language}: not translated: {text!r}"
        else:
            yield from form_faults(language, message, forms(there))
    known = {(m.id if isinstance(m.id, str) else m.id[0], m.context) for m in wanted}
    for message in (*catalogue, *catalogue.obsolete.values()):
        text = message.id if isinstance(message.id, str) else message.id[0]
        if text and (
            (text, message.context) not in known or catalogue.get(text, message.context) is not message
        ):
            yield f"{language}: no longer in the code (run make i18n): {text!r}"


def expected_forms(message: Message, catalogue: Catalog) -> int:
    """Return how many forms a translation of the message has in the catalogue's language."""
    return catalogue.num_plurals if message.pluralizable else 1


def form_faults(language: str, message: Message, said: list[str]) -> Iterator[str]:
    """Yield what is wrong with the forms of one translation."""
    originals = [message.id] if isinstance(message.id, str) else list(message.id)
    allowed = {name for text in originals for name in PLACEHOLDER.findall(text)}
    needed = allowed if not message.pluralizable else set(PLACEHOLDER.findall(originals[1])) - {"n", "count"}
    for form in said:
        named = set(PLACEHOLDER.findall(form))
        if not named <= allowed or not (message.pluralizable or needed <= named):
            yield f"{language}: placeholders differ: {originals[0]!r}"
        if language == "ro" and CEDILLA.search(form):
            yield f"{language}: cedilla where a comma below belongs: {originals[0]!r}"


def check() -> int:
    """Print every fault; return 1 when there is one."""
    wanted = collect()
    found = [f for language in LANGUAGES for f in faults(language, read(source(language), language), wanted)]
    for fault in found:
        print(fault)
    return 1 if found else 0


def main() -> int:
    """Run one of update, compile, check."""
    match sys.argv[1:]:
        case ["update"]:
            update()
        case ["compile"]:
            compile_catalogues()
        case ["check"]:
            return check()
        case _:
            print("Usage: catalogues.py update | compile | check", file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
