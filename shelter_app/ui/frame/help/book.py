"""The manual as files: which sections there are, their text and their pictures."""

from __future__ import annotations

from pathlib import Path

from shelter_app.i18n import in_language

FOLDER = Path(__file__).resolve().parents[3] / "manual"
PICTURES = FOLDER / "pictures"
TABS = "{tabs}"  # where a text lists the tabs of a resident's page: they are whatever features there are

SECTIONS = (
    "signin",
    "firstrun",
    "today",
    "beds",
    "residents",
    "resident",
    "plan",
    "calendar",
    "session",
    "reporting",
    "importing",
    "settings",
)

# Pages whose name in the frame differs from the section that explains them.
_EXPLAINED_BY = {
    "house": "beds",
    "tape": "beds",
    "rollcall": "beds",
    "census": "beds",
    "waiting": "beds",
    "held": "beds",
    "occupancy": "beds",
    "rooms": "beds",
    "reports": "reporting",
    "plans": "plan",
    "import": "importing",
}


def section_of(page: str) -> str:
    """Return the section that explains a page of the frame; the first section where none does."""
    name = _EXPLAINED_BY.get(page, page)
    return name if name in SECTIONS else SECTIONS[0]


def text(section: str, language: str) -> str:
    """Return a section as Markdown; raises KeyError for a section that the manual does not have."""
    if section not in SECTIONS:
        raise KeyError(section)
    words = (FOLDER / language / f"{section}.md").read_text("utf-8")
    return words.replace(TABS, _tabs(language)) if TABS in words else words


def heading(section: str, language: str) -> str:
    """Return the section's title."""
    return text(section, language).partition("\n")[0].removeprefix("# ").strip()


def picture(section: str, language: str) -> Path | None:
    """Return the picture of a section in a language, None where there is none."""
    found = PICTURES / f"{section}-{language}.png"
    return found if found.is_file() else None


def _tabs(language: str) -> str:
    from shelter_app.ui.features.registry import sections  # loaded when the manual is opened

    with in_language(language):
        return ", ".join(f"**{section.title()}**" for section in sections() if section.COLUMNS)
