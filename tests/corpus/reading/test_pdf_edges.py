"""Lines of a PDF that repeat a heading at the edge of a page, and those that are list items or table rows."""

from __future__ import annotations

import pytest

from index.corpus.reading.pdf.furniture import furniture
from index.corpus.reading.pdf.lines import Cell, Line
from index.corpus.reading.pdf.rows import is_item

NAMES = ("Oil", "Chains", "Brakes", "Wheels")


def line(*words: str, base: float = 700, size: float = 10, page: int = 1) -> Line:
    cells = [Cell.of(50 + 40 * at, 70 + 40 * at, ((one, "line", None),)) for at, one in enumerate(words)]
    return Line(page, tuple(cells), 50, cells[-1].right, base, size, False)


def running(heading_size: float, pages: int = 4) -> set[str]:
    """What is furniture where the first `pages` of four have another header that repeats a heading of this size."""
    heads = [line(name, base=750, page=page) for page, name in enumerate(NAMES[:pages], 1)]
    texts = [line(f"Text of page {name}", base=600, page=page) for page, name in enumerate(NAMES, 1)]
    headings = [line(name, base=620, size=heading_size, page=page) for page, name in enumerate(NAMES, 1)]
    return {one.words for one in furniture([*heads, *headings, *texts])}


def test_a_header_that_repeats_a_larger_heading_is_furniture() -> None:
    assert running(20) == set(NAMES)


def test_a_header_that_repeats_a_heading_hardly_larger_is_kept() -> None:
    assert running(11) == set()


def test_a_line_at_the_edge_of_one_page_in_four_is_kept() -> None:
    assert running(20, pages=1) == set()


@pytest.mark.parametrize(
    ("cells", "is_one"),
    [
        (("1.2", "The tenant pays the rent"), True),
        (("1.2", "(a)", "The tenant pays the rent"), True),
        (("1.2", "3", "The tenant pays the rent"), False),
        (("1.2", "Rent"), False),
    ],
)
def test_a_clause_is_numbers_in_front_of_prose(cells: tuple[str, ...], is_one: bool) -> None:
    assert is_item(line(*cells)) == is_one
