"""Citation formats for people and reference managers. What an article does not state is left out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from index.article import Article, Block, HeadingPath
from index.citation import Citation, cite
from index.passage import Passage, Sentence

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?!\d)")
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d{2}\b")
_CONTROL = re.compile("[\x00-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]+")
_MARKDOWN = re.compile(r"([\\`*_\[\]<>|~&])")
# Characters that start a list, a heading or a rule at the beginning of a line.
_MARKDOWN_START = re.compile(r"^(?:([#+=-])|(\d+)([.)]))")
# Not \{ and \}: BibTeX counts braces even if they are escaped.
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
        """Its location, as in an answer."""
        block = self._block()
        place = (block.paragraph, block.page) if block else (0, None)
        labels = (block.label, block.page_label) if block else ("", "")
        sentence = Sentence(self.start, self.end, *place, label=labels[0], page_label=labels[1])
        passage = Passage(self.article.id, self.start, self.end, self.text, self._heading(), (sentence,))
        return cite(self.article.card, self.article.origin, passage, sentence)

    @property
    def url(self) -> str | None:
        """The URL of the original, if it is a web address."""
        return web_address(self.article.card.url)

    @property
    def place(self) -> str:
        """Its paragraph or page, and its character offsets."""
        where = self.citation
        spot = f"p. {where.printed_page}" if where.page is not None else f"¶ {where.paragraph}"
        return f"{spot}, characters {self.start}–{self.end}"

    def _block(self) -> Block | None:
        return self.article.block_at(self.start)

    def _heading(self) -> tuple[str, ...]:
        path: HeadingPath = ()
        for block in self.article.blocks:
            if block.start > self.start or (block.kind == "heading" and block.start == self.start):
                break
            path = self.article.headings_below(path, block)
        return tuple(words for _, words in path)


def web_address(url: str | None) -> str | None:
    """`url` if a link may safely lead there (http or https, not a script or a file); else `None`."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.netloc else None


def plain(quoted: Quoted) -> str:
    """The quote and its citation, one line each."""
    address = f"\n{quoted.url}" if quoted.url else ""
    return f"“{_line(quoted.text)}”\n{_line(quoted.citation.text)}{address}"


def markdown(quoted: Quoted) -> str:
    """The quote as a Markdown block quotation with its citation below; markup characters in both are escaped."""
    # In <>, so that an address may have brackets.
    address = f" <{_address(quoted.url)}>" if quoted.url else ""
    return f"> {markdown_text(quoted.text)}\n>\n> — {markdown_text(quoted.citation.text)}{address}"


def markdown_text(text: str) -> str:
    """`text` on one line of Markdown, with all markup escaped."""
    line = _MARKDOWN.sub(r"\\\1", _line(text))
    line = _MARKDOWN_START.sub(lambda found: f"{found[2] or ''}\\{found[1] or found[3]}", line)
    # Anything that looks like an address would become a link.
    return line.replace("://", "\\://").replace("www.", "www\\.").replace("@", "\\@")


def bibtex(quoted: Quoted) -> str:
    """One BibTeX entry; the fields `date` and `url` are those of biblatex."""
    card = quoted.article.card
    date, year = _date(card.published), _year(card.published)
    fields = {
        "title": f"{{{_tex(card.title or quoted.article.origin)}}}",
        # In extra braces, so that the name is kept as written and not split.
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
    """One RIS record, with the line ends that the format requires."""
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
    """A CSL-JSON list with one item."""
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
    """Year, month and day, as far as they are stated."""
    found = _DATE.match(published or "")
    return [part for part in found.groups() if part] if found else []


def _year(published: str | None) -> str:
    found = _YEAR.search(published or "")
    return found.group() if found else ""


def _tex(text: str) -> str:
    return "".join(_TEX.get(mark, mark) for mark in _line(text))


def _address(url: str | None) -> str:
    """`url` without characters that would end a field."""
    return _encoded(_line(url or ""), '\\{}<>" ')


def _encoded(text: str, marks: Iterable[str]) -> str:
    return "".join(f"%{ord(mark):02X}" if mark in marks else mark for mark in text)


def _line(text: str) -> str:
    """`text` on one line, because a line break would start another field."""
    return " ".join(_CONTROL.sub(" ", text).split())
