import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelter_app.domain.notes import compose, empty_sections, sections, split

WORDS = st.text(st.sampled_from("ab #\\plan\n"), max_size=40) | st.sampled_from(
    ["## plan", "\\## plan", "x\n## data"]
)


@given(st.sampled_from(["SOAP", "DAP", "BIRP", "NARRATIVE"]), st.data())
def test_what_is_written_in_the_sections_comes_back_section_by_section(note_format, data):
    texts = {name: data.draw(WORDS).strip() for name in sections(note_format)}
    assert split(note_format, compose(note_format, texts)) == texts


def test_a_text_without_sections_stands_in_the_first_one():
    assert split("SOAP", "Plain words.")["subjective"] == "Plain words."


@pytest.mark.parametrize(("note_format", "left"), [("SOAP", ("objective", "plan")), ("NARRATIVE", ("text",))])
def test_sections_without_words_are_told(note_format, left):
    assert empty_sections(note_format, {"subjective": "a", "objective": " \n", "assessment": "b"}) == left
