"""Files and URLs are added to the corpus with their provenance, or leave nothing behind."""

from __future__ import annotations

import hashlib
import os
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from index.corpus.add import Added, NotAdded, _name_of, add
from index.corpus.fetching.connect import Network
from index.corpus.fetching.fetch import Fetched, fetch
from index.corpus.folder import read_corpus
from index.corpus.sources import read_sources
from index.errors import CorpusError
from index.settings import Settings, load_settings
from tests.serving import Server, redirects, says, serving

BATH = b"A warm bath\n\nA warm bath loosens the muscles.\n"


@pytest.fixture
def bath(tmp_path: Path) -> Path:
    """A file outside the corpus."""
    path = tmp_path / "bath.txt"
    path.write_bytes(BATH)
    return path


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as server:
        yield server


def here(url: str, megabytes: int, seconds: float) -> Fetched:
    """Fetch from this machine, under any host name."""
    return fetch(url, megabytes, seconds, Network(lambda *_: ["127.0.0.1"], lambda _: True))


def outcome(settings: Settings, given: object) -> Added | NotAdded:
    (only,) = add(settings, [str(given)], here)
    return only


def cause(settings: Settings, given: object) -> str:
    """Why `given` was not added, after checking that nothing of it is in the corpus."""
    before = {path: path.read_bytes() for path in settings.corpus.rglob("*")}
    refused = outcome(settings, given)
    assert isinstance(refused, NotAdded)
    assert {path: path.read_bytes() for path in settings.corpus.rglob("*")} == before
    return refused.cause


def added(settings: Settings, given: object) -> Added:
    taken = outcome(settings, given)
    assert isinstance(taken, Added)
    return taken


def test_a_file_is_copied_with_its_sum(settings: Settings, bath: Path) -> None:
    taken = added(settings, bath)
    assert taken == Added(settings.corpus / "bath.txt", len(BATH), hashlib.sha256(BATH).hexdigest())
    assert taken.path.read_bytes() == bath.read_bytes() == BATH


def test_a_link_is_copied_as_the_file_that_it_leads_to(settings: Settings, bath: Path, tmp_path: Path) -> None:
    (tmp_path / "link.txt").symlink_to(bath)
    path = added(settings, tmp_path / "link.txt").path
    assert (path.is_symlink(), path.read_bytes()) == (False, BATH)


def test_a_file_s_provenance_is_its_time_and_sum(settings: Settings, bath: Path) -> None:
    taken = added(settings, bath)
    source = read_sources(settings.corpus)["bath.txt"]
    assert source.model_dump(exclude_defaults=True) == {"retrieved": source.retrieved, "sha256": taken.sha256}
    since = datetime.now(UTC) - datetime.fromisoformat(source.retrieved or "")
    assert timedelta(0) <= since < timedelta(minutes=5)


def test_an_added_file_is_an_article(settings: Settings, bath: Path) -> None:
    added(settings, bath)
    read = read_corpus(settings.corpus)
    articles, skipped = list(read.articles.values()), list(read.skipped)
    assert ("bath" in [article.id for article in articles], skipped) == (True, [])


def test_an_added_file_may_be_read_as_any_new_file(settings: Settings, bath: Path) -> None:
    path = added(settings, bath).path
    assert path.stat().st_mode == bath.stat().st_mode


def test_the_first_file_makes_the_corpus(settings: Settings, bath: Path, tmp_path: Path) -> None:
    added(load_settings(corpus=tmp_path / "new"), bath)
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["bath.txt", "sources.toml"]


