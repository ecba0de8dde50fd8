"""``init``: a store, its director, one shelter, a recovery sheet; or nothing at all."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from shelter_app.domain.clock import local_moment
from tests.cli.running import Ran, run_here

pytestmark = pytest.mark.computer_clock

PASSPHRASE = "brumă albă peste lanul vechi"


def init(folder: Path, sheet: Path, passphrase: str = PASSPHRASE) -> Ran:
    return run_here(
        "init", "--data", folder, "--account", "Elena Pop", "--organisation", "Asociația Casa Salciei",
        "--recovery-out", sheet, "--password-stdin", typed=passphrase + "\n",
    )  # fmt: skip


def text_of(sheet: Path) -> str:
    return "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(sheet))


def test_a_new_store_opens_and_its_recovery_sheet_names_nobody(tmp_path: Path) -> None:
    said = init(tmp_path / "store", tmp_path / "sheet.pdf")
    assert said.status == 0, said.err
    who = ("--data", tmp_path / "store", "--account", "Elena Pop", "--password-stdin")
    listed = run_here("account", "list", *who, typed=PASSPHRASE + "\n")
    assert listed.status == 0, listed.err
    assert "Elena Pop" in listed.out
    text = text_of(tmp_path / "sheet.pdf")
    assert len(pypdfium2.PdfDocument(tmp_path / "sheet.pdf")) == 1
    for word in ("Salciei", "Elena", "Pop", PASSPHRASE):
        assert word not in text
    assert "Recovery sheet" in text
    assert "Fișă de recuperare" in text


def test_after_midnight_the_recovery_sheet_says_the_day_of_the_house(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    half_past_midnight = local_moment(date(2026, 12, 1), 0, 30)  # in UTC it is still November
    monkeypatch.setattr("shelter_app.cli.init.system_clock", lambda: half_past_midnight)
    assert init(tmp_path / "store", tmp_path / "sheet.pdf").status == 0
    assert "1 decembrie 2026" in text_of(tmp_path / "sheet.pdf")


def test_files_are_the_owners_alone(tmp_path: Path) -> None:
    assert init(tmp_path / "store", tmp_path / "sheet.pdf").status == 0
    assert (tmp_path / "store").stat().st_mode & 0o077 == 0
    for path in [tmp_path / "sheet.pdf", *(tmp_path / "store").rglob("*")]:
        assert path.stat().st_mode & 0o077 == 0, path.name


def test_without_its_recovery_sheet_there_is_no_store(tmp_path: Path) -> None:
    said = init(tmp_path / "store", tmp_path / "nowhere" / "sheet.pdf")
    assert said.status == 1
    assert not (tmp_path / "store").exists()


def test_a_weak_passphrase_makes_no_store(tmp_path: Path) -> None:
    said = init(tmp_path / "store", tmp_path / "sheet.pdf", passphrase="parola123")
    assert said.status == 1
    assert len(said.err.strip().splitlines()) == 1
    assert not (tmp_path / "store").exists()
    assert not (tmp_path / "sheet.pdf").exists()


def test_a_store_is_never_made_over_another(tmp_path: Path) -> None:
    assert init(tmp_path / "store", tmp_path / "sheet.pdf").status == 0
    before = {p.name: p.read_bytes() for p in (tmp_path / "store").iterdir() if p.is_file()}
    assert init(tmp_path / "store", tmp_path / "second.pdf").status == 1
    assert {p.name: p.read_bytes() for p in (tmp_path / "store").iterdir() if p.is_file()} == before
    assert not (tmp_path / "second.pdf").exists()
