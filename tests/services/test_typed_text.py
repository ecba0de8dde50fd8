"""Whatever act it is typed into: half a sign and a text that nobody sees are refused, and nothing is stored."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from shelter_app.db.models.trust import AuditEvent
from shelter_app.domain.errors import Refused
from shelter_app.services.acting import Act, Actor, perform
from shelter_app.services.residents.acts import RegisterResident, SetIdentity


@pytest.mark.parametrize(("text", "code"), [("Ana \ud83d", "half_sign"), ("\u200b\u200d", "unseen")])
def test_it_is_refused_by_the_field_and_leaves_no_trace(director: Actor, text: str, code: str) -> None:
    who = perform(director, RegisterResident(preferred_name="Ana", sex="F"))

    def events() -> int:
        with director.store.reading() as session:
            return session.scalar(select(func.count()).select_from(AuditEvent)) or 0

    before = events()
    acts: tuple[tuple[Act[object], str], ...] = (
        (RegisterResident(preferred_name=text, sex="F"), "preferred_name"),
        (SetIdentity(resident=who, legal_name=text), "legal_name"),
    )
    for act, field in acts:
        with pytest.raises(Refused) as refused:
            perform(director, act)
        assert (refused.value.code, refused.value.fields) == (code, (field,))
    assert events() == before
