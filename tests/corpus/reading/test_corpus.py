"""A folder becomes articles, and unreadable files are reported."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from index.corpus.folder import read_corpus
from index.corpus.reading import Limits
from index.corpus.reading.file import read_bytes
from index.corpus.reading.formats import read_as
from index.corpus.reading.reading import Reading
from index.errors import CorpusError


def causes(folder: Path) -> dict[str, str]:
    return {skip.file: skip.cause for skip in read_corpus(folder).skipped}


def test_articles_come_in_the_order_of_their_names(corpus: Path) -> None:
    assert [article.id for article in list(read_corpus(corpus).articles.values())] == ["heat", "ice"]


def test_the_text_is_the_file_s_own(corpus: Path) -> None:
    heat = next(iter(read_corpus(corpus).articles.values()))
    assert heat.text.encode() == (corpus / "heat.txt").read_bytes()


def test_the_title_line_is_on_the_card_and_no_paragraph(corpus: Path) -> None:
    heat = next(iter(read_corpus(corpus).articles.values()))
    assert heat.card.title == "Heat for a sore back"
    assert [block.kind for block in heat.blocks] == ["title", "paragraph", "paragraph"]


def test_paragraphs_are_numbered_from_one_and_headings_are_not_counted(corpus: Path) -> None:
    ice = list(read_corpus(corpus).articles.values())[1]
    assert [(block.kind, block.paragraph) for block in ice.blocks] == [
        ("title", 0),
        ("paragraph", 1),
        ("heading", 1),
        ("paragraph", 2),
    ]


def test_sources_override_what_the_file_says(corpus: Path) -> None:
    (corpus / "sources.toml").write_text('["ice.md"]\ntitle = "Cold"\norigin = "cold.html"\n', encoding="utf-8")
    ice = list(read_corpus(corpus).articles.values())[1]
    assert (ice.card.title, ice.origin) == ("Cold", "cold.html")


def test_what_nobody_states_is_none(corpus: Path) -> None:
    card = next(iter(read_corpus(corpus).articles.values())).card
    assert [statement.field for statement in card.statements] == ["title"]


def test_without_an_origin_the_file_s_name_stands(corpus: Path) -> None:
    assert next(iter(read_corpus(corpus).articles.values())).origin == "heat.txt"


def test_files_in_folders_are_read(corpus: Path) -> None:
    (corpus / "more").mkdir()
    (corpus / "more" / "rest.txt").write_text("Rest a while.", encoding="utf-8")
    assert "more-rest" in [article.id for article in list(read_corpus(corpus).articles.values())]


def test_names_that_give_one_slug_give_two_ids(corpus: Path) -> None:
    (corpus / "Heat.md").write_text("Another text about heat.", encoding="utf-8")
    ids = [article.id for article in list(read_corpus(corpus).articles.values())]
    assert len(set(ids)) == 3


def test_tables_of_the_corpus_and_hidden_files_are_no_articles(corpus: Path) -> None:
    for name in ("questions.jsonl", "notices.toml", ".hidden.txt"):
        (corpus / name).write_text("x", encoding="utf-8")
    read = read_corpus(corpus)
    assert (len(read.articles), read.skipped) == (2, ())


@pytest.mark.parametrize(
    ("name", "data", "cause"),
    [
        ("empty.txt", b"", "it is empty"),
        ("blank.md", b" \n\t\n", "it contains no text"),
        ("image.png", b"\x89PNG", "its format .png is not supported"),
        ("paper.txt", b"%PDF-1.7", "its extension is .txt, but its content is that of .pdf"),
        ("two\nlines.txt", b"Some text.", "its name contains a line break"),
        ("noending", b"text", r"its format (no extension) is not supported"),
        ("big.txt", b"a" * 1_000_001, "the setting reading.file_megabytes allows 1,000,000"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_its_cause_and_the_rest_is_read(
    corpus: Path, name: str, data: bytes, cause: str
) -> None:
    (corpus / name).write_bytes(data)
    read = read_corpus(corpus, Limits(megabytes=1))
    assert len(read.articles) == 2
    skipped = read.skipped
    assert [skip.file for skip in skipped] == [ascii(name)[1:-1]]
    assert cause in skipped[0].cause


def test_a_link_out_of_the_corpus_is_skipped(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("Not for the corpus.", encoding="utf-8")
    (corpus / "link.txt").symlink_to(tmp_path / "secret.txt")
    assert causes(corpus) == {
        "link.txt": "it is a link that points outside the corpus folder; copy the file itself there"
    }


def test_a_link_to_nowhere_is_skipped(corpus: Path) -> None:
    (corpus / "link.txt").symlink_to(corpus / "gone.txt")
    assert causes(corpus) == {"link.txt": "it is not a regular file"}


def test_a_pipe_is_skipped_and_not_waited_for(corpus: Path) -> None:
    os.mkfifo(corpus / "pipe.txt")
    assert causes(corpus) == {"pipe.txt": "it is not a regular file"}


def test_links_in_a_circle_are_skipped(corpus: Path) -> None:
    (corpus / "loop.txt").symlink_to("loop.txt")
    assert list(causes(corpus)) == ["loop.txt"]


def test_a_linked_folder_is_named_and_not_followed(corpus: Path) -> None:
    (corpus / "self").symlink_to(corpus)
    assert list(causes(corpus)) == ["self"]


def test_a_name_that_is_no_text_is_skipped(corpus: Path) -> None:
    (corpus / os.fsdecode(b"\xffbad.txt")).write_text("Some text.", encoding="utf-8")
    assert "cannot be read" in next(iter(causes(corpus).values()))


def test_a_fault_of_a_reader_says_so_with_what_to_do(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(name: str, data: bytes, limits: Limits) -> Reading:
        if name == "heat.txt":
            raise ValueError("no\nnumber")
        return read_as(name, data, limits)

    monkeypatch.setattr("index.corpus.reading.file.read_as", read)
    assert causes(corpus) == {
        "heat.txt": "it is left out because of a fault in Verbatim (ValueError: no number): report this together with "
        "'heat.txt'; everything else is built without it"
    }


def test_a_file_that_the_system_refuses_is_no_fault_of_the_program(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(path: Path, limits: Limits) -> bytes:
        if path.name == "heat.txt":
            raise PermissionError(13, "Permission denied")
        return read_bytes(path, limits)

    monkeypatch.setattr("index.corpus.reading.file.read_bytes", refused)
    assert causes(corpus) == {"heat.txt": "it cannot be read ([Errno 13] Permission denied)"}


def test_a_folder_that_cannot_be_listed_is_named(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (corpus / "closed").mkdir()
    whole = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return whole(path)

    monkeypatch.setattr("os.scandir", refuse)
    assert causes(corpus) == {"closed": "the folder cannot be listed (Permission denied)"}


def test_a_source_without_a_file_is_named(corpus: Path) -> None:
    (corpus / "sources.toml").write_text('["gone.txt"]\ntitle = "Gone"\n', encoding="utf-8")
    assert causes(corpus) == {"gone.txt": "named in sources.toml, but there is no such file"}


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("not toml [", "cannot be read"),
        ('["ice.md"]\ntitel = "Cold"\n', "has the field 'titel' with the value 'Cold'"),
        ('["ice.md"]\ntitle = 5\n', "has the field 'title' with the value 5"),
        ('title = "Cold"\n', "with the value 'Cold'"),
    ],
)
def test_a_wrong_sources_table_is_refused_by_name(corpus: Path, table: str, said: str) -> None:
    (corpus / "sources.toml").write_text(table, encoding="utf-8")
    with pytest.raises(CorpusError, match=said):
        read_corpus(corpus)


def test_a_missing_folder_is_an_error_with_the_next_step(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"no corpus folder .* name yours with --corpus DIR"):
        read_corpus(tmp_path / "gone")


def test_a_folder_without_articles_is_an_error_that_names_the_causes(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    with pytest.raises(CorpusError, match=r"no readable article \('empty\.txt': it is empty\)"):
        read_corpus(tmp_path)


def blocks_of(folder: Path, text: str, ending: str = ".txt") -> list[tuple[str, int]]:
    (folder / f"long{ending}").write_text(text, encoding="utf-8")
    article = read_corpus(folder).articles[f"long{ending}"]
    return [(block.kind, block.end - block.start) for block in article.blocks]


def test_a_block_without_end_is_cut(tmp_path: Path) -> None:
    assert blocks_of(tmp_path, "ab" * 12_000) == [("paragraph", 10_000), ("paragraph", 10_000), ("paragraph", 4_000)]


def test_a_long_block_is_cut_between_its_sentences(tmp_path: Path) -> None:
    found = blocks_of(tmp_path, "The stove is swept in May. " * 800)
    assert [length % len("The stove is swept in May. ") for _, length in found] == [26] * len(found)


def test_a_heading_without_end_is_a_paragraph(tmp_path: Path) -> None:
    assert blocks_of(tmp_path, f"# {'Stove ' * 100}\n\nIt is hot.", ".md")[0][0] == "paragraph"
