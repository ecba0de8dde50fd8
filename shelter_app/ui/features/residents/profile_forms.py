"""What is known of a person: the form that writes it, and how it is said."""

from __future__ import annotations

from typing import Any

from shelter_app.domain import world
from shelter_app.domain.codes import label as code_label
from shelter_app.i18n import _
from shelter_app.services.residents.acts import DescribeResident
from shelter_app.services.residents.profile import Profile
from shelter_app.ui.features.residents.forms import how_sure
from shelter_app.ui.forms.spec import Choices, FieldSpec, FormSpec

TWICE = ("citizenships", "languages")  # each is asked in two fields


def describe(known: Profile) -> FormSpec:
    """Return the form of what is known of a person, as it stands."""
    return FormSpec(
        DescribeResident,
        _("Enter the person's details"),
        _("The person's details were saved."),
        (
            _ask(known, "preferred_name", _("Preferred name")),
            _ask(known, "sex", _("Sex"), codes="sex"),
            _ask(known, "birth_year", _("Year of birth"), law=("minor",)),
            FieldSpec(
                "birth_precision",
                _("Certainty of the year"),
                choices=how_sure(),
                start=_sure(known),
                letter=False,
            ),
            *_two(known, "citizenships", _("Citizenship"), _("Second citizenship"), world.countries()),
            _ask(known, "county", _("County"), codes="county"),
            *_two(known, "languages", _("Language spoken"), _("Second language spoken"), world.languages()),
            FieldSpec("interpreter_needed", _("Needs an interpreter"), start=known.interpreter_needed),
            _ask(known, "vulnerabilities", _("Vulnerabilities"), codes="vulnerability"),
        ),
        known={"resident": known.resident, "version": known.version},
        changed=known.changed,
        note=_("An empty field means it has not been asked yet. Ask only what is needed today."),
        compose=_composed,
        restores=True,
    )


def lines(known: Profile) -> list[tuple[str, str]]:
    """Return what is known of somebody as words and value; what was not asked is said too."""
    year = "" if known.birth_year is None else str(known.birth_year)
    if known.birth_precision == "ABOUT":
        year = _("about {year}").format(year=year)
    known_lines = (
        ("sex", _("Sex"), code_label("sex", known.sex) if known.sex else ""),
        ("birth_year", _("Year of birth"), year),
        ("citizenships", _("Citizenship"), ", ".join(world.country(c) for c in known.citizenships)),
        ("county", _("County"), code_label("county", known.county) if known.county else ""),
        ("languages", _("Language spoken"), ", ".join(world.language_name(c) for c in known.languages)),
        (
            "vulnerabilities",
            _("Vulnerabilities"),
            ", ".join(code_label("vulnerability", c) for c in known.vulnerabilities),
        ),
    )
    return [(words, value or why(known.unanswered.get(name))) for name, words, value in known_lines]


def why(answer: str | None) -> str:
    """Return why there is no value, in words."""
    return _("not asked yet") if answer is None else code_label("answer", answer)


def _ask(known: Profile, name: str, words: str, **how: Any) -> FieldSpec:
    value = getattr(known, name)
    answered = known.unanswered.get(name, "")
    return FieldSpec(name, words, start=value or None, unknown=True, answered=answered, **how)


def _two(known: Profile, name: str, first: str, second: str, choices: Choices) -> tuple[FieldSpec, FieldSpec]:
    held = getattr(known, name)
    listed = {code for code, _words in choices}
    more = (*choices, *((code, code) for code in held if code not in listed))
    answered = known.unanswered.get(name, "")
    return (
        FieldSpec(
            name, first, choices=more, kind=str, start=next(iter(held), None), unknown=True, answered=answered
        ),
        FieldSpec(
            f"{name}_2", second, choices=more, kind=str, start=next(iter(held[1:]), None), letter=False
        ),
    )


def _sure(known: Profile) -> str | None:
    return known.birth_precision if known.birth_year is not None else None


def _composed(typed: dict[str, Any]) -> dict[str, Any]:
    made = dict(typed)
    for name in TWICE:
        both = (made.pop(name, None), made.pop(f"{name}_2", None))
        made[name] = tuple(dict.fromkeys(code for code in both if code))
    return made
