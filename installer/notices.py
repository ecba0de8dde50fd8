"""Write ``installer/NOTICES``: every part that is shipped with the program, its licence, the licence's text.

The parts are those of ``requirements/run.lock``; their words come from the installed packages. What a package
carries inside it, or the house bundles itself, is listed in ``INSIDE``. Run it with ``make notices``.
"""

from __future__ import annotations

import re
import sys
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "installer" / "NOTICES"
TEXTS = ROOT / "installer" / "licences"
LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==([^ \\;]+)")
LICENCE_FILE = re.compile(r"\.dist-info/(.*/)?((build_)?licen[cs]e|copying|notice)", re.IGNORECASE)
RULE = "=" * 100
HEAD = """\
shelter-app is licensed under the EUPL-1.2 (file LICENSE). It is shipped with the parts listed here.
Qt and PySide6 are used under the LGPL 3 as shared libraries that may be replaced: in the bundle they
are the files under _internal/PySide6. Code lists name their sources in shelter_app/domain/data.
"""

# What the packages' own metadata leaves unsaid.
SAID_HERE = {
    "markdown-it-py": "MIT",
    "mdurl": "MIT",
    "python-dateutil": "Apache-2.0 AND BSD-3-Clause",
    "reportlab": "BSD-3-Clause",
    "segno": "BSD-3-Clause",
    "sqlcipher3": "Zlib",
    "shellingham": "ISC",
}

# Part, licence, text, note: what no package of its own stands for.
INSIDE = (
    ("Python", "PSF-2.0", TEXTS / "Python-3.11.txt", "the language, in the bundle"),
    ("PyInstaller bootloader", "GPL-2.0-or-later WITH Bootloader-exception", None, "starts the bundle"),
    (
        "Qt 6 (inside PySide6_Essentials)",
        "LGPL-3.0-only",
        TEXTS / "LGPL-3.0.txt",
        "linked as shared libraries",
    ),
    ("GPL 3, which the LGPL 3 refers to", "GPL-3.0-only", TEXTS / "GPL-3.0.txt", "text only"),
    ("SQLCipher (inside sqlcipher3)", "BSD-3-Clause", TEXTS / "SQLCipher.txt", "the encrypted store"),
    ("SQLite (inside SQLCipher)", "Public domain", None, "the store"),
    ("OpenSSL (inside sqlcipher3 and cryptography)", "Apache-2.0", TEXTS / "Apache-2.0.txt", "ciphers"),
    ("PDFium (inside pypdfium2)", "BSD-3-Clause", None, "preview of pages; texts with pypdfium2"),
)


def locked_parts() -> list[tuple[str, str]]:
    """Return the name and version of every part that ships, from the lock."""
    lock = (ROOT / "requirements" / "run.lock").read_text(encoding="utf-8")
    return [(m[1], m[2]) for line in lock.splitlines() if (m := LOCKED.match(line))]


def licence_name(part: metadata.Distribution) -> str:
    """Return a part's licence as it names it itself, in few words."""
    about = part.metadata
    named = SAID_HERE.get(about["Name"].lower())
    for field in ("License-Expression", "License"):
        if named is None and field in about:
            named = about[field].strip().splitlines()[0]
    return named or "see its text"


def licence_texts(part: metadata.Distribution) -> list[str]:
    """Return the licence texts that came with a part."""
    found = sorted(str(file) for file in part.files or () if LICENCE_FILE.search(str(file)))
    return [
        Path(str(part.locate_file(file))).read_text(encoding="utf-8", errors="replace").strip()
        for file in found
    ]


def house_texts() -> list[tuple[str, Path]]:
    """Return the licence texts of fonts and icons that stand beside them in the program."""
    beside = sorted(
        file for pattern in ("OFL*.txt", "LICENSE*.txt") for file in (ROOT / "shelter_app").rglob(pattern)
    )
    return [(str(file.parent.relative_to(ROOT)), file) for file in beside]


def notices() -> str:
    """Return the whole file."""
    listed: list[str] = []
    texts: list[str] = []
    for name, version in locked_parts():
        try:
            part = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            listed.append(f"{name} {version}: on Windows only; its text comes with that bundle")
            continue
        listed.append(f"{part.metadata['Name']} {version}: {licence_name(part)}")
        texts += [
            f"{RULE}\n{part.metadata['Name']} {version}\n{RULE}\n{text}" for text in licence_texts(part)
        ]
    for name, licence, file, note in INSIDE:
        listed.append(f"{name}: {licence} ({note})")
        if file is not None:
            texts.append(f"{RULE}\n{name}\n{RULE}\n{file.read_text(encoding='utf-8').strip()}")
    for folder, file in house_texts():
        listed.append(f"fonts and icons in {folder}: {file.name}")
        texts.append(f"{RULE}\n{folder}\n{RULE}\n{file.read_text(encoding='utf-8').strip()}")
    text = "\n".join([HEAD, *listed, "", "\n\n".join(texts), ""])
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"


def main() -> int:
    """Write the file, or with ``--check`` say whether it is up to date."""
    made = notices()
    if "--check" in sys.argv[1:]:
        same = TARGET.exists() and TARGET.read_text(encoding="utf-8") == made
        print("NOTICES is up to date." if same else "NOTICES is out of date: run make notices.")
        return 0 if same else 1
    TARGET.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
