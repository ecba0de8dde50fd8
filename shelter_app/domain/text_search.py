"""Finding by a few letters: whatever the diacritics, the order of the words and a slip of the finger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module

from shelter_app.domain.names import fold

MOST = 12
SLIP_FROM = 4  # letters from which a word may hold a slip
ALIKE = 80.0


def folded(*texts: str) -> str:
    """Return the words to be found by, as ``find`` compares them."""
    return " " + fold(" ".join(texts))


def get_ready() -> None:
    """Load what finds slips, which takes longer than a key may; where there is time before the first one."""
    for part in ("rapidfuzz.fuzz", "rapidfuzz.process"):
        import_module(part)


def find(words: str, among: Sequence[str], most: int = MOST) -> list[int]:
    """Return which of ``among`` (texts made by ``folded``) hold what is typed, the best first.

    Every typed word must begin or be a part of a word; the more begin one, the earlier. Where that finds too
    few, those follow that are alike but for a slip. Equal ones keep their order. Nothing typed finds nothing.
    """
    typed = fold(words).split()
    if not typed:
        return []
    begun = [f" {word}" for word in typed]
    ranks: list[list[int]] = [[] for _count in range(len(typed) + 1)]  # by how many words begin one
    for at in _holding(typed, among):
        ranks[sum(word in among[at] for word in begun)].append(at)
        if len(ranks[-1]) == most:
            break  # no later one is better
    ranked = [at for rank in reversed(ranks) for at in rank][:most]
    if len(ranked) < most and len("".join(typed)) >= SLIP_FROM:
        get_ready()  # waits where another thread is loading it; a plain "from" would take what is half loaded
        from rapidfuzz import fuzz, process

        known = {at for rank in ranks for at in rank}
        wanted = " ".join(typed)
        close = process.extract(
            wanted, among, scorer=fuzz.partial_token_sort_ratio, score_cutoff=ALIKE, limit=None
        )
        # A slip adds a letter at most: a short word that lies within what is typed is not what is meant.
        meant = (at for text, _alike, at in close if len(text) > len(wanted) - 1)
        ranked += [at for at in meant if at not in known][: most - len(ranked)]
    return ranked


def _holding(typed: Sequence[str], among: Sequence[str]) -> Iterator[int]:
    first, *rest = sorted(typed, key=len, reverse=True)
    for at, text in enumerate(among):
        if first in text and all(word in text for word in rest):
            yield at
