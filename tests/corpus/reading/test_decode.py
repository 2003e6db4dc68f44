"""Bytes are decoded to text, or refused with a reason."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.corpus.reading.decode import Decoded, decode, decoded
from index.errors import UnreadableFileError


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_text_survives_utf_8(text: str) -> None:
    assert decode(text.encode()) == text.removeprefix("\ufeff")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_says_the_encoding_and_is_no_text(encoding: str) -> None:
    assert decode("Wärme hilft".encode(encoding)) == "Wärme hilft"


UNSTATED = {
    "cp1252": "Wärme hilft; Señor Núñez sagt, bei 20 °C auf 3 m² sei’s naïve – £3 und ½ Liter. ¿Qué?",
    "utf-16-le": "Plain words without a mark.",
    "utf-16-be": "Kälte – und Wärme.",
    "utf-32-le": "Four bytes each.",
    "koi8-r": "Тепло помогает при болях в спине, а холод снимает отёк после травмы.",
    "cp1251": "Тепло помогает при болях в спине, а холод снимает отёк после травмы.",
    "cp1253": "Η ζέστη βοηθά στον πόνο της πλάτης και το κρύο στο πρήξιμο.",
    "cp1254": "Sıcak uygulama sırt ağrısına iyi gelir, soğuk ise şişliği azaltır.",
    "cp1250": "Zażółć gęślą jaźń, a ciepło pomaga na ból pleców. Źródło: Łódź.",
    "shift_jis": "背中の痛みには温めることが役に立ちます。冷やすと腫れが引きます。",
    "big5": "熱敷有助於緩解背部疼痛，冷敷可以消腫。",
}


@pytest.mark.parametrize("encoding", UNSTATED)
def test_an_encoding_that_is_not_stated_is_assumed_and_named(encoding: str) -> None:
    found = decoded(UNSTATED[encoding].encode(encoding))
    assert found.text == UNSTATED[encoding]
    assert re.sub(r"[\W_]", "", found.assumed).replace("windows", "cp") == re.sub(r"[\W_]", "", encoding)


def test_icelandic_is_not_taken_for_turkish() -> None:
    text = "Það er gott að leggja hita við bakið; þegar það er bólgið á að kæla það. Þetta er skýrt."
    assert decoded(text.encode("cp1252")).text == text


def test_one_sign_among_much_english_is_western() -> None:
    text = "The stove of the hall is swept every spring by a man who brings his own brushes.\n" * 40 + "12 m² by Nuñez"
    assert decoded(text.encode("cp1252")).text == text


def test_unicode_stays_unicode_whatever_the_file_states() -> None:
    assert decoded("Wärme".encode(), "windows-1252") == Decoded("Wärme")


def test_a_damaged_character_costs_that_character() -> None:
    data = "Wärme für müde Füße – und Kälte.".encode() + b" caf\xe9"
    assert decoded(data) == Decoded("Wärme für müde Füße – und Kälte. caf\ufffd", "utf-8, damaged characters replaced")


@pytest.mark.parametrize(
    ("stated", "data", "text"),
    [
        ("iso-8859-1", b"it\x92s 5 \x80", "it’s 5 €"),
        ("gb2312", "朱镕基".encode("gb18030"), "朱镕基"),
        ("iso-2022-jp", "痛み".encode("iso-2022-jp"), "痛み"),
        ("utf-16", b"plain", "plain"),
        ("no-such-thing", b"plain", "plain"),
    ],
)
def test_what_a_file_states_is_read_as_browsers_do(stated: str, data: bytes, text: str) -> None:
    assert decoded(data, stated) == Decoded(text)


def test_the_card_says_what_was_assumed() -> None:
    card = decoded(b"180 \xb0C").card
    assert (card.value("encoding"), decoded(b"180 C").card.value("encoding")) == ("windows-1252 (assumed)", None)


def test_line_ends_stay_as_they_are() -> None:
    assert decode(b"one\r\ntwo\rthree\n") == "one\r\ntwo\rthree\n"


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b"", "it is empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "it is not text|in no encoding"),
        (b"text\x00text", "it is not text"),
        (b"\x01\x02\x03\x04 word", "it is not text"),
    ],
)
def test_what_is_no_text_is_refused_with_its_cause(data: bytes, cause: str) -> None:
    with pytest.raises(UnreadableFileError, match=cause):
        decode(data)
