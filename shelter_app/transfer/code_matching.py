"""From a written word to a code: the vocabulary first, then the labels of the list, then likeness."""

from __future__ import annotations

import re
from functools import lru_cache

from shelter_app.domain.codes import edition, lists
from shelter_app.domain.names import fold
from shelter_app.transfer.values import words

LIKE_ENOUGH = 88.0
# The code list that a field's values are of, so that a value nobody knows can be given its meaning.
LISTS = {
    "sex": "sex",
    "county": "county",
    "source": "referral_source",
    "exploitation": "exploitation_form",
    "destination": "exit_destination",
    "kind": "session_type",
    "present": "attendance",
    "service": "service",
    "domain": "needs_domain",
    "status": "goal_status",
}


@lru_cache
def _vocabulary(section: str, code_list: str, _edition: int) -> dict[str, str]:
    found: dict[str, str] = {}
    if code_list:
        for code in lists()[code_list]:
            for name in (code.code, code.ro, code.en):
                found.setdefault(fold(name.replace("_", " ")), code.code)
                found.setdefault(fold(name), code.code)
    if section == "citizenship":
        from babel import Locale

        for language in ("ro", "en"):
            for country, name in Locale(language).territories.items():
                if len(country) == 2 and country.isalpha():
                    found.setdefault(fold(name), country)
    table = words().get(section, {}) if section else {}
    assert isinstance(table, dict)
    for code_of, names in table.items():
        for name in names:
            found[fold(name) or name] = str(code_of)
    return found


def _joined(folded: str) -> str:
    """Return folded words with the letters of an acronym together: ``D.G.A.S.P.C.`` is ``dgaspc``."""
    return re.sub(r"\b(\w) (?=\w\b)", r"\1", folded)


def match_code(section: str, code_list: str, said: str) -> str | None:
    """Return the code that ``said`` means, or None.

    ``section`` names a part of the registers' vocabulary, ``code_list`` a code list whose codes and labels
    count too; either may be empty. Unlike words are not guessed: likeness must be at least 88 of 100.
    """
    return match(section, code_list, said)[0]


def match(section: str, code_list: str, said: str) -> tuple[str | None, bool]:
    """Return ``match_code`` and whether it is sure: False for a word that only is near to one that is known."""
    return _meaning(section, code_list, said, edition())


@lru_cache(8192)
def _meaning(section: str, code_list: str, said: str, lists_of: int) -> tuple[str | None, bool]:
    known = _vocabulary(section, code_list, lists_of)
    folded = _joined(fold(said)) or said.strip()
    if folded in known:
        return known[folded], True
    if len(folded) < 4:
        return None, True
    whole = [w for w in known if len(w) >= 3 and f" {w} " in f" {folded} "]
    if whole:
        return known[max(whole, key=len)], True
    from rapidfuzz import fuzz, process

    best = process.extractOne(
        folded, [w for w in known if len(w) >= 4], scorer=fuzz.ratio, score_cutoff=LIKE_ENOUGH
    )
    return (None, True) if best is None else (known[best[0]], False)
