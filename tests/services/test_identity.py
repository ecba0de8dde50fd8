"""What is sealed of who a resident is: a personal code that cannot be one is refused."""

from __future__ import annotations

import pytest

from shelter_app.domain.cnp import check_digit
from shelter_app.domain.errors import Refused
from shelter_app.services.acting import Actor, perform
from shelter_app.services.residents.acts import RegisterResident, SetIdentity
from shelter_app.services.residents.views import identity

TWELVE = "299022812345"  # of nobody: made for this test


@pytest.fixture
def resident(director: Actor) -> str:
    return perform(director, RegisterResident(preferred_name="Mira", sex="F"))


def test_a_personal_code_with_its_check_digit_is_sealed(director: Actor, resident: str) -> None:
    code = f"{TWELVE}{check_digit(TWELVE)}"
    perform(director, SetIdentity(resident=resident, cnp=code))
    assert identity(director, resident, "a summons").cnp == code


@pytest.mark.parametrize("typed", ["zzz", "123", TWELVE, f"{TWELVE}{(check_digit(TWELVE) + 1) % 10}"])
def test_what_is_no_personal_code_is_refused_and_nothing_is_written(
    director: Actor, resident: str, typed: str
) -> None:
    with pytest.raises(Refused) as refused:
        perform(director, SetIdentity(resident=resident, cnp=typed, legal_name="Ioana Fictivă"))
    assert (refused.value.code, refused.value.fields) == ("no_cnp", ("cnp",))
    assert typed not in refused.value.message
    assert identity(director, resident, "a summons").legal_name == ""
