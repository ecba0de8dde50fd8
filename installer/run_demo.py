"""Open the window on a demo store; without a display, write its reports and pictures of the window.

Run by ``make run``. The store is made first if there is none, and the demo accounts are said each time.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

PROGRAM = Path(sys.executable).with_name("shelter-app")
ACCOUNTS = "demo-accounts.json"


def shelter_app(*arguments: str, typed: str = "") -> int:
    """Run the program, which says itself what it refuses, and return its exit status."""
    return subprocess.run([PROGRAM, *arguments], input=typed, text=True, check=False).returncode


def demo_accounts(store: Path) -> list[dict[str, str]]:
    """Return the demo accounts of the store, making it first if there is none."""
    if not (store / "keyring.json").exists():
        print(f"Making a demo store of fictional people in {store}/", file=sys.stderr, flush=True)
        said = store.with_name(store.name + ".json")
        if status := shelter_app("demo", "--data", str(store), "--json", str(said), "--force"):
            raise SystemExit(status)
        said.rename(store / ACCOUNTS)
    if not (store / ACCOUNTS).exists():
        raise SystemExit(f"{store}/ was not made by make run. Move it away, then try again.")
    accounts: list[dict[str, str]] = json.loads((store / ACCOUNTS).read_text(encoding="utf-8"))["accounts"]
    return accounts


def has_display() -> bool:
    """Say whether a window can be shown here."""
    named = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return bool(named) or sys.platform in ("darwin", "win32")


def write_pictures(store: Path, director: dict[str, str], out: Path) -> int:
    """Write the ministry's and the donor's report and pictures of the window; return how many failed."""
    out.mkdir(exist_ok=True)
    failed = 0
    year = date.today().year - 1
    for template in ("R04", "R06"):
        for language in ("ro", "en"):
            paper = out / f"{template}-{year}-{language}.pdf"
            period = ("--from", f"{year}-01-01", "--to", f"{year}-12-31")
            who = ("--data", str(store), "--account", director["name"], "--password-stdin")
            what = ("--lang", language, "--out", str(paper), "--force")
            status = shelter_app(
                "report", template, *period, *who, *what, typed=director["passphrase"] + "\n"
            )
            failed += bool(status)
            if not status:
                print(paper)
    pictures = subprocess.run(
        [sys.executable, "-m", "tests.screenshots", str(out)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        check=False,
    )
    return failed + bool(pictures.returncode)


def main() -> int:
    """Do what ``make run`` promises."""
    store = Path(sys.argv[1] if len(sys.argv) > 1 else "demo-store")
    accounts = demo_accounts(store)
    print("Demo accounts (fictional, good for this store only):")
    for account in accounts:
        print(f"  {account['name']:<24} {account['role']:<14} {account['passphrase']}")
    sys.stdout.flush()
    if has_display():
        os.execv(PROGRAM, [str(PROGRAM), "--data", str(store)])
    print("There is no display here, so no window can open. Reports and pictures of the window go into out/:")
    failed = write_pictures(store, next(a for a in accounts if a["role"] == "DIRECTOR"), Path("out"))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
