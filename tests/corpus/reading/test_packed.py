"""Hostile packages: zip bombs, false sizes and missing parts skip one file, not the build."""

from __future__ import annotations

import io
import zipfile

import pytest

from index.corpus.reading.formats import read_as
from index.corpus.reading.packed import Packed
from index.corpus.reading.reading import Limits
from index.errors import UnreadableFileError
from tests.corpus.reading.packages import lying, members_of, packed

MAIN = {".docx": "word/document.xml", ".epub": "OEBPS/text/chapter 1.xhtml", ".odt": "content.xml"}
# Without EPUB, because a book has many chapters, and a damaged one is only left out.
documents = pytest.mark.parametrize("ending", [".docx", ".odt"])
packages = pytest.mark.parametrize("ending", MAIN)
SMALL = Limits(unpacked_megabytes=2)


def with_main(ending: str, content: bytes | None) -> bytes:
    members = members_of(ending)
    if content is None:
        del members[MAIN[ending]]
    else:
        members[MAIN[ending]] = content
    return packed(members)


def refused(ending: str, data: bytes, limits: Limits = SMALL) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        read_as(f"file{ending}", data, limits)
    return str(caught.value)


@packages
def test_a_bomb_is_refused_with_the_setting(ending: str) -> None:
    said = refused(ending, with_main(ending, b"<a>" + b" " * 3_000_000 + b"</a>"))
    assert said == "it unpacks to more than 2,000,000 bytes, the limit set by reading.unpacked_megabytes"


@documents
def test_a_bomb_whose_directory_lies_is_refused(ending: str) -> None:
    bomb = with_main(ending, b"<a>" + b" " * 30_000_000 + b"</a>")
    assert refused(ending, lying(bomb, MAIN[ending], 100)).startswith("it is damaged (")


def test_what_all_reads_unpack_is_counted_together() -> None:
    with Packed(packed({"a": b"x" * 900_000}), Limits(unpacked_megabytes=1)) as package:
        package.read("a")
        with pytest.raises(UnreadableFileError, match="unpacks to more than 1,000,000 bytes"):
            package.read("a")


def test_more_members_than_any_document_has_are_refused() -> None:
    with pytest.raises(UnreadableFileError, match="it contains 10,001 files; expected at most 10,000"):
        Packed(packed({str(number): b"" for number in range(10_001)}), Limits())


@documents
def test_a_package_without_its_main_part_is_damaged(ending: str) -> None:
    assert refused(ending, with_main(ending, None)).startswith("it is damaged (")


@packages
def test_a_file_that_is_no_package_is_damaged(ending: str) -> None:
    assert refused(ending, b"Some words, and no package.") == "it is damaged (File is not a zip file)"


@documents
def test_a_main_part_that_is_no_xml_is_damaged(ending: str) -> None:
    assert refused(ending, with_main(ending, b"no xml")).startswith("it is damaged (")


def with_entity_bomb(ending: str) -> bytes:
    doctype = b'<!DOCTYPE lolz [<!ENTITY a "lol">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + step, b"&%c;" % (97 + step) * 10) for step in range(12)
    )
    content = members_of(ending)[MAIN[ending]]
    begin = content.index(b"?>") + 2
    body = content[begin:].replace(b"<!DOCTYPE html>", b"").replace(b"warm water", b"warm &m; water", 1)
    return with_main(ending, content[:begin] + doctype + b"]>" + body)


@pytest.mark.parametrize("ending", [".docx", ".odt"])
def test_an_entity_bomb_is_refused(ending: str) -> None:
    assert "entity amplification" in refused(ending, with_entity_bomb(ending))


def test_an_entity_bomb_in_a_book_s_page_does_not_go_off() -> None:
    text = read_as("file.epub", with_entity_bomb(".epub"), Limits()).text
    assert "lol" not in text.replace("<!ENTITY", "")[200:]
    assert len(text) < 3000
    assert "A wet bicycle rusts" in text


@packages
def test_an_entity_that_names_a_file_is_not_followed(ending: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    secret = tmp_path_factory.mktemp("outside") / "secret.txt"
    secret.write_text("not for the corpus", encoding="utf-8")
    content = members_of(ending)[MAIN[ending]]
    begin = content.index(b"?>") + 2
    doctype = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'.encode()
    body = content[begin:].replace(b"<!DOCTYPE html>", b"").replace(b"warm water", b"warm &x; water", 1)
    reading = read_as(f"file{ending}", with_main(ending, content[:begin] + doctype + body), Limits())
    assert "not for the corpus" not in reading.text


@packages
def test_an_office_file_with_a_password_is_encrypted(ending: str) -> None:
    said = refused(ending, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert said == "it is encrypted; save it without a password"


@packages
def test_a_package_with_a_password_is_encrypted(ending: str) -> None:
    data = bytearray(packed(members_of(ending)))
    for mark, flags in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        place = data.find(mark)
        while place >= 0:
            data[place + flags] |= 1
            place = data.find(mark, place + 4)
    assert refused(ending, bytes(data)) == "it is encrypted; save it without a password"


@packages
def test_a_way_of_packing_that_no_document_has_is_refused(ending: str) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_LZMA) as package:
        for name, content in members_of(ending).items():
            package.writestr(name, content)
    assert "is compressed with method 14: expected stored or deflated" in refused(ending, data.getvalue())


@packages
def test_names_that_lead_elsewhere_do_no_harm(ending: str) -> None:
    names = {"/etc/passwd": b"x", "../../up.xml": b"<x/>", "C:\\x.xml": b"<x/>"}
    assert "A wet bicycle rusts" in read_as(f"file{ending}", packed({**members_of(ending), **names}), Limits()).text


def test_of_members_with_one_name_the_last_counts() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as package:
        package.writestr("a", b"first")
        with pytest.warns(UserWarning, match="Duplicate name"):
            package.writestr("a", b"second")
    with Packed(data.getvalue(), Limits()) as package_read:
        assert (package_read.names, package_read.read("a")) == (["a"], b"second")
