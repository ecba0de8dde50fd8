"""One word for one thing in the Romanian of the window, the code lists and the manual (``glossary.csv``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import shelter_app
from shelter_app.domain import codes

PACKAGE = Path(shelter_app.__file__).parent
CATALOGUE = PACKAGE.parent / "translations/ro/LC_MESSAGES/shelter_app.po"

# The word that is not used, and where it may stand all the same: where it means another thing.
NEVER = {
    "adăpost for a centre": (r"adăpost", (r"găzduit / adăpostit",)),
    "rezident for a beneficiary": (r"\brezident", ()),
    "casă for a centre": (
        r"\bcas(a|ă|ei|e)\b",
        (r"casa (familiei|părintească)", r"acasă", r"casa de pensii"),
    ),
    "gospodărie for a family": (
        r"gospodări",
        (r"gospodărie proprie", r"- gospodărie", r"gospodăria", r"gospodării"),
    ),
    "sigilat for confidential": (r"sigil", (r"plic sigilat",)),
    "hotărâre for a decision": (
        r"hotăr",
        (r"hotărâre(a)? (a )?consiliului", r"hotărâr\w+ (definitiv|judec|de)", r"HOTĂR"),
    ),
    "faptă for an act": (
        r"\bfapt(ă|a|ei|e|ele)\b",
        (r"fapt\w+ (penal|săvârș|prevăzut)", r"cu privire la faptă", r"fapta nu există"),
    ),
    "înscriere or înrolare for activating an account": (r"cod\w* de înscrier|înrol", ()),
    "registru de calcul for Excel": (r"registr\w+ de calcul", ()),
    "nume de cod for a code": (r"nume(le)? de cod", ()),
    "a îndrepta for to correct": (r"\bîndrept(at|ați|ă)\b|îndreapt", ()),
    "autoare, colegă for one sex": (r"autoare|coleg[ăe]i?\b", ()),
    "ședință ținută for held": (r"\b(ne)?ținut(ă|e)\b", ()),
    "frază for a passphrase": (r"\bfraz", ()),
    "a sesiza for to tell the police": (r"\bs-a sesizat\b", ()),
    "scos din uz for out of service": (r"scos din uz|scoate din uz|scoase din uz", ()),
}


def texts() -> Iterator[tuple[str, str]]:
    """Give where each Romanian text stands, and the text."""
    with CATALOGUE.open("rb") as file:
        for message in read_po(file):
            for text in [message.string] if isinstance(message.string, str) else message.string:
                if message.id:
                    yield f"{message.id!r}", text
    for name, entries in codes.shipped().items():
        for code in entries:
            yield f"{name}.{code.code}", code.ro
    for name, words in codes.shipped_words().items():
        yield f"list {name}", words["ro"]
    for page in sorted((PACKAGE / "manual/ro").glob("*.md")):
        for number, line in enumerate(page.read_text("utf-8").splitlines(), 1):
            yield f"{page.name}:{number}", line


@pytest.mark.parametrize("word", NEVER)
def test_a_word_of_another_thing_is_not_used(word: str) -> None:
    never, but = NEVER[word]
    found = []
    for where, text in texts():
        left = text
        for other in but:
            left = re.sub(other, "", left, flags=re.IGNORECASE)
        if re.search(never, left, re.IGNORECASE):
            found.append(f"{where}: {text}")
    assert found == []


def test_s_and_t_have_their_comma_below() -> None:
    assert [where for where, text in texts() if re.search("[şţŞŢ]", text)] == []
