"""One word for one thing in the English of the window, the code lists and the manual, and none taken word for word."""

from __future__ import annotations

import pytest

from tests.texts import Never, found

NEVER: Never = {
    "house for a shelter": (r"\bhouses?\b", (r"house staff", r"house rules")),
    "store for the register": (r"\bstore[sd]?\b", ()),
    "register for old records": (r"old register|take in|taken? (it )?in\b", ()),
    "workbook for Excel": (r"workbook", ()),
    "on paper for to print": (r"on paper\b", (r"headings, as on paper",)),
    "enrolment for activating an account": (r"\benrol", (r"enrolled in school",)),
    "key for access": (r"\b(the|no|last|a) key of\b|\bholds? (no|the) key|\bpass\w* on\b", ()),
    "sealed for confidential": (r"\bseal", (r"sealed envelope",)),
    "to hold for to reserve": (r"\b(is|are|was) held (for|until)|\bheld beds?\b|\bbed (is|was) held", ()),
    "to let go for to cancel": (r"\blet\b.*\bgo\b", ()),
    "to give a bed for to assign it": (r"\bg(ive|iven|ave) (a|the) bed|\bbed (is|was) given", ()),
    "to take back for to undo": (r"\bt(ake|aken|ook)\b.* back\b", (r"cannot be taken back", r"not back")),
    "to put right for to correct": (r"\bput\b.*\bright\b", ()),
    "to mend for to repair": (r"\bmend", ()),
    "broken for a defect": (r"what is broken|something is broken", ()),
    "words for a label": (r"words (of|in) (a|the|this|romanian|english)", (r"part of the words",)),
    "sign for a character or an alert": (
        r"\bsigns\b",
        (r"signs of re-trafficking", r"^no signs$", r"signs in\b"),
    ),
    "letters for characters": (r"\{most\} letters|\d+ letters", ()),
    "look for a theme": (r"\blook:|\blooks\b", (r"this looks like", r"in this file looks like")),
    "papers for documents": (r"\bpapers\b", ()),
    "invented for fictional": (r"\binvented\b", ()),
    "to say for to write or choose": (r"^say\b|[.:;,] say\b|\bsaying why\b|\bit is said\b", ()),
    "funder for a donor": (r"\bfunders?\b", ()),
    "grown-up for an adult": (r"grown-up", ()),
    "no day, no number for not a date": (r"\bthis is no\b|\bit is no (?!longer)", (r"this is no longer",)),
    "to lie for to be": (r"\blies\b", ()),
    "to stand for to be": (r"\bstands?\b", ()),
    "passphrase once more": (r"passphrase once more", ()),
    "set aside for an exception": (r"\bsets? aside\b", ()),
    "known to be taken as it is": (
        r"\bas it sees fit\b|\bno longer any\b|\bany more\b",
        (r"sign in any more",),
    ),
    "as for for example": (r"(?<!for example), as \d", ()),
    "mean for an average": (r"\bmean stay\b", ()),
    "to wait, of who does": (r"\bwho waits\b|\brequests wait\b|^waits\b", ()),
}


@pytest.mark.parametrize("word", NEVER)
def test_a_word_of_another_thing_is_not_used(word: str) -> None:
    assert found(NEVER, word, "en") == []
