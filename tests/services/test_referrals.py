"""Requests for a place: recorded, decided, used up by the people who come."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shelter_app.domain.errors import NotAllowed, Refused, Stale
from shelter_app.domain.referrals import may_follow
from shelter_app.services.acting import perform
from shelter_app.services.house.acts import AddShelter
from shelter_app.services.referrals.acts import (
    AcceptReferral,
    DeclineReferral,
    PutOnWaitingList,
    RecordReferral,
    UndoDecision,
    UndoReferral,
)
from shelter_app.services.referrals.views import referral, referrals
from shelter_app.services.residents.acts import RegisterResident
from shelter_app.services.stays.acts import Admit


@pytest.fixture
def shelter(director):
    return perform(director, AddShelter(code="NORD", name="Casa Nord"))


def recorded(director, shelter, **more):
    given = {"received_at": director.clock() - timedelta(hours=1), "source": "DGASPC", "urgency": "TONIGHT"}
    return perform(director, RecordReferral(shelter=shelter, **{**given, **more}))


def accepted(director, shelter, **more):
    asked = recorded(director, shelter, **more)
    perform(director, AcceptReferral(referral=asked, version=1))
    return asked


def admit(director, shelter, asked):
    who = perform(director, RegisterResident())
    return perform(director, Admit(resident=who, shelter=shelter, at=director.clock(), referral=asked))


def refused(code):
    return pytest.raises(Refused, check=lambda said: said.code == code)


def test_the_most_urgent_request_that_waits_comes_first(director, shelter):
    later = recorded(director, shelter, urgency="PLANNED")
    tonight = recorded(director, shelter)
    assert [row.id for row in referrals(director)] == [tonight, later]


def test_somebody_is_admitted_on_an_accepted_request_only_and_brings_its_source(director, shelter):
    asked = recorded(director, shelter)
    with refused("referral_not_accepted"):
        admit(director, shelter, asked)
    perform(director, AcceptReferral(referral=asked, version=1))
    admit(director, shelter, asked)
    seen = referral(director, asked)
    assert (len(seen.stays), seen.row.to_come, seen.row.resident_code is not None) == (1, 0, True)
    assert referrals(director) == ()


def test_a_request_for_two_takes_two_admissions_and_no_third(director, shelter):
    asked = accepted(director, shelter, persons=2)
    for _person in range(2):
        admit(director, shelter, asked)
    with refused("referral_used"):
        admit(director, shelter, asked)


def test_a_request_is_for_its_own_shelter(director, shelter):
    asked = accepted(director, shelter)
    south = perform(director, AddShelter(code="SUD", name="Casa Sud"))
    with refused("referral_other_shelter"):
        admit(director, south, asked)


def test_declining_asks_why_and_nobody_is_admitted_after_it(director, shelter):
    asked = recorded(director, shelter)
    with refused("reason_needed"):
        perform(director, DeclineReferral(referral=asked, version=1, decision="DECLINED_FULL", reason=" "))
    with refused("decision"):
        perform(director, DeclineReferral(referral=asked, version=1, decision="ACCEPTED", reason="plin"))
    perform(director, DeclineReferral(referral=asked, version=1, decision="DECLINED_FULL", reason="Plin."))
    assert referral(director, asked).decline_note == "Plin."
    with refused("referral_not_accepted"):
        admit(director, shelter, asked)
    with refused("decided_already"):
        perform(director, AcceptReferral(referral=asked, version=2))


def test_what_somebody_changed_meanwhile_is_not_decided_over(director, shelter):
    asked = recorded(director, shelter)
    perform(director, PutOnWaitingList(referral=asked, version=1))
    with pytest.raises(Stale):
        perform(director, AcceptReferral(referral=asked, version=1))
    assert referrals(director)[0].waits


def test_one_takes_back_ones_own_fresh_decision_and_request_only(director, shelter, clock, make_actor):
    manager = make_actor("CASE_MANAGER")
    asked = accepted(director, shelter)
    with pytest.raises(NotAllowed):
        perform(manager, UndoDecision(referral=asked))
    perform(director, UndoDecision(referral=asked))
    assert referrals(director)[0].decision == "RECEIVED"
    clock.forward(minutes=16)
    with refused("undo_too_late"):
        perform(director, UndoReferral(referral=asked))
    fresh = recorded(director, shelter)
    perform(director, UndoReferral(referral=fresh))
    assert [row.id for row in referrals(director)] == [asked]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"persons": 0}, "nobody"),
        ({"source": "NIMENI"}, "unknown_code"),
        ({"birth_year": 1700}, "birth_year"),
        ({"needs": ("ACCESSIBLE", "POOL")}, "unknown_code"),
    ],
)
def test_a_request_with_a_value_that_does_not_fit_is_refused(director, shelter, wrong, code):
    with refused(code):
        recorded(director, shelter, **wrong)


def test_an_accepted_person_may_still_not_come_but_is_not_declined_for_want_of_a_bed():
    assert may_follow("ACCEPTED", "NO_SHOW")
    assert not may_follow("ACCEPTED", "DECLINED_FULL")
    assert not may_follow("DECLINED_FULL", "ACCEPTED")
    assert not may_follow("RECEIVED", "NO_SHOW")
