"""One word for one thing in the Romanian of the window, the code lists and the manual (``glossary.csv``)."""

from __future__ import annotations

import re

import pytest

from tests.texts import Never, found, texts

NEVER: Never = {
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
    "scos din uz for out of service": (
        r"(scos|scoate|scoase|scoasă|readus|readusă)( \w+)? din uz|\bîn uz\b",
        (),
    ),
    "a lăsa deoparte for to ignore": (r"l[aă]s\w* deoparte", ()),
    "a prelua for to import": (r"\bse preia\b|\bprelu(a|ați|ată|are)\b", (r"preluat de alt furnizor",)),
    "a închide for to end a goal": (r"obiectiv\w* închi[sd]", ()),
    "a spune for to write": (r"\bspuneți\b", (r"spuneți acest lucru și poliției",)),
}


@pytest.mark.parametrize("word", NEVER)
def test_a_word_of_another_thing_is_not_used(word: str) -> None:
    assert found(NEVER, word, "ro") == []


def test_s_and_t_have_their_comma_below() -> None:
    assert [where for where, text in texts("ro") if re.search("[şţŞŢ]", text)] == []
