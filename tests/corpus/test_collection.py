"""`collection.toml`: what a collection states about itself, from the file to the snapshot."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.article import Article, Block, Card
from index.build import build
from index.corpus.collection import COLLECTION, NEUTRAL, Collection, published_collection, read_collection
from index.corpus.golden import QUESTIONS
from index.corpus.offered import OFFERED, with_questions
from index.errors import CorpusError, IndexDamagedError
from index.maintenance.diff import difference
from index.opening import open_answerer
from index.settings import Settings
from index.storage.snapshot import open_snapshot
from tests.paths import CORPUS

STATED = """
name = " The garden "
about = "What grows where."
disclaimer = "For a mild climate."
contact = "garden@example.org"
language = "de"
accent = "#2F6B3A"
questions = ["When are tomatoes sown?"]
"""


def article(name: str, *headings: str) -> Article:
    """An article with headings and a line of text below each."""
    text, blocks = "", []
    for heading in headings:
        blocks.append(Block(len(text), len(text) + len(heading), "heading", 1))
        text += f"{heading}\nSome text.\n"
    return Article(name, f"{name}.md", text, Card(), tuple(blocks))


def golden(folder: Path, *lines: tuple[str, str, str]) -> None:
    """Write a golden set of questions, each with its kind and the source of its quote."""
    rows = [
        {"id": str(at), "question": question, "kind": kind, "evidence": [{"source": source, "quote": "Some text."}]}
        for at, (question, kind, source) in enumerate(lines)
    ]
    (folder / QUESTIONS).write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def test_what_the_file_states_is_read(tmp_path: Path) -> None:
    (tmp_path / COLLECTION).write_text(STATED, encoding="utf-8")
    assert read_collection(tmp_path) == Collection(
        name="The garden",
        about="What grows where.",
        disclaimer="For a mild climate.",
        contact="garden@example.org",
        language="de",
        accent="#2F6B3A",
        questions=("When are tomatoes sown?",),
    )


def test_without_a_file_a_collection_says_nothing(tmp_path: Path) -> None:
    assert read_collection(tmp_path) == NEUTRAL
    assert NEUTRAL.published() == {}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('accent = "red"', "the field 'accent' with the value 'red': expected a colour of six hexadecimal digits"),
        ('language = "German"', "the field 'language' with the value 'German': expected a language tag"),
        ('name = "a\\nb"', "the field 'name' with the value 'a\\nb': expected a line of up to 60 characters"),
        (f'name = "{"x" * 61}"', "expected a line of up to 60 characters"),
        ('about = ""', "the field 'about' with the value '': expected a line of up to 300"),
        ("disclaimer = 1", "the field 'disclaimer' with the value 1: expected a line"),
        ('questions = "one"', "the field 'questions' with the value 'one': expected at most ten lines"),
        ('questions = [""]', "the field 'questions' with the value '': expected at most ten lines"),
        (f"questions = {['q?'] * 11}", "expected at most ten lines"),
        ('titel = "x"', "the field 'titel': expected only name, about, disclaimer, contact, language, accent"),
    ],
)
def test_a_value_that_is_none_is_named_with_what_was_expected(tmp_path: Path, line: str, said: str) -> None:
    (tmp_path / COLLECTION).write_text(line, encoding="utf-8")
    with pytest.raises(CorpusError) as error:
        read_collection(tmp_path)
    assert said in str(error.value)
    assert str(error.value).endswith("Correct it and run: verbatim build")


def test_a_file_that_is_no_toml_is_named(tmp_path: Path) -> None:
    (tmp_path / COLLECTION).write_text("name =", encoding="utf-8")
    with pytest.raises(CorpusError, match="cannot be read"):
        read_collection(tmp_path)


def test_what_a_manifest_holds_is_read_or_refused() -> None:
    assert published_collection({"name": "The garden"}).name == "The garden"
    with pytest.raises(IndexDamagedError, match="'accent' with the value 'red'"):
        published_collection({"accent": "red"})


def test_questions_that_are_stated_stay_also_where_there_are_none(tmp_path: Path) -> None:
    golden(tmp_path, ("What is sown first?", "plain", "one.md"))
    for stated in ((), ("Why is soil dark?",)):
        assert with_questions(Collection(questions=stated), tmp_path, [article("one")]).questions == stated


def test_golden_questions_in_plain_words_are_offered_one_of_each_article_first(tmp_path: Path) -> None:
    golden(
        tmp_path,
        ("waht is sown", "typo", "one.md"),
        ("What is sown first?", "plain", "one.md"),
        ("What is sown last?", "plain", "one.md"),
        ("x" * 81, "plain", "two.md"),
        ("What is dug up?", "plain", "two.md"),
        ("What was taken away?", "plain", "gone.md"),
    )
    offered = with_questions(NEUTRAL, tmp_path, [article("one", "Is this a heading?"), article("two")]).questions
    assert offered == ("What is sown first?", "What is dug up?", "What is sown last?")


def test_without_golden_questions_headings_that_ask_are_offered(tmp_path: Path) -> None:
    first = article("one", "Sowing", "When is it sown?", "Why?", "什么是咖啡？", "x " * 40 + "?")
    second = article("two", "# When is it dug?", "When is it sown?")
    assert with_questions(NEUTRAL, tmp_path, [first, second]).questions == (
        "When is it sown?",
        "When is it dug?",
        "什么是咖啡？",
    )


def test_questions_that_name_nothing_give_way_where_there_are_others(tmp_path: Path) -> None:
    bread = article("bread", "When is it ready?", "Which flour is best?", "Does rye bread rise?")
    oven = article("oven", "How hot is the oven?")
    assert with_questions(NEUTRAL, tmp_path, [bread, oven]).questions == (
        "Which flour is best?",
        "How hot is the oven?",
        "Does rye bread rise?",
    )
    assert with_questions(NEUTRAL, tmp_path, [article("bread", "When is it ready?")]).questions == (
        "When is it ready?",
    )


def test_no_more_are_offered_than_are_taken_in_at_a_glance(tmp_path: Path) -> None:
    many = article("one", *(f"When is plant {number} sown?" for number in range(20)))
    assert len(with_questions(NEUTRAL, tmp_path, [many]).questions or ()) == OFFERED


def test_a_golden_set_that_cannot_be_read_or_is_empty_stops_nothing(tmp_path: Path) -> None:
    for content in ("", "no json"):
        (tmp_path / QUESTIONS).write_text(content, encoding="utf-8")
        assert with_questions(NEUTRAL, tmp_path, [article("one", "Sowing")]) == NEUTRAL


def test_it_is_published_and_needs_no_corpus_folder_afterwards(settings: Settings) -> None:
    (settings.corpus / COLLECTION).write_text(STATED, encoding="utf-8")
    build(settings)
    (settings.corpus / COLLECTION).unlink()
    assert open_answerer(settings).collection.name == "The garden"


def test_a_change_of_it_alone_is_published_with_the_same_files(settings: Settings) -> None:
    before = open_snapshot(settings.index, build(settings).snapshot)
    (settings.corpus / COLLECTION).write_text(STATED, encoding="utf-8")
    report = build(settings)
    after = open_snapshot(settings.index)
    assert (report.unchanged, report.embedded, report.snapshot) == (False, 0, after.id)
    assert after.id != before.id
    assert after.manifest.files == before.manifest.files
    inodes = [
        [(folder / name).stat().st_ino for name in after.manifest.files] for folder in (before.folder, after.folder)
    ]
    assert inodes[0] == inodes[1]
    assert open_answerer(settings).ask("How long do I hold it there?").evidence


def test_where_there_are_no_links_the_files_are_copied(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    build(settings)

    def refuse(*_paths: Path) -> None:
        raise OSError("no links here")

    monkeypatch.setattr("os.link", refuse)
    (settings.corpus / COLLECTION).write_text(STATED, encoding="utf-8")
    assert build(settings).embedded == 0
    assert open_answerer(settings).ask("How long do I hold it there?").evidence


def test_a_damaged_snapshot_lends_its_files_to_no_other(settings: Settings) -> None:
    before = open_snapshot(settings.index, build(settings).snapshot)
    (before.folder / "passages.faiss").write_bytes(b"damaged")
    (settings.corpus / COLLECTION).write_text(STATED, encoding="utf-8")
    build(settings)
    assert open_answerer(settings).ask("How long do I hold it there?").evidence


def test_diff_tells_of_a_change(settings: Settings) -> None:
    build(settings)
    (settings.corpus / COLLECTION).write_text(STATED, encoding="utf-8")
    assert set(difference(settings).settings) == {"collection"}


def test_the_five_articles_have_a_collection_of_their_own() -> None:
    assert read_collection(CORPUS).questions
