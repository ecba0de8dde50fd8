"""What the program says in a language: its catalogue, its code lists and its manual; and where a word is in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from babel.messages.pofile import read_po

import shelter_app
from shelter_app.domain import codes

PACKAGE = Path(shelter_app.__file__).parent
CATALOGUE = PACKAGE.parent / "translations/ro/LC_MESSAGES/shelter_app.po"

# Words by what they would say: the word, and where it may stand all the same, since it means another thing there.
Never = Mapping[str, tuple[str, tuple[str, ...]]]


def texts(language: str) -> Iterator[tuple[str, str]]:
    """Give where each text in the language is, and the text; English stands in the code, as the ids of the catalogue."""
    with CATALOGUE.open("rb") as file:
        for message in read_po(file):
            said = message.id if language == "en" else message.string
            for text in [said] if isinstance(said, str) else said:
                if message.id:
                    yield f"{message.id!r}", text
    for name, entries in codes.shipped().items():
        for code in entries:
            yield f"{name}.{code.code}", code.ro if language == "ro" else code.en
    for name, words in codes.shipped_words().items():
        yield f"list {name}", words[language]
    for page in sorted((PACKAGE / "manual" / language).glob("*.md")):
        for number, line in enumerate(page.read_text("utf-8").splitlines(), 1):
            yield f"{page.name}:{number}", line


def found(never: Never, word: str, language: str) -> list[str]:
    """Return the texts in which the word is, with their places; where it means another thing it does not count."""
    wrong, but = never[word]
    places = []
    for where, text in texts(language):
        left = text
        for other in but:
            left = re.sub(other, "", left, flags=re.IGNORECASE)
        if re.search(wrong, left, re.IGNORECASE):
            places.append(f"{where}: {text}")
    return places
