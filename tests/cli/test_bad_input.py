"""Bad input: one sentence, status 1, no traceback, store and files as they were."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import SAMPLE, House
from tests.cli.running import PROGRAM, Ran
from tests.conftest import DIRECTOR, PASSPHRASE

YEAR = ("--from", "2025-01-01", "--to", "2025-12-31")


def one_sentence(said: Ran) -> str:
    """Return what was said, held to: refused, one sentence, no traceback."""
    assert said.status == 1, said
    assert "Traceback" not in said.err + said.out
    lines = [line for line in said.err.splitlines() if line.strip()]
    assert len(lines) == 1, said.err
    assert "A apărut o eroare în program" not in said.err  # a refusal, no defect
    return lines[0]


def content_of(folder: Path, *, without: tuple[str, ...] = ()) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir()) if p.is_file() and p.name not in without}


def test_a_wrong_passphrase_and_an_unknown_name_say_the_same(house: House) -> None:
    wrong = one_sentence(house.run("account", "list", typed="alta fraza de acces aici\n"))
    from tests.cli.running import run_here

    unknown = run_here(
        "account", "list", "--data", house.folder, "--account", "Nimeni", "--password-stdin", typed="alta\n"
    )
    assert one_sentence(unknown) == wrong


def test_no_passphrase_at_all_is_refused(house: House) -> None:
    one_sentence(house.run("account", "list", typed=""))


def _remove_keyring(folder: Path) -> None:
    for name in ("keyring.json", "keyring.json.bak"):
        (folder / name).unlink(missing_ok=True)


def _damage_keyring(folder: Path) -> None:
    for name in ("keyring.json", "keyring.json.bak"):
        if (folder / name).exists():
            (folder / name).write_text("{not json")


def _cut(folder: Path) -> None:
    content = (folder / "core.db").read_bytes()
    (folder / "core.db").write_bytes(content[: len(content) // 2 + 100])


def _foreign(folder: Path) -> None:
    (folder / "core.db").write_bytes(os.urandom(4096 * 40))


def _empty(folder: Path) -> None:
    (folder / "core.db").write_bytes(b"")


def _no_database(folder: Path) -> None:
    (folder / "core.db").unlink()


def _open_to_others(folder: Path) -> None:
    folder.chmod(0o755)


def _no_folder(folder: Path) -> None:
    shutil.rmtree(folder)


@pytest.mark.parametrize(
    "harm",
    [
        _remove_keyring,
        _damage_keyring,
        _cut,
        _foreign,
        _empty,
        _no_database,
        _open_to_others,
        _no_folder,
    ],
)
def test_a_folder_that_is_not_fit_is_said_in_one_sentence_and_left_alone(
    house: House, harm: Callable[[Path], None]
) -> None:
    harm(house.folder)
    before = content_of(house.folder, without=("waits.json", "prelogin.log")) if house.folder.exists() else {}
    one_sentence(house.run("account", "list"))
    after = content_of(house.folder, without=("waits.json", "prelogin.log")) if house.folder.exists() else {}
    assert before == after


def test_a_store_of_a_newer_program_is_refused(house: House) -> None:
    from shelter_app.db import opening as stores

    with stores.unlock(house.folder, DIRECTOR, PASSPHRASE) as store, store.raw() as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    one_sentence(house.run("account", "list"))


def _no_workbook(path: Path) -> Path:
    return path / "missing.xlsx"


def _not_a_workbook(path: Path) -> Path:
    (path / "letter.xlsx").write_bytes(b"Dear all, this is no workbook." * 50)
    return path / "letter.xlsx"


def _cut_workbook(path: Path) -> Path:
    content = SAMPLE.read_bytes()
    (path / "cut.xlsx").write_bytes(content[: len(content) // 2])
    return path / "cut.xlsx"


def _empty_workbook(path: Path) -> Path:
    (path / "empty.xlsx").write_bytes(b"")
    return path / "empty.xlsx"


def _zip_bomb(path: Path) -> Path:
    bomb = path / "bomb.xlsx"
    with zipfile.ZipFile(SAMPLE) as sample, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as made:
        for name in sample.namelist():
            made.writestr(name, sample.read(name))
        with made.open("xl/media/big.xml", "w", force_zip64=True) as member:
            for _part in range(700):
                member.write(b"\0" * 1_000_000)
    return bomb


def _a_folder(path: Path) -> Path:
    return path


@pytest.mark.parametrize(
    "made", [_no_workbook, _not_a_workbook, _cut_workbook, _empty_workbook, _zip_bomb, _a_folder]
)
def test_a_workbook_that_cannot_be_read_is_refused(
    house: House, made: Callable[[Path], Path], tmp_path: Path
) -> None:
    file = made(tmp_path)
    one_sentence(house.run("import", file))


def test_an_unknown_profile_is_refused(house: House) -> None:
    one_sentence(house.run("import", SAMPLE, "--profile", "xx-register"))


def test_a_period_that_ends_before_it_begins_is_refused(house: House) -> None:
    backwards = ("--from", "2025-12-31", "--to", "2025-01-01")
    one_sentence(house.run("figures", *backwards))
    one_sentence(house.run("report", "R04", *backwards, "--out", house.folder.parent / "r.pdf"))
    assert not (house.folder.parent / "r.pdf").exists()


def test_an_unknown_template_or_indicator_is_refused(house: House, tmp_path: Path) -> None:
    one_sentence(house.run("report", "R99", *YEAR, "--out", tmp_path / "r.pdf"))
    one_sentence(house.run("figures", *YEAR, "--codes", "I99"))
    assert not (tmp_path / "r.pdf").exists()


def test_an_output_that_exists_is_not_replaced_unasked(house: House, tmp_path: Path) -> None:
    there = tmp_path / "r.json"
    there.write_text("old")
    one_sentence(house.run("report", "R04", *YEAR, "--format", "json", "--out", there))
    one_sentence(house.run("figures", *YEAR, "--json", there))
    assert there.read_text() == "old"
    assert house.run("figures", *YEAR, "--json", there, "--force").status == 0
    assert there.read_text() != "old"


@pytest.mark.real_kdf
def test_a_full_disk_stores_nothing_and_is_said(house: House) -> None:
    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (700_000, 700_000))

    words = ["import", SAMPLE, "--accept-partial", "--data", house.folder, "--account", DIRECTOR]
    done = subprocess.run(
        [PROGRAM, *map(str, words), "--password-stdin"],
        input=PASSPHRASE + "\n",
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=small_files,
        timeout=120,
    )
    assert done.returncode == 1, done
    assert "Traceback" not in done.stderr
    assert house.run("check").status == 0
    tried = house.run("import", SAMPLE, "--dry-run")
    assert tried.status == 0
    assert "260" in tried.out  # all of it is still new


def test_a_bad_period_word_is_wrong_usage(house: House) -> None:
    assert house.run("figures", "--from", "yesterday", "--to", "2025-12-31").status == 2
