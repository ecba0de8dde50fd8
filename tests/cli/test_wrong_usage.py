"""Wrong usage: exit status 2 and one sentence in the person's language, never a traceback."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.cli.running import Ran, run_here


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["fly"], "fly"),
        (["figures", "--from", "2025-01-01", "--to", "2025-12-31", "--account", "A"], "--data"),
        (
            ["figures", "--from", "31.12.2025", "--to", "2025-12-31", "--data", "d", "--account", "A"],
            "--from",
        ),
        (["figures", "--nights"], "--nights"),
        (["demo", "--data", "d", "--years", "many"], "--years"),
        (["import", "a.xlsx", "b.xlsx", "--data", "d", "--account", "A"], "shelter-app"),
        (["--lang", "de", "demo", "--data", "d"], "--lang"),
        (["account"], "shelter-app"),
    ],
)
def test_wrong_usage_is_one_sentence_and_status_2(words: list[str], named: str) -> None:
    said = run_here(*words)
    assert said.status == 2
    assert said.out == ""
    assert named in said.err
    assert len(said.err.strip().splitlines()) == 1
    assert "Traceback" not in said.err


def test_usage_is_said_in_romanian_unless_another_language_is_chosen() -> None:
    assert "Nu există" in run_here("fly").err
    assert "There is no command" in run_here("--lang", "en", "fly").err


@pytest.mark.parametrize("command", ["init", "demo", "import", "figures", "report", "account", "check"])
def test_every_command_has_a_help_page(command: str) -> None:
    said = run_here(command, "--help")
    assert said.status == 0
    assert command in said.out
    assert said.err == ""


def test_the_help_page_lists_every_command() -> None:
    said = run_here("--help")
    assert said.status == 0
    for command in ("init", "demo", "import", "figures", "report", "account", "check"):
        assert command in said.out


def test_no_command_pays_for_the_window_or_for_paper() -> None:
    script = (
        "import sys; from shelter_app.cli.main import run; run(['figures', '--help']); "
        "print([m for m in ('PySide6', 'reportlab.pdfgen') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_defect_is_one_sentence_with_a_number_and_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    from shelter_app.cli import main

    def broken(_wanted: str) -> None:
        raise ZeroDivisionError("Ana Popescu 2890101223344")

    monkeypatch.setattr(main, "_build", broken)
    said: Ran = run_here("figures")
    assert said.status == 1
    assert "Traceback" not in said.err
    assert "Popescu" not in said.err + said.out
    assert len(said.err.strip().splitlines()) == 1
