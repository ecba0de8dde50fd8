"""Files appear whole or not at all, and none is replaced unasked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shelter_app.cli import output
from shelter_app.domain.errors import Refused


def test_a_file_that_exists_is_refused_before_any_work(tmp_path: Path) -> None:
    there = tmp_path / "report.pdf"
    there.write_bytes(b"old")
    with pytest.raises(Refused) as refused:
        output.require_free(there, force=False)
    assert refused.value.code == "output_exists"
    assert there.read_bytes() == b"old"


def test_force_replaces_a_file_but_never_a_folder(tmp_path: Path) -> None:
    there = tmp_path / "report.pdf"
    there.write_bytes(b"old")
    output.require_free(there, force=True)
    output.write_whole(there, b"new")
    assert there.read_bytes() == b"new"
    with pytest.raises(Refused):
        output.require_free(tmp_path, force=True)


def test_a_missing_folder_is_refused_before_any_work(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        output.require_free(tmp_path / "nowhere" / "report.pdf", force=False)
    assert refused.value.code == "output_folder_missing"


def test_a_written_file_is_readable_for_its_owner_alone(tmp_path: Path) -> None:
    output.write_whole(tmp_path / "report.json", b"{}")
    assert (tmp_path / "report.json").stat().st_mode & 0o077 == 0
    assert [p.name for p in tmp_path.iterdir()] == ["report.json"]


def test_a_write_that_fails_leaves_the_old_file_and_no_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = tmp_path / "report.json"
    there.write_bytes(b"old")

    def full(_number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(output.os, "fsync", full)
    with pytest.raises(Refused) as refused:
        output.write_whole(there, b"new")
    assert refused.value.code == "output_failed"
    assert there.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["report.json"]


def test_json_keeps_romanian_letters(tmp_path: Path) -> None:
    output.write_json(tmp_path / "out.json", {"label": "Șederi și înnoptări"})
    assert "Șederi și înnoptări" in (tmp_path / "out.json").read_text(encoding="utf-8")
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8")) == {"label": "Șederi și înnoptări"}


def test_progress_goes_to_standard_error_only(capsys: pytest.CaptureFixture[str]) -> None:
    report = output.progress("Reading rows")
    for done in range(1, 1001):
        report(done, 1000)
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) <= 1
