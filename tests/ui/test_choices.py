"""The window's choices beside the store."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from shelter_app.ui.preferences import FILE, KEYRING, Preferences, load, save


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / KEYRING).write_text("{}")
    return tmp_path


def test_choices_are_there_again_and_for_their_owner_only(folder: Path) -> None:
    save(folder, Preferences("en", "high_contrast", 175))
    assert vars(load(folder)) == {"language": "en", "look": "high_contrast", "percent": 175}
    assert stat.S_IMODE((folder / FILE).stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "content",
    (
        b"",
        b"language\n=\n===\n",
        b"language=fr\nlook=pink\npercent=101\n",
        b'{"language": "en", "look": "dark", "percent": 200}',
        b"\xff\xfe\x00",
    ),
)
def test_what_cannot_be_read_is_as_at_a_first_start(folder: Path, content: bytes) -> None:
    (folder / FILE).write_bytes(content)
    assert vars(load(folder)) == vars(Preferences())


def test_one_bad_line_costs_the_others_nothing(folder: Path) -> None:
    (folder / FILE).write_text("percent=much\nlanguage=en\nlook=dark\n")
    assert vars(load(folder)) == {"language": "en", "look": "dark", "percent": 100}


def test_nothing_is_kept_where_there_is_no_store(tmp_path: Path) -> None:
    save(tmp_path, Preferences("en"))
    assert list(tmp_path.iterdir()) == []
