from hypothesis import given
from hypothesis import strategies as st

from shelter_app.domain.overlap_columns import overlap_columns


def test_sessions_one_after_the_other_have_the_whole_width():
    assert overlap_columns([(540, 590), (590, 640), (700, 750)]) == [(0, 1), (0, 1), (0, 1)]


def test_overlapping_sessions_share_the_width_and_a_freed_lane_is_taken_again():
    assert overlap_columns([(540, 600), (550, 560), (570, 630), (700, 750)]) == [
        (0, 2),
        (1, 2),
        (1, 2),
        (0, 1),
    ]


@given(st.lists(st.tuples(st.integers(0, 1400), st.integers(1, 200)), max_size=30))
def test_no_two_at_one_time_have_one_lane(found):
    spans = sorted((start, start + long) for start, long in found)
    placed = overlap_columns(spans)
    for one, (start, end) in enumerate(spans):
        assert 0 <= placed[one][0] < placed[one][1]
        for other in range(one):
            if spans[other][1] > start and spans[other][0] < end:
                assert placed[one][0] != placed[other][0]
                assert placed[one][1] == placed[other][1]
