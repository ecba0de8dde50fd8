"""The text of a note by the sections of its format: several fields on the screen, one sealed text in the store."""

from __future__ import annotations

import re
from collections.abc import Mapping

from shelter_app.domain.codes import code

HEAD = "## "
_LOOKS_LIKE_HEAD = re.compile(r"^(\\*)## ", re.MULTILINE)
_ESCAPED_HEAD = re.compile(r"^\\(\\*## )", re.MULTILINE)


def sections(note_format: str) -> tuple[str, ...]:
    """Return the names of a format's sections: one for a narrative, four for SOAP."""
    return tuple(code("note_format", note_format).extra["sections"])


def compose(note_format: str, texts: Mapping[str, str]) -> str:
    """Return the one text of a note: a narrative as it is, other formats section by section.

    A section without words is left out; "" when nothing was written at all.
    """
    names = sections(note_format)
    written = {name: texts[name].strip() for name in names if texts.get(name, "").strip()}
    if len(names) == 1:
        return written.get(names[0], "")
    return "\n\n".join(
        f"{HEAD}{name}\n" + _LOOKS_LIKE_HEAD.sub(lambda found: "\\" + found[0], text)
        for name, text in written.items()
    )


def split(note_format: str, text: str) -> dict[str, str]:
    """Return the words of each section; a text without sections is all in the first one."""
    names = sections(note_format)
    found = dict.fromkeys(names, "")
    if len(names) == 1:
        found[names[0]] = text
        return found
    heads = "|".join(map(re.escape, names))
    parts = re.split(rf"^{HEAD}({heads})$\n?", text, flags=re.MULTILINE)
    found[names[0]] = parts[0].strip()
    for name, words in zip(parts[1::2], parts[2::2], strict=True):
        both = (found[name], _ESCAPED_HEAD.sub(r"\1", words).strip())
        found[name] = "\n\n".join(part for part in both if part)
    return found


def empty_sections(note_format: str, texts: Mapping[str, str]) -> tuple[str, ...]:
    """Return the sections in which nothing is written."""
    return tuple(name for name in sections(note_format) if not texts.get(name, "").strip())
