"""`notices.toml` and errors in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import CorpusError
from index.notices.rules import NoticeRules, read_notices
from tests.notices.conftest import NOTICE
from tests.paths import CORPUS

SHIPPED = CORPUS / "notices.toml"


def test_a_corpus_without_the_file_has_no_notices(tmp_path: Path) -> None:
    assert read_notices(tmp_path) == NoticeRules()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[[notice]]", "[[notice]", r"cannot be read \(.*line 2"),
        ('"urgent"', '"soon"', "notice 1 \\('burn'\\) has the field 'level' with the value 'soon'.*'emergency'"),
        ('"https://example.org/ice"', '"example"', "notice 2 \\('frostbite'\\) has the field 'url' with the value"),
        ('"burn"\n', '"Burn it"\n', "notice 1 \\('Burn it'\\) has the field 'id' with the value 'Burn it'"),
        ('source = "A source"\n', "", "notice 1 \\('burn'\\) lacks the required field 'source'"),
        ('"is a blister bad", "the blister is weeping",', "", "notice 1 .* 'examples' .* at least 10 items"),
        ('["burnt blister"]', '["burnt", ""]', "notice 1 .* 'phrases 2' with the value ''"),
        ('["burnt blister"]', '["…"]', "'…' in the notice 'burn' has no word: expected at least one"),
        ("phrases =", "signs =", "notice 1 .* has the field 'signs': expected only id, level, .*examples"),
        ("\n[[", "colour = 1\n[[", "the file has the field 'colour': expected only \\[\\[notice\\]\\]"),
        ('id = "frostbite"', 'id = "burn"', "two notices have the id 'burn'"),
        (
            '"my skin went white"',
            '"is a blister bad"',
            "example 'is a blister bad' .* 'frostbite' is already in 'burn'",
        ),
    ],
)
def test_a_fault_is_named_with_what_was_expected_and_the_next_command(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert old in NOTICE
    (tmp_path / "notices.toml").write_text(NOTICE.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CorpusError, match=rf"notices\.toml.*{message}.*Correct it and run: verbatim build"):
        read_notices(tmp_path)


def test_a_notice_that_is_no_table_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "notices.toml").write_text("notice = [1]", encoding="utf-8")
    with pytest.raises(CorpusError, match="notice 1 is 1: expected a table of fields"):
        read_notices(tmp_path)


def test_every_shipped_emergency_says_whom_to_call() -> None:
    texts = [(rule.level, rule.text) for rule in read_notices(CORPUS).notice]
    expected = {"emergency": "999 or 112, or your local emergency number", "urgent": "111 or your doctor"}
    assert [text for level, text in texts if expected[level] not in text] == []


def test_the_shipped_file_can_be_read_by_a_person() -> None:
    rules = read_notices(CORPUS)
    entries = sum(len(rule.phrases) + len(rule.examples) for rule in rules.notice)
    assert len(SHIPPED.read_text(encoding="utf-8").splitlines()) <= 250
    assert entries <= 150
