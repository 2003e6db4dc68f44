"""The same text in every format gives the same words, and quotes are cited to their place."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.build import build
from index.corpus.reading.formats import read_as
from index.corpus.reading.reading import Limits, Reading
from index.errors import UnreadableFileError
from index.opening import open_answerer
from index.settings import load_settings
from tests.corpus.reading.fuzz import check, damaged, fault, samples
from tests.data.bicycle import AUTHOR, CHAPTERS, TITLE
from tests.data.make_files import MAKERS

FILES = samples()
DAMAGEABLE = (".pdf", ".docx", ".epub", ".odt", ".rtf")
damageable = pytest.mark.parametrize("ending", DAMAGEABLE)
# Without Markdown, whose text also contains the front matter.
worded = pytest.mark.parametrize("ending", [*DAMAGEABLE, ".html"])
structured = pytest.mark.parametrize("ending", [*DAMAGEABLE, ".html", ".md"])
every = pytest.mark.parametrize("ending", FILES)


def sample(ending: str) -> Reading:
    return read_as(f"bicycle{ending}", FILES[ending], Limits())


def folded(words: str) -> str:
    return " ".join(re.sub(r"[|•]", " ", words).split())


def pieces() -> list[tuple[str, str]]:
    found = [("heading", TITLE)]
    for chapter, content in CHAPTERS:
        found.append(("heading", chapter))
        for kind, words in content:
            found.append((kind, words if isinstance(words, str) else " | ".join(words)))
    return found


@worded
def test_every_format_is_read_to_the_same_words(ending: str) -> None:
    assert folded(sample(ending).text) == folded(" ".join(words for _, words in pieces()))


@structured
def test_every_format_is_read_to_the_same_blocks(ending: str) -> None:
    reading = sample(ending)
    kinds = {"title": "heading", "table-row": "row"}
    blocks = [
        (kinds.get(block.kind, block.kind), folded(reading.text[block.start : block.end]))
        for block in reading.blocks
        if block.kept
    ]
    assert blocks == [(kind, folded(words)) for kind, words in pieces()]


@worded
def test_rows_have_bars_between_their_cells(ending: str) -> None:
    reading = sample(ending)
    rows = [reading.text[block.start : block.end] for block in reading.blocks if block.kind == "table-row"]
    assert rows[1] == "Chain | 200 km | 100 km"


@structured
def test_chapters_stand_above_their_sections(ending: str) -> None:
    levels = [block.level for block in sample(ending).blocks if block.kind == "heading"]
    assert levels[-2:] == [1, 2]


@structured
def test_every_format_states_its_title_and_author_with_their_words(ending: str) -> None:
    statements = {statement.field: statement for statement in sample(ending).card.statements}
    assert [(statements[field].value, statements[field].words) for field in ("title", "author")] == [
        (TITLE, TITLE),
        (AUTHOR, AUTHOR),
    ]


@worded
def test_blocks_hold_the_whole_text_in_order(ending: str) -> None:
    assert fault(sample(ending)) == ""


@structured
def test_a_quote_is_cited_to_its_chapter_and_a_pdf_s_to_its_page(ending: str, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / f"bicycle{ending}").write_bytes(FILES[ending])
    (corpus / "rain.txt").write_text("Rain\n\nIt rains in spring.", encoding="utf-8")
    given_settings = load_settings(corpus=corpus, index=tmp_path / "index", model={"name": "hash"})
    build(given_settings)
    answer = open_answerer(given_settings).ask("What is the sign that a chain has waited too long?")
    cited = answer.evidence[0].citation
    assert cited.heading == ("Oiling", "How often")
    assert cited.page == (2 if ending == ".pdf" else None)


@every
def test_an_empty_file_is_said_to_be_empty(ending: str) -> None:
    with pytest.raises(UnreadableFileError, match=r"^it is empty$"):
        read_as(f"file{ending}", b"", Limits())


@damageable
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_file_that_was_cut_off_is_damaged(ending: str, share: float) -> None:
    data = FILES[ending]
    with pytest.raises(UnreadableFileError, match=r"^it is damaged \([^\n]+\)$"):
        read_as(f"file{ending}", data[: int(len(data) * share)], Limits())


@damageable
def test_bytes_of_no_format_are_damaged(ending: str) -> None:
    noise = random.Random(1).randbytes(5000)
    with pytest.raises(UnreadableFileError, match="it is damaged"):
        read_as(f"file{ending}", noise, Limits())


@every
@given(seed=st.integers(0, 2**32))
def test_damage_is_read_or_refused_and_breaks_nothing(ending: str, seed: int) -> None:
    assert check(f"file{ending}", damaged(FILES[ending], seed)) in {"read", "refused"}


@every
def test_the_samples_are_what_their_script_makes(ending: str) -> None:
    reading = read_as(f"bicycle{ending}", MAKERS[ending[1:]](), Limits())
    assert reading == sample(ending)
