"""What law or standard says of a field or fact: rule, source, and how sure we are; always indicative."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from shelter_app.domain.codes import code, read
from shelter_app.domain.deadlines import DeadlineRule, of_house, rule
from shelter_app.i18n import N_, _, language, ngettext

LAW, STANDARD, HOUSE = "LAW", "STD", "HOUSE"
ORIGINS = {
    LAW: N_("law"),
    STANDARD: N_("minimum standards"),
    HOUSE: N_("proposed by the program, not a legal rule"),
}
CERTAINTIES = {
    "H": N_("checked in the text of the law or on an official page."),
    "M": N_("from a secondary source; check it before you rely on it."),
    "L": N_("not checked in an enacted text; compare it with the annex to your licence."),
    "-": N_("no outside source; the shelter sets it."),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of law by its name; ``deadline`` is the rule of time that its sentence counts by."""

    name: str
    titles: Mapping[str, str]
    rules: Mapping[str, str]
    sources: Mapping[str, str]
    origin: str
    confidence: str
    deadline: str | None

    def title(self) -> str:
        """Return what it is about, in the language in force."""
        return self.titles[language()]

    def sentence(self) -> str:
        """Return the rule in words, with the time that the program ships."""
        words = self.rules[language()]
        return words if self.deadline is None else words.format(value=span(rule(self.deadline)))

    def own_term_sentence(self) -> str:
        """Return the sentence that tells the house's own term, empty where it has set none."""
        own = None if self.deadline is None else of_house(self.deadline)
        return "" if own is None else _("This shelter's term: {value}.").format(value=span(own))

    def source(self) -> str:
        """Return act and article."""
        return self.sources[language()]

    def origin_text(self) -> str:
        """Return whether a law, a standard or nobody outside asks for it."""
        return _(ORIGINS[self.origin])

    def certainty(self) -> str:
        """Return how sure it is, in a sentence."""
        return _(CERTAINTIES[self.confidence])


@lru_cache
def facts() -> Mapping[str, Fact]:
    """Return every fact of law by name; raises KeyError when one names a deadline of no list."""
    found = {}
    for name, row in read("law").items():
        if name == "meta":
            continue
        deadline = row.get("deadline")
        shipped = code("deadline_rule", deadline).extra if deadline is not None else {}
        found[name] = Fact(
            name,
            row["title"],
            row["rule"],
            row["source"],
            row.get("origin", shipped.get("origin")),
            row.get("confidence", shipped.get("confidence")),
            deadline,
        )
    return MappingProxyType(found)


def of_deadline(name: str) -> str | None:
    """Return the name of the fact that tells of a rule of time, or None."""
    return next((fact.name for fact in facts().values() if fact.deadline == name), None)


def span(of: DeadlineRule) -> str:
    """Return a length of time in words: ``90 days``, ``14, 30 and 90 days``."""
    *before, last = (abs(value) for value in of.values)
    words = {
        "C": lambda: ngettext("{n} day", "{n} days", last),
        "W": lambda: ngettext("{n} working day", "{n} working days", last),
        "H": lambda: ngettext("{n} hour", "{n} hours", last),
        "MONTH": lambda: ngettext("{n} month", "{n} months", last),
        "YEAR": lambda: ngettext("{n} year", "{n} years", last),
    }[of.unit]().format(n=last)
    if not before:
        return words
    return _("{first} and {last}").format(first=", ".join(str(value) for value in before), last=words)