def test_a_file_that_cannot_be_read_makes_no_corpus(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    assert cause(load_settings(corpus=tmp_path / "new"), tmp_path / "empty.txt") == "it is empty"
    assert not (tmp_path / "new").exists()


def test_the_same_content_is_already_there(settings: Settings, bath: Path) -> None:
    first = added(settings, bath)
    table = (settings.corpus / "sources.toml").read_bytes()
    assert added(settings, bath) == Added(first.path, first.size, first.sha256, already=True)
    assert (settings.corpus / "sources.toml").read_bytes() == table


def test_another_file_of_the_same_name_is_not_overwritten(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "ice.md").write_bytes(BATH)
    assert f"{str(settings.corpus / 'ice.md')!r} already exists" in cause(settings, tmp_path / "ice.md")


def test_a_link_of_the_same_name_is_not_written_through(settings: Settings, bath: Path, tmp_path: Path) -> None:
    (settings.corpus / "bath.txt").symlink_to(tmp_path / "nowhere.txt")
    assert isinstance(outcome(settings, bath), NotAdded)
    assert not (tmp_path / "nowhere.txt").exists()


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("empty.txt", b"", "it is empty"),
        ("blank.md", b" \n", "it contains no text"),
        ("image.png", b"\x89PNG", "its format .png is not supported; expected one of .txt, .md"),
        ("noending", b"text", "its format (no extension) is not supported"),
        ("paper.txt", b"%PDF-1.7", "its content is that of .pdf"),
        ("big.txt", b"a" * 1_000_001, "the setting reading.file_megabytes allows 1,000,000"),
    ],
)
def test_a_file_that_cannot_be_read_leaves_nothing_behind(
    corpus: Path, tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(data)
    assert said in cause(load_settings(corpus=corpus, reading={"file_megabytes": 1}), tmp_path / name)


def test_what_is_no_file_is_named(settings: Settings, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert cause(settings, tmp_path / "gone.txt") == "there is no such file"
    assert cause(settings, tmp_path) == "it is a folder; name the files in it"
    assert cause(settings, tmp_path / "pipe.txt") == "it is not a regular file"


def test_a_name_too_long_for_the_system_is_named(settings: Settings) -> None:
    assert "the system refused" in cause(settings, "a" * 5000 + ".txt")


def test_one_that_is_not_added_stops_no_other(settings: Settings, bath: Path, tmp_path: Path) -> None:
    outcomes = add(settings, [str(tmp_path / "gone.txt"), "ftp://articles.example/x", str(bath)], here)
    assert [type(each) for each in outcomes] == [NotAdded, NotAdded, Added]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Ice pack (2).txt", "Ice pack (2).txt"),
        ("rücken.MD", "rücken.MD"),
        (".hidden.txt", "hidden.txt"),
        ("-k.txt", "k.txt"),
        ("two\nlines.txt", "two-lines.txt"),
        ("a\x1b[31m.txt", "a-31m.txt"),
        ("a\u202etxt.md", "atxt.md"),
        ("\U0001f9ca.txt", "article-9b8b6b8c.txt"),
        ("a" * 200 + ".txt", "a" * 100 + ".txt"),
    ],
)
def test_a_harmless_name_is_kept_and_any_other_made_so(
    settings: Settings, tmp_path: Path, name: str, kept: str
) -> None:
    (tmp_path / name).write_bytes(BATH)
    made = added(settings, tmp_path / name).path.name
    assert made.startswith("article-") if kept.startswith("article-") else made == kept


