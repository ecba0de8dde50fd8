"""Make the one-folder bundle ``dist/shelter-app``: program, libraries, fonts, texts, migrations, guards.

Run it with ``make bundle``, which also tries the bundle on a virtual screen. Packages for each system are
made from this folder.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

import PyInstaller.__main__  # type: ignore[import-untyped]

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "shelter_app"

# Read at run time and not imported, so PyInstaller would not see them.
CARRIED = (
    "*.yaml",
    "*.csv",
    "*.sql",
    "*.mako",
    "*.svg",
    "*.ttf",
    "*.mo",
    "*.txt",
    "*.json",
    "*.html",
    "*.md",
    "*.png",
)

# Imported only when a command, a migration or a page is called for.
LAZY = ("shelter_app", "alembic", "sqlalchemy.dialects.sqlite", "babel")

# Never used by the program; left out to keep the folder small.
LEFT_OUT = ("tkinter", "PySide6.QtQml", "PySide6.QtQuick", "pytest", "mypy", "setuptools", "pip")

ENTRY = "import sys\nfrom shelter_app.__main__ import main\nsys.exit(main())\n"


def carried_files() -> list[str]:
    """Return the arguments that put every carried file into the folder of its package."""
    arguments = []
    for pattern in CARRIED:
        for file in sorted(PACKAGE.rglob(pattern)):
            arguments += ["--add-data", f"{file}:{file.parent.relative_to(ROOT)}"]
    return arguments


def migrations() -> list[str]:
    """Return the arguments that carry Alembic's scripts, which it reads as files."""
    folder = PACKAGE / "db" / "migrations"
    return [
        word
        for file in sorted(folder.rglob("*.py"))
        for word in ("--add-data", f"{file}:{file.parent.relative_to(ROOT)}")
    ]


def build(target: Path) -> Path:
    """Make the bundle under ``target`` and return its folder."""
    with tempfile.TemporaryDirectory(prefix="shelter-app-build-") as work:
        entry = Path(work) / "shelter-app.py"
        entry.write_text(ENTRY, encoding="utf-8")
        arguments = ["--noconfirm", "--clean", "--onedir", "--name", "shelter-app", "--log-level", "WARN"]
        arguments += ["--distpath", str(target), "--workpath", work, "--specpath", work, "--paths", str(ROOT)]
        for name in LAZY:
            arguments += ["--collect-submodules", name]
        arguments += ["--collect-data", "babel"]
        for name in LEFT_OUT:
            arguments += ["--exclude-module", name]
        PyInstaller.__main__.run([*arguments, *carried_files(), *migrations(), str(entry)])
    made = target / "shelter-app"
    for name in ("LICENSE", "installer/NOTICES"):
        shutil.copy(ROOT / name, made)
    return made


def main() -> int:
    """Build into ``dist``, or into the folder given."""
    made = build(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist")
    size = sum(file.stat().st_size for file in made.rglob("*") if file.is_file() and not file.is_symlink())
    print(f"{made} ({size / 1_000_000:.0f} MB)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
