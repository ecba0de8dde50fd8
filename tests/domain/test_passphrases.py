"""Passphrases: what is offered is strong, what is guessed first is refused, nothing else is."""

from __future__ import annotations

import re

import pytest

from shelter_app.domain import passphrases
from shelter_app.domain.errors import Refused


def test_a_phrase_is_six_words_drawn_by_chance_and_worth_sixty_bits():
    assert passphrases.bits() > 60
    assert len(set(passphrases.words())) == len(passphrases.words())
    phrases = {passphrases.phrase() for _time in range(200)}
    assert len(phrases) == 200
    for phrase in phrases:
        assert re.fullmatch(r"[a-z]{3,9}( [a-z]{3,9}){5}", phrase)
        assert passphrases.weakness(phrase, "Ileana Cornea") is None


@pytest.mark.parametrize(
    "weak",
    [
        "",
        "13 semne doar",
        "x" * 300,
        "aaaaaaaaaaaaaaaa",
        "abcabcabcabcabcabc",
        "qwertyuiop12345",
        "12345678901234567",
        "98765432101234567",
        "abcdefghijklmnop",
        "Password123456789!",
        "parolaparola2026",
        "Director.Adapost.2026",
        "Ileana Cornea 2026!",
        "IleanaCornea123",
        "0000111100001111",
    ],
)
def test_what_everybody_tries_first_is_refused(weak):
    with pytest.raises(Refused) as refused:
        passphrases.require(weak, "Ileana Cornea", "Casa Încercării")
    assert refused.value.code == "weak_passphrase"
    assert refused.value.fields == ("passphrase",)


@pytest.mark.parametrize(
    "good",
    [
        "correct horse battery staple",
        "rouă veche peste dealul albastru",
        "Șapte țânțari în ploaie",
        "x9$Lm2!vQe7#Tz",
        "  spații la margini  ",
        "七つの海を越えて遠くへ行く日のこと",
    ],
)
def test_any_sign_of_any_writing_is_taken(good):
    assert passphrases.weakness(good, "Ileana Cornea") is None