def test_without_provenance_nothing_is_added(settings: Settings, bath: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("index.corpus.add.write_source", refuse)
    assert cause(settings, bath) == "the system refused (No space left on device)"


def test_what_the_maintainer_stated_in_advance_stays(settings: Settings, bath: Path) -> None:
    (settings.corpus / "sources.toml").write_text('["bath.txt"]\ntitle = "Bath"\n', encoding="utf-8")
    added(settings, bath)
    assert read_sources(settings.corpus)["bath.txt"].title == "Bath"


def test_a_wrong_sources_table_stops_before_anything_is_added(settings: Settings, bath: Path) -> None:
    (settings.corpus / "sources.toml").write_text("not toml [", encoding="utf-8")
    with pytest.raises(CorpusError, match="cannot be read"):
        outcome(settings, bath)
    assert not (settings.corpus / "bath.txt").exists()


def test_a_corpus_that_is_a_file_is_refused(bath: Path) -> None:
    with pytest.raises(CorpusError, match="is a file: expected a folder"):
        outcome(load_settings(corpus=bath), bath)


def test_a_url_s_provenance_is_where_it_ended(settings: Settings, server: Server) -> None:
    server.answers["/old"] = redirects("/bath.txt")
    server.answers["/bath.txt"] = says(BATH)
    taken = added(settings, f"http://articles.example:{server.server_port}/old")
    source = read_sources(settings.corpus)["bath.txt"]
    assert source.url == f"http://articles.example:{server.server_port}/bath.txt"
    assert source.sha256 == taken.sha256 == hashlib.sha256(BATH).hexdigest()
    assert taken.path.read_bytes() == BATH


def test_a_url_in_an_old_encoding_is_stored_as_received(settings: Settings, server: Server) -> None:
    data = "Rücken und Wärme, jeden Tag zwanzig Minuten lang für müde Muskeln.".encode("cp1252")
    server.answers["/waerme.txt"] = says(data, "text/plain; charset=windows-1252")
    path = added(settings, f"http://articles.example:{server.server_port}/waerme.txt").path
    assert path.read_bytes() == data
    assert "Wärme" in next(item.text for item in read_corpus(settings.corpus).articles.values() if item.id == "waerme")


@pytest.mark.parametrize(
    ("path", "content_type", "name"),
    [
        ("/bath.txt", "text/plain", "bath.txt"),
        ("/README.md", "text/plain", "readme.md"),
        ("/Warm%20Bath", "text/plain", "warm-bath.txt"),
        ("/bath.php?id=5", "text/markdown", "bath-php-id-5.md"),
        ("/", "text/plain", "articles-example.txt"),
        ("/index.html", "text/plain", "articles-example.txt"),
        ("/baths/index.html", "text/plain", "baths.txt"),
        ("/baths/", "text/plain", "baths.txt"),
        ("/../../etc/passwd", "text/plain", "passwd.txt"),
        ("/%2e%2e%2f%2e%2e%2fetc%2fpasswd", "text/plain", "passwd.txt"),
        ("/..%5c..%5cboot.txt", "text/plain", "boot.txt"),
        ("/%2e%2e%2f", "text/plain", "articles-example.txt"),
        ("/two%0alines%00.txt", "text/plain", "two-lines.txt"),
        ("/.hidden.txt", "text/plain", "hidden.txt"),
        ("/sources.toml", "text/plain", "sources-toml.txt"),
        ("/r%C3%BCcken.txt", "text/plain", "rucken.txt"),
        ("/bath.txt", "application/octet-stream", "bath.txt"),
        ("/bath.txt", None, "bath.txt"),
    ],
)
def test_a_url_s_name_is_made_of_its_words(
    settings: Settings, server: Server, path: str, content_type: str | None, name: str
) -> None:
    server.answers = defaultdict(lambda: says(BATH, content_type))
    taken = added(settings, f"http://articles.example:{server.server_port}{path}")
    assert taken.path == settings.corpus / name


@pytest.mark.parametrize(
    ("path", "content_type", "said"),
    [
        ("/bath.txt", "image/png", "its type 'image/png' is not supported; expected one of .txt, .md"),
        ("/bath", "application/octet-stream", "its format (no extension) is not supported"),
        ("/bath.exe", None, "its format .exe is not supported"),
    ],
)
def test_a_url_of_a_type_that_is_not_read_is_refused(
    settings: Settings, server: Server, path: str, content_type: str | None, said: str
) -> None:
    server.answers[path] = says(BATH, content_type)
    assert said in cause(settings, f"http://articles.example:{server.server_port}{path}")


@pytest.mark.parametrize(
    ("path", "content_type", "name"),
    [
        ("/bath", "text/html", "bath.html"),
        ("/bath.HTM", "text/html", "bath.htm"),
        ("/bath.aspx", "text/html", "bath-aspx.html"),
        ("/bath.pdf", "text/html", "bath.html"),
        ("/bath.html", "application/pdf", "bath.pdf"),
        ("/bath", "application/epub+zip", "bath.epub"),
    ],
)
def test_the_stated_type_goes_before_the_url_s_ending(
    monkeypatch: pytest.MonkeyPatch, path: str, content_type: str, name: str
) -> None:
    monkeypatch.setattr("index.corpus.add.ENDINGS", (".txt", ".html", ".htm", ".pdf", ".epub"))
    assert _name_of(Fetched(f"http://articles.example{path}", content_type, b"")) == name


def test_a_url_that_cannot_be_fetched_leaves_nothing_behind(settings: Settings, server: Server) -> None:
    server.answers["/gone.txt"] = says(b"", status=404)
    url = f"http://articles.example:{server.server_port}/gone.txt"
    assert cause(settings, url) == "its server answered with status 404; expected 200"


def test_a_url_is_held_to_the_settings_of_size_and_time(settings: Settings) -> None:
    held = []

    def note(url: str, megabytes: int, seconds: float) -> Fetched:
        held.append((megabytes, seconds))
        return Fetched(url, "text/plain", BATH)

    list(add(settings, ["http://articles.example/bath.txt"], note))
    assert held == [(settings.reading.file_megabytes, settings.reading.fetch_seconds)]


def test_this_machine_is_refused_unless_a_test_allows_it(settings: Settings, server: Server) -> None:
    (refused,) = add(settings, [f"http://127.0.0.1:{server.server_port}/bath.txt"])
    assert isinstance(refused, NotAdded)
    assert (server.asked, "is not a public address" in refused.cause) == ([], True)


def test_a_server_in_a_network_that_a_setting_allows_may_be_asked(settings: Settings, server: Server) -> None:
    server.answers["/bath.txt"] = says(BATH, "text/plain")
    inside = settings.evolve(reading={"fetch_networks": ["127.0.0.0/8"]})
    (taken,) = add(inside, [f"http://127.0.0.1:{server.server_port}/bath.txt"])
    assert isinstance(taken, Added)


def test_a_file_goes_into_the_collection_that_is_named(settings: Settings, bath: Path) -> None:
    (taken,) = add(settings, [str(bath)], collection="warm/water")
    assert taken == Added(settings.corpus / "warm/water/bath.txt", len(BATH), hashlib.sha256(BATH).hexdigest())
    assert "warm/water/bath.txt" in read_sources(settings.corpus)
    assert read_corpus(settings.corpus).skipped == ()


def test_a_file_that_cannot_be_read_makes_no_collection(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    list(add(settings, [str(tmp_path / "empty.txt")], collection="warm/water"))
    assert not (settings.corpus / "warm").exists()


@pytest.mark.parametrize("collection", ["..", "/warm", "warm/../..", ".hidden", "warm\\water"])
def test_a_collection_is_a_sub_folder(settings: Settings, bath: Path, collection: str) -> None:
    with pytest.raises(CorpusError, match="is not a sub-folder"):
        list(add(settings, [str(bath)], collection=collection))


def test_what_a_sub_folder_says_of_its_files_is_skipped_with_the_place_to_say_it(settings: Settings) -> None:
    (settings.corpus / "warm").mkdir()
    (settings.corpus / "warm" / "sources.toml").touch()
    (skipped,) = read_corpus(settings.corpus).skipped
    assert skipped.cause == "sources.toml is only read in the corpus folder itself: put its tables there, under warm/…"
