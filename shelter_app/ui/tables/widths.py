"""How the columns of a list share its width: by what stands in them."""

from __future__ import annotations

from collections.abc import Sequence


def column_widths(
    least: Sequence[int], natural: Sequence[int], shares: Sequence[float], width: int
) -> list[int]:
    """Return the width of each column in pixels; together ``width``, or each ``least`` where that is too narrow.

    ``least`` is the width of each title or longest word, ``natural`` that of the longest text in each column. Where all
    texts have room, what is over goes by ``shares``; where not, the widest columns give way, all to one same width, and
    the others keep their text whole.
    """
    wanted = [max(pair) for pair in zip(least, natural, strict=True)]
    if sum(least) >= width:
        return list(least)
    if sum(wanted) <= width:
        return _with_spare(wanted, shares, width)
    level = _level(least, wanted, width)
    return _with_spare(
        [max(low, min(want, level)) for low, want in zip(least, wanted, strict=True)],
        [1 if want > level >= low else 0 for low, want in zip(least, wanted, strict=True)],
        width,
    )


def _level(least: Sequence[int], wanted: Sequence[int], width: int) -> int:
    """Return the greatest width at which the columns that want more may be cut so that all fit."""
    low, high = 0, max(wanted)
    while low < high:
        middle = (low + high + 1) // 2
        if sum(max(few, min(want, middle)) for few, want in zip(least, wanted, strict=True)) <= width:
            low = middle
        else:
            high = middle - 1
    return low


def _with_spare(widths: list[int], shares: Sequence[float], width: int) -> list[int]:
    """Return the widths with what is left of ``width`` added by shares; the last takes what division leaves over."""
    spare, total = width - sum(widths), sum(shares)
    if not total:
        shares, total = [1] * len(widths), len(widths)
    more = [int(spare * share / total) for share in shares]
    more[-1] += spare - sum(more)
    return [one + add for one, add in zip(widths, more, strict=True)]
