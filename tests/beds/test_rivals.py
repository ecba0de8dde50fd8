"""Two programs on one store want the same bed at the same moment: one has it, the other is told so."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from shelter_app.db.store import Store
from shelter_app.services.acting import Actor, perform
from shelter_app.services.beds.census import census
from shelter_app.services.beds.corrections import WithdrawBedPeriod
from shelter_app.services.beds.tape import tape
from tests.beds.conftest import House
from tests.conftest import DIRECTOR, PASSPHRASE

pytestmark = pytest.mark.computer_clock

ROUNDS = int(os.environ.get("BEDS_ROUNDS", "300"))


@pytest.fixture
def real_now(director: Actor) -> datetime:
    """The rivals go by the computer's own clock."""
    return datetime.now(UTC).replace(microsecond=0)


@pytest.fixture
def rivals(store: Store) -> Iterator[list[subprocess.Popen[str]]]:
    words = [sys.executable, "-m", "tests.beds.rival", str(store.folder), DIRECTOR, PASSPHRASE]
    pair = [
        subprocess.Popen(
            words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        for _number in range(2)
    ]
    for one in pair:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    yield pair
    for one in pair:
        assert one.stdin is not None
        one.stdin.close()
        one.wait(timeout=20)


def test_exactly_one_has_the_bed_and_the_other_gets_a_sentence_and_a_fresh_board(
    director: Actor, house: House, clock, real_now: datetime, rivals: list[subprocess.Popen[str]]
) -> None:
    clock.now = real_now
    since = real_now - timedelta(hours=3)
    stays = [house.admit(since)[1] for _number in rivals]
    beds = list(house.beds.values())
    outcomes = []
    for turn in range(ROUNDS):
        bed, at = beds[turn % len(beds)], since + timedelta(seconds=turn)
        for stay, one in zip(stays, rivals, strict=True):
            assert one.stdin is not None
            one.stdin.write(json.dumps([stay, bed, at.isoformat()]) + "\n")
        for one in rivals:
            assert one.stdin is not None
            one.stdin.flush()
        answers = [json.loads(one.stdout.readline()) for one in rivals if one.stdout is not None]
        won = [answer for answer in answers if answer[0] == "won"]
        (lost,) = [answer for answer in answers if answer[0] != "won"]
        assert len(won) == 1
        outcomes.append(lost)
        rows = [row for row in census(director, shelter="NORD").rows if row.bed is not None]
        assert len(rows) == 1
        shown = [
            bar for room in tape(director, real_now.date(), 1).rooms for b in room.beds for bar in b.bars
        ]
        assert len(shown) == 1
        perform(director, WithdrawBedPeriod(period=shown[0].id, reason="runda următoare"))
    assert len(outcomes) == ROUNDS
    assert all("bed" in code for code, _sentence in outcomes)
    for _code, sentence in outcomes:
        named = re.match(
            r"\d · \d[ABC] is occupied: \S+, from .+ onwards; requested from .+ onwards\. ", sentence
        )
        assert named or sentence == "This bed is occupied now. Choose another bed."
