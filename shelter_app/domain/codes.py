"""Code lists: stable codes with Romanian and English labels, read from ``domain/data``.

A list is named by its key in the file, or by ``meta.list`` when the key is ``items``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import yaml

from shelter_app.i18n import language

FILES = (
    "accommodation", "case_management", "consents", "counselling", "counties", "criminal_proceedings",
    "deadlines", "demographics", "exploitation", "house", "incidents_registers", "indicators", "instruments",
    "labour_sector", "milestones", "needs_domains", "referral", "registers", "reports", "risk", "services",
    "trafficking_process", "victim_status",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a list; ``extra`` holds whatever else its file says of it."""

    list: str
    code: str
    ro: str
    en: str
    position: int
    extra: Mapping[str, Any]

    def label(self, lang: str | None = None) -> str:
        """Return the label in ``lang``, or in the language in force."""
        return self.ro if (lang or language()) == "ro" else self.en


def read(name: str) -> Any:
    """Return the content of ``domain/data/<name>.yaml``."""
    text = files("shelter_app.domain").joinpath("data", f"{name}.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@lru_cache
def lists() -> Mapping[str, tuple[Code, ...]]:
    """Return every code list by name, in the order of its file."""
    found: dict[str, tuple[Code, ...]] = {}
    for name in FILES:
        content = read(name)
        for key, entries in content.items():
            if (
                isinstance(entries, list)
                and entries
                and isinstance(entries[0], dict)
                and "code" in entries[0]
            ):
                list_name = content["meta"]["list"] if key == "items" else key
                before = found.get(list_name, ())
                found[list_name] = before + tuple(
                    _code(list_name, i, entry) for i, entry in enumerate(entries, len(before))
                )
    found["needs_domain"] += tuple(
        Code("needs_domain", c.code, c.ro, c.en, len(found["needs_domain"]) + i, c.extra)
        for i, c in enumerate(found.pop("extra_for_services_only", ()))
    )
    return MappingProxyType(found)


def _code(list_name: str, position: int, entry: dict[str, Any]) -> Code:
    extra = {k: v for k, v in entry.items() if k not in ("code", "ro", "en")}
    code = str(entry["code"])
    return Code(
        list_name, code, entry.get("ro", code), entry.get("en", code), position, MappingProxyType(extra)
    )


@lru_cache
def _by_code(list_name: str) -> Mapping[str, Code]:
    return {c.code: c for c in lists()[list_name]}


def code(list_name: str, value: str) -> Code:
    """Return the code ``value`` of ``list_name``; raises KeyError when the list does not hold it."""
    return _by_code(list_name)[value]


def codes(list_name: str) -> tuple[str, ...]:
    """Return the codes of a list in their order."""
    return tuple(c.code for c in lists()[list_name])


def label(list_name: str, value: str) -> str:
    """Return the label of a code in the language in force; a code of nobody's list is shown as it is."""
    found = _by_code(list_name).get(value)
    return value if found is None else found.label()
