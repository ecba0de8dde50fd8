"""Files appear whole or not at all, and none is replaced unasked."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from shelter_app.cli import output
from shelter_app.domain.errors import Refused
from shelter_app.reports.render import writing
from shelter_app.reports.render.writing import write_whole


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
    write_whole(there, b"new", force=True)
    assert there.read_bytes() == b"new"
    with pytest.raises(Refused):
        output.require_free(tmp_path, force=True)


def test_a_missing_folder_is_refused_before_any_work(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        output.require_free(tmp_path / "nowhere" / "report.pdf", force=False)
    assert refused.value.code == "output_folder_missing"


def test_a_written_file_is_readable_for_its_owner_alone(tmp_path: Path) -> None:
    write_whole(tmp_path / "report.json", b"{}")
    assert (tmp_path / "report.json").stat().st_mode & 0o077 == 0
    assert [p.name for p in tmp_path.iterdir()] == ["report.json"]


def test_a_write_that_fails_leaves_the_old_file_and_no_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = tmp_path / "report.json"
    there.write_bytes(b"old")

    def full(_number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing.os, "fsync", full)
    with pytest.raises(Refused) as refused:
        write_whole(there, b"new", force=True)
    assert refused.value.code == "disk_full"
    assert there.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["report.json"]


def test_a_file_that_came_while_the_work_ran_is_not_replaced_unless_asked(tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    output.require_free(out, force=False)
    out.write_bytes(b"another program's")
    with pytest.raises(Refused) as refused:
        output.write_json(out, {}, force=False)
    assert refused.value.code == "output_exists"
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("out.json", b"another program's")]
    output.write_json(out, {}, force=True)
    assert out.read_bytes() == b"{}\n"


def test_of_two_that_give_a_file_its_name_at_once_the_second_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "report.pdf"
    sync = os.fsync

    def overtaken(number: int) -> None:
        sync(number)
        out.write_bytes(b"first")

    monkeypatch.setattr(writing.os, "fsync", overtaken)
    with pytest.raises(Refused) as refused:
        write_whole(out, b"second")
    assert refused.value.code == "output_exists"
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("report.pdf", b"first")]


def test_json_keeps_romanian_letters(tmp_path: Path) -> None:
    output.write_json(tmp_path / "out.json", {"label": "Șederi și înnoptări"}, force=False)
    assert "Șederi și înnoptări" in (tmp_path / "out.json").read_text(encoding="utf-8")
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8")) == {"label": "Șederi și înnoptări"}


def test_progress_goes_to_standard_error_only(capsys: pytest.CaptureFixture[str]) -> None:
    report = output.progress("Reading rows")
    for done in range(1, 1001):
        report(done, 1000)
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) <= 1
