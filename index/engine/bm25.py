"""BM25 over passages: memory-mapped posting lists with the score that each term adds to each passage."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.arrays import Floats, Ints, Mask, create_memmap, load_memmap
from index.errors import IndexDamagedError
from index.execution.deadline import check_deadline

# BM25's parameters with Anserini's defaults for passages (docs/retrieval.md).
K1 = 0.9
B = 0.4
# One in this many scores is sampled to estimate a threshold for the best.
_SAMPLE = 64


@dataclass(frozen=True, slots=True)
class Counted:
    """Term frequencies of some passages: one entry per passage (ascending) and term; all int64 [n]."""

    passages: Ints
    terms: Ints
    times: Ints


class LexicalIndex:
    """BM25 (Lucene's variant) scores of passages, by row."""

    def __init__(self, terms: Mapping[str, int], starts: Ints, passages: NDArray[np.int32], scores: Floats) -> None:
        self._terms = terms
        # Postings of term t: starts[t] to starts[t + 1], passages ascending.
        self._starts, self._passages, self._scores = starts[:-1], passages, scores
        self.count = int(starts[-1])

    @classmethod
    def open(cls, folder: Path) -> LexicalIndex:
        """The memory-mapped index in `folder`. Raises `IndexDamagedError`."""
        try:
            terms = (folder / "terms.txt").read_text(encoding="utf-8").split("\n")[:-1]
            starts, passages, scores = (
                load_memmap(folder / f"{name}.npy") for name in ("starts", "passages", "scores")
            )
            if len(starts) != len(terms) + 2 or not len(passages) == len(scores) == starts[-2]:
                raise ValueError("terms, passages and scores do not match")
            return cls({term: row for row, term in enumerate(terms)}, np.array(starts), passages, scores)
        except (OSError, ValueError, IndexError) as error:
            raise IndexDamagedError(
                f"{folder} is not a BM25 index ({error}): expected the published files. Run: verbatim build"
            ) from error

    @staticmethod
    def write(folder: Path, terms: Sequence[str], passages: int, counted: Callable[[], Iterable[Counted]]) -> Ints:
        """Write an index of `terms` over that many `passages` into a new `folder`.

        Returns how many passages have each term, int64 [terms]. `counted` yields all entries in parts, passages
        ascending; it is called twice. Raises `OSError`.
        """
        folder.mkdir()
        having, lengths = np.zeros(len(terms), np.int64), np.zeros(passages, np.int64)
        for part in counted():
            having += np.bincount(part.terms, minlength=len(terms))
            lengths += np.bincount(part.passages, weights=part.times, minlength=passages).astype(np.int64)
        # Robertson and Zaragoza 2009 with Lucene's idf, and without the factor k1 + 1, which every score would have.
        idf = np.log(1 + (passages - having + 0.5) / (having + 0.5))
        norms = K1 * (1 - B + B * lengths / max(1e-9, lengths.mean() if passages else 0))
        starts = np.concatenate([[0], np.cumsum(having)])
        rows = create_memmap(folder / "passages.npy", np.int32, (int(starts[-1]),))
        scores = create_memmap(folder / "scores.npy", np.float32, (int(starts[-1]),))

        def weigh(part: Counted) -> NDArray[Any]:
            return np.asarray(idf[part.terms] * part.times / (part.times + norms[part.passages]))

        _post(counted(), starts[:-1].copy(), weigh, rows, scores)
        # The number of passages goes last: passages without any term appear nowhere else.
        np.save(folder / "starts.npy", np.append(starts, passages))
        (folder / "terms.txt").write_text("".join(f"{term}\n" for term in terms), encoding="utf-8")
        return having

    def having(self) -> dict[str, int]:
        """How many passages have each term."""
        return dict(zip(self._terms, np.diff(self._starts).tolist(), strict=True))

    def scores(self, terms: Sequence[str]) -> Floats:
        """BM25 scores [passages] of every passage for distinct `terms`; 0 for a passage with none of them."""
        from scipy.sparse import csc_array

        postings = list(self._postings(terms))
        if not postings:
            return np.zeros(self.count, dtype=np.float32)
        passages, scores = (np.concatenate(parts) for parts in zip(*postings, strict=True))
        with _undamaged():
            # A sparse matrix of one column sums the scores of each passage in half the time of adding them term by term
            # (`total[passages] += scores`). It does not check its row numbers, so they are checked here.
            if len(passages) and not 0 <= passages.min() <= passages.max() < self.count:
                raise IndexError(f"a passage number is not among the {self.count}")
            column = csc_array((scores, passages, np.array([0, len(scores)])), shape=(self.count, 1))
            return np.asarray(column @ np.ones(1, dtype=np.float32))

    def scores_of(self, terms: Sequence[str], rows: Ints) -> Floats:
        """BM25 scores [n] of the passages in `rows` for distinct `terms`."""
        total = np.zeros(len(rows), dtype=np.float32)
        for passages, scores in self._postings(terms):
            at, found = _places(passages, rows)
            total[found] += scores[at[found]]
        return total

    def has(self, terms: Sequence[str], rows: Ints) -> NDArray[np.bool_]:
        """Which passages of `rows` contain which of `terms`: bool [n, terms]."""
        having = np.zeros((len(rows), len(terms)), dtype=np.bool_)
        for column, term in enumerate(terms):
            for passages, _ in self._postings([term]):
                having[:, column] = _places(passages, rows)[1]
        return having

    def _postings(self, terms: Sequence[str]) -> Iterator[tuple[NDArray[np.int32], Floats]]:
        for term in terms:
            check_deadline()
            row = self._terms.get(term)
            if row is not None:
                span = slice(self._starts[row], self._starts[row + 1])
                yield self._passages[span], self._scores[span]

    @staticmethod
    def best(scores: Floats, depth: int, among: Mask | None = None) -> Ints:
        """Rows of the `depth` highest scores above 0, unordered; only rows in the mask `among` if given.

        The idf always comes from all passages: a filter changes which passages are found, not how much a term counts.
        """
        if among is not None:
            scores = np.where(among, scores, np.float32(0))
        rows = np.flatnonzero(scores > _floor(scores, depth))
        if len(rows) > depth:
            found = scores[rows]
            rows = rows[np.argpartition(found, len(found) - depth)[len(found) - depth :]]
        return rows.astype(np.int64)


def _floor(scores: Floats, depth: int) -> float:
    """A threshold that at least `depth` scores exceed, or 0. Scores below it need not be sorted.

    It is estimated from a sample and then checked: sorting a million scores would take longer than computing them.
    """
    sample = scores[::_SAMPLE]
    wanted = 2 + 4 * depth // _SAMPLE
    if len(sample) <= wanted:
        return 0.0
    floor = float(np.partition(sample, len(sample) - wanted)[len(sample) - wanted])
    return floor if floor > 0 and np.count_nonzero(scores > floor) >= depth else 0.0


def _places(passages: NDArray[np.int32], rows: Ints) -> tuple[Ints, NDArray[np.bool_]]:
    """The position of each of `rows` in the ascending `passages`, and whether it is there."""
    with _undamaged():
        at = np.minimum(np.searchsorted(passages, rows), len(passages) - 1)
        return at, passages[at] == rows


def _post(
    counted: Iterable[Counted],
    free: Ints,
    weigh: Callable[[Counted], NDArray[Any]],
    rows: NDArray[Any],
    scores: Floats,
) -> None:
    """Write every entry to the next `free` place in its term's postings."""
    for part in counted:
        order = np.argsort(part.terms, kind="stable")
        terms = part.terms[order]
        # Entries of one term follow each other: each gets the next place after those before it in this part.
        firsts = np.flatnonzero(np.concatenate([[True], terms[1:] != terms[:-1]])) if len(terms) else terms
        sizes = np.diff(np.append(firsts, len(terms)))
        at = free[terms] + np.arange(len(terms)) - np.repeat(firsts, sizes)
        rows[at] = part.passages[order]
        scores[at] = weigh(part)[order]
        free[terms[firsts]] += sizes


class _undamaged:  # noqa: N801 - reads as what it does: a context, not a noun
    """Turns index errors in its block into `IndexDamagedError`: files may change after they were opened."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, (IndexError, ValueError)):
            raise IndexDamagedError(
                f"The BM25 index has changed since it was opened ({error}): expected the published files. "
                "Run: verbatim build"
            ) from error
