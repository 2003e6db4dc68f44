"""A document without styles has a title if its first line reads as one."""

from __future__ import annotations

import pytest

from index.corpus.reading.reading import Reading
from tests.corpus.reading.kinds import docx, odt, rtf, run


def read(kind: str, *lines: str) -> Reading:
    if kind == "docx":
        return docx("".join(f"<w:p>{run(line)}</w:p>" for line in lines))
    if kind == "rtf":
        return rtf("".join(rf"{line}\par " for line in lines))
    # The sample's own properties state a title, so the first line would not count.
    return odt("".join(f"<text:p>{line}</text:p>" for line in lines))


@pytest.mark.parametrize("kind", ["docx", "rtf"])
def test_a_first_line_that_reads_as_a_title_is_one(kind: str) -> None:
    statement = read(kind, "Rules of the lake", "Dogs may swim at its northern end.").card.statement("title")
    assert statement is not None
    assert (statement.value, statement.place) == ("Rules of the lake", "first line")


@pytest.mark.parametrize("kind", ["docx", "rtf"])
@pytest.mark.parametrize(
    "lines",
    [("Dogs may swim.", "Cats may not."), ("Rules of the lake",), ("1. Dogs may swim", "Cats may not.")],
)
def test_any_other_first_line_is_no_title(kind: str, lines: tuple[str, ...]) -> None:
    assert read(kind, *lines).card.title is None


def test_a_title_that_the_properties_state_is_not_the_first_line() -> None:
    title = read("odt", "Rules of the lake", "Dogs may swim.").card.statement("title")
    assert title is not None
    assert title.place == "document properties"
