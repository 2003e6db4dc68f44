"""Citing: a quote's citation as people and reference managers write it. What is not stated is left out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from index.article import Article, Block
from index.citation import Citation, cite
from index.passage import Passage, Sentence

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?!\d)")
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d{2}\b")
_CONTROL = re.compile("[\x00-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]+")
_MARKDOWN = re.compile(r"([\\`*_\[\]<>|~&])")
# What begins a list, a heading or a rule where a line begins.
_MARKDOWN_START = re.compile(r"^(?:([#+=-])|(\d+)([.)]))")
# Not \{ and \}: BibTeX counts braces without looking at what stands before them.
_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{mark: f"\\{mark}" for mark in "$&#_%"},
}


@dataclass(frozen=True, slots=True)
class Quoted:
    """`article.text[start:end]`, to be cited."""

    article: Article
    start: int
    end: int

    @property
    def text(self) -> str:
        """The quote's words."""
        return self.article.text[self.start : self.end]

    @property
    def citation(self) -> Citation:
        """Where it stands, in the words that an answer has for it."""
        block = self._block()
        place = (block.paragraph, block.page) if block else (0, None)
        labels = (block.label, block.page_label) if block else ("", "")
        sentence = Sentence(self.start, self.end, *place, label=labels[0], page_label=labels[1])
        passage = Passage(self.article.id, self.start, self.end, self.text, self._heading(), (sentence,))
        return cite(self.article.card, self.article.origin, passage, sentence)

    @property
    def url(self) -> str | None:
        """Where the original stands, if that is an address of the web."""
        return web_address(self.article.card.url)

    @property
    def place(self) -> str:
        """Its paragraph or page, and its characters."""
        where = self.citation
        spot = f"p. {where.printed_page}" if where.page is not None else f"¶ {where.paragraph}"
        return f"{spot}, characters {self.start}–{self.end}"

    def _block(self) -> Block | None:
        return self.article.block_at(self.start)

    def _heading(self) -> tuple[str, ...]:
        path: list[tuple[int, str]] = []
        for block in self.article.blocks:
            if block.start >= self.start:
                break
            if block.kind == "heading" and block.kept:
                words = self.article.words_of(block)
                path = [*((level, above) for level, above in path if level < block.level), (block.level, words)]
        return tuple(words for _, words in path)


def web_address(url: str | None) -> str | None:
    """`url` if it is one that a browser may be sent to, and no script or file."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.netloc else None


def plain(quoted: Quoted) -> str:
    """The quote and its citation in a line each."""
    address = f"\n{quoted.url}" if quoted.url else ""
    return f"“{_line(quoted.text)}”\n{_line(quoted.citation.text)}{address}"


def markdown(quoted: Quoted) -> str:
    """The quote as a block quotation with its citation under it; nothing in them is markup."""
    # In <>, so that an address may have brackets.
    address = f" <{_address(quoted.url)}>" if quoted.url else ""
    return f"> {markdown_text(quoted.text)}\n>\n> — {markdown_text(quoted.citation.text)}{address}"


def markdown_text(text: str) -> str:
    """`text` on one line of Markdown, showing what it is and doing nothing else."""
    line = _MARKDOWN.sub(r"\\\1", _line(text))
    line = _MARKDOWN_START.sub(lambda found: f"{found[2] or ''}\\{found[1] or found[3]}", line)
    # What looks like an address would become a link.
    return line.replace("://", "\\://").replace("www.", "www\\.").replace("@", "\\@")


def bibtex(quoted: Quoted) -> str:
    """One entry; its fields are those of BibTeX, and `date` and `url` biblatex's."""
    card = quoted.article.card
    date, year = _date(card.published), _year(card.published)
    fields = {
        "title": f"{{{_tex(card.title or quoted.article.origin)}}}",
        # In braces of its own: the name as written, not taken apart.
        "author": f"{{{_tex(card.author)}}}" if card.author else "",
        "publisher": _tex(card.publisher or ""),
        "date": "-".join(date),
        "year": year,
        "url": _address(quoted.url),
        "pages": _tex(quoted.citation.printed_page),
        "note": _tex(f"“{quoted.text}”, {quoted.place}"),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{'online' if quoted.url else 'misc'}{{{_key(quoted)},", *lines, "}", ""])


def ris(quoted: Quoted) -> str:
    """One record, with the line ends that the format asks for."""
    card = quoted.article.card
    date = _date(card.published)
    fields = [
        ("TY", "ELEC" if quoted.url else "GEN"),
        ("TI", card.title or quoted.article.origin),
        ("AU", card.author),
        ("PB", card.publisher),
        ("PY", _year(card.published)),
        ("DA", "/".join([*date, *[""] * (4 - len(date))]) if date else None),
        ("UR", quoted.url),
        ("LA", card.value("language")),
        ("SP", quoted.citation.printed_page),
        ("N1", f"“{quoted.text}”, {quoted.place}"),
    ]
    lines = [f"{tag}  - {_line(value)}" for tag, value in fields if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def csl_json(quoted: Quoted) -> str:
    """One item, as CSL-JSON has it: a list."""
    card = quoted.article.card
    item: dict[str, Any] = {
        "id": _key(quoted),
        "type": "webpage" if quoted.url else "document",
        "title": _line(card.title or quoted.article.origin),
        "author": [{"literal": _line(card.author)}] if card.author else None,
        "publisher": _line(card.publisher or ""),
        "issued": _issued(card.published),
        "URL": _line(quoted.url or ""),
        "language": card.value("language"),
        "page": quoted.citation.printed_page,
        "note": _line(f"“{quoted.text}”, {quoted.place}"),
    }
    return json.dumps([{name: value for name, value in item.items() if value}], ensure_ascii=False, indent=2)


def _key(quoted: Quoted) -> str:
    return f"{quoted.article.id}-{quoted.start}"


def _issued(published: str | None) -> dict[str, Any] | None:
    if not published:
        return None
    date = _date(published)
    return {"date-parts": [[int(part) for part in date]]} if date else {"raw": _line(published)}


def _date(published: str | None) -> list[str]:
    """Year, month and day, as far as they are stated as such."""
    found = _DATE.match(published or "")
    return [part for part in found.groups() if part] if found else []


def _year(published: str | None) -> str:
    found = _YEAR.search(published or "")
    return found.group() if found else ""


def _tex(text: str) -> str:
    return "".join(_TEX.get(mark, mark) for mark in _line(text))


def _address(url: str | None) -> str:
    """`url` without the characters that would end a field."""
    return _encoded(_line(url or ""), '\\{}<>" ')


def _encoded(text: str, marks: Iterable[str]) -> str:
    return "".join(f"%{ord(mark):02X}" if mark in marks else mark for mark in text)


def _line(text: str) -> str:
    """`text` on one line: a line break would begin another field."""
    return " ".join(_CONTROL.sub(" ", text).split())
