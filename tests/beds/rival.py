"""A process of its own that tries to give the same beds to its own people, as soon as it is told to."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path

from shelter_app import i18n
from shelter_app.db import opening as stores
from shelter_app.domain.errors import Refused
from shelter_app.services.acting import Actor, perform
from shelter_app.services.stays.acts import PlaceInBed
from tests.costs import cheap_derivation, unwiped_memory


def main(folder: str, account: str, passphrase: str) -> None:
    """Read a line for each round (stay, bed, moment); answer with what became of it."""
    i18n.use_language("en")
    with stores.unlock(Path(folder), account, passphrase) as opened:
        actor = Actor(opened, opened.account_id, account, session_id=opened.session_id)
        print("ready", flush=True)
        for line in sys.stdin:
            stay, bed, since = json.loads(line)
            try:
                perform(actor, PlaceInBed(stay=stay, bed=bed, since=datetime.fromisoformat(since)))
                answer = ["won", ""]
            except Refused as refused:
                answer = [refused.code, refused.message]
            print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    with cheap_derivation(), unwiped_memory():
        main(*sys.argv[1:])
