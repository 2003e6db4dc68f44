"""Writes the sample files in this folder, one text (bicycle.py) in all formats: python -m tests.data.make_files."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path

from tests.data.bicycle import AUTHOR, CHAPTERS, PUBLISHED, PUBLISHER, RIGHTS, TITLE

FOLDER = Path(__file__).resolve().parent
_DAY = dt.datetime(2021, 4, 3, tzinfo=dt.UTC)


def pdf() -> bytes:
    """Written with reportlab, one page per chapter."""
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Table

    styles = getSampleStyleSheet()
    flow: list[Flowable] = [Paragraph(TITLE, styles["Title"])]
    for chapter, pieces in CHAPTERS:
        flow.append(Paragraph(chapter, styles["Heading1"]))
        rows = [words for kind, words in pieces if kind == "row"]
        for kind, words in pieces:
            if kind == "row":
                if words == rows[0]:
                    flow.append(Table(rows))
                continue
            style = {"heading": "Heading2", "paragraph": "BodyText", "list-item": "Bullet"}[kind]
            flow.append(Paragraph(str(words), styles[style], bulletText="•" if kind == "list-item" else None))
        flow.append(PageBreak())
    data = io.BytesIO()
    SimpleDocTemplate(data, title=TITLE, author=AUTHOR, invariant=1).build(flow)
    return data.getvalue()


def docx() -> bytes:
    """Written with python-docx."""
    from docx import Document

    document = Document()
    document.core_properties.title = TITLE
    document.core_properties.author = AUTHOR
    document.core_properties.created = document.core_properties.modified = _DAY
    document.add_heading(TITLE, 0)
    for chapter, pieces in CHAPTERS:
        document.add_heading(chapter, 1)
        table = None
        for kind, words in pieces:
            if isinstance(words, tuple):
                table = document.add_table(0, len(words)) if table is None else table
                for cell, value in zip(table.add_row().cells, words, strict=True):
                    cell.text = value
            elif kind == "heading":
                document.add_heading(words, 2)
            else:
                document.add_paragraph(words, style="List Bullet" if kind == "list-item" else None)
    data = io.BytesIO()
    document.save(data)
    return _repacked(data.getvalue())


def epub() -> bytes:
    """Handwritten: a package with one file per chapter; the second chapter's title is only in the table of contents."""
    items = "".join(
        f'<item id="c{number}" href="text/chapter%20{number}.xhtml" media-type="application/xhtml+xml"/>'
        for number in range(1, len(CHAPTERS) + 1)
    )
    spine = "".join(f'<itemref idref="c{number}"/>' for number in range(1, len(CHAPTERS) + 1))
    contents = "".join(
        f'<li><a href="text/chapter%20{number}.xhtml">{escape(chapter)}</a></li>'
        for number, (chapter, _) in enumerate(CHAPTERS, 1)
    )
    members = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<?xml version="1.0"?><container version="1.0" '
        'xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/book.opf" '
        'media-type="application/oebps-package+xml"/></rootfiles></container>',
        "OEBPS/book.opf": '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0" '
        'unique-identifier="id"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">urn:x-test'
        f":bicycle</dc:identifier><dc:title>{TITLE}</dc:title><dc:creator>{AUTHOR}</dc:creator><dc:publisher>"
        f"{PUBLISHER}</dc:publisher><dc:date>{PUBLISHED}</dc:date><dc:language>en</dc:language><dc:rights>{RIGHTS}"
        '</dc:rights></metadata><manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" '
        f'properties="nav"/>{items}</manifest><spine>{spine}</spine></package>',
        "OEBPS/nav.xhtml": _page(f'<nav epub:type="toc"><ol>{contents}</ol></nav>'),
    }
    for number, (chapter, pieces) in enumerate(CHAPTERS, 1):
        heading = f"<h1>{TITLE}</h1><h1>{chapter}</h1>" if number == 1 else ""
        members[f"OEBPS/text/chapter {number}.xhtml"] = _page(heading + "".join(map(_xhtml, pieces)))
    return _zipped(members)


def _page(body: str) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" '
        'xmlns:epub="http://www.idpf.org/2007/ops"><head><title>A page</title><style>p { margin: 0 }</style></head>\n'
        f"<body>{body}</body></html>"
    )


def _xhtml(piece: tuple[str, str | tuple[str, ...]]) -> str:
    kind, words = piece
    if isinstance(words, tuple):
        cells = "".join(f"<td>{escape(cell)}</td>" for cell in words)
        return f"<table><tr>{cells}</tr></table>\n"
    tag = {"heading": "h2", "paragraph": "p", "list-item": "li"}[kind]
    text = escape(words).replace("“", "&ldquo;").replace("chain", "<em>chain</em>")
    return f"<ul><{tag}>{text}</{tag}></ul>\n" if tag == "li" else f"<{tag}>{text}</{tag}>\n"


def odt() -> bytes:
    """Handwritten: the text and its metadata."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "table", "meta")
    )
    body = f'<text:p text:style-name="Title">{TITLE}</text:p>'
    for chapter, pieces in CHAPTERS:
        body += f'<text:h text:outline-level="1">{chapter}</text:h>' + "".join(map(_odf, pieces))
    return _zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "META-INF/manifest.xml": '<?xml version="1.0"?><m:manifest '
            'xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" m:version="1.2">'
            '<m:file-entry m:full-path="/" m:media-type="application/vnd.oasis.opendocument.text"/>'
            '<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>',
            "content.xml": f'<?xml version="1.0"?><office:document-content {spaces} office:version="1.2"><office:body>'
            f"<office:text>{body}</office:text></office:body></office:document-content>",
            "meta.xml": f'<?xml version="1.0"?><office:document-meta {spaces} '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.2"><office:meta>'
            f"<dc:title>{TITLE}</dc:title><meta:initial-creator>{AUTHOR}</meta:initial-creator></office:meta>"
            "</office:document-meta>",
        }
    )


def _odf(piece: tuple[str, str | tuple[str, ...]]) -> str:
    kind, words = piece
    if isinstance(words, tuple):
        cells = "".join(f"<table:table-cell><text:p>{escape(cell)}</text:p></table:table-cell>" for cell in words)
        return f"<table:table><table:table-row>{cells}</table:table-row></table:table>"
    if kind == "heading":
        return f'<text:h text:outline-level="2">{escape(words)}</text:h>'
    text = f"<text:p>{escape(words)}</text:p>"
    return f"<text:list><text:list-item>{text}</text:list-item></text:list>" if kind == "list-item" else text


def rtf() -> bytes:
    """Handwritten, in the form of word processors: font table, styles, metadata, then the text."""
    parts = [
        r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\froman\fcharset0 Times New Roman;}}",
        r"{\stylesheet{\ql Normal;}{\s1\outlinelevel0 heading 1;}{\s2\outlinelevel1 heading 2;}{\s15 Title;}}",
        rf"{{\info{{\title {TITLE}}}{{\author {AUTHOR}}}{{\creatim\yr2021\mo4\dy3}}}}",
        r"{\header A running header\par}",
        rf"\pard\s15 {TITLE}\par",
    ]
    for chapter, pieces in CHAPTERS:
        parts.append(rf"\pard\plain\s1\b {chapter}\b0\par")
        parts += map(_rich, pieces)
    return ("\n".join(parts) + "\n}").encode("ascii")


def _rich(piece: tuple[str, str | tuple[str, ...]]) -> str:
    kind, words = piece
    if isinstance(words, tuple):
        return r"\trowd\pard\intbl " + "".join(rf"{_escaped(cell)}\cell " for cell in words) + r"\row\pard"
    opening = {
        "heading": r"\pard\s2 ",
        "paragraph": r"\pard ",
        "list-item": r"\pard\ls1 {\listtext\'b7\tab}",
    }[kind]
    return opening + _escaped(words) + r"\par"


def _escaped(words: str) -> str:
    """`words` with one character as a byte, and others as Unicode with a question mark as the fallback."""
    out = "".join(char if ord(char) < 128 else r"\'e9" if char == "é" else rf"\u{ord(char)}?" for char in words)
    return out.replace(" chain", "\n{\\i  chain}")


def html() -> bytes:
    """Handwritten, as on a web site: a menu, the article, a footer."""
    made = {
        "heading": "<h2>{}</h2>",
        "paragraph": "<p>{}</p>",
        "list-item": "<ul><li>{}</li></ul>",
        "cell": "<td>{}</td>",
    }
    parts = [f"<h1>{TITLE}</h1>"]
    for chapter, pieces in CHAPTERS:
        parts.append(f"<h1>{chapter}</h1>")
        for kind, words in pieces:
            if isinstance(words, tuple):
                cells = "".join(made["cell"].format(escape(cell)) for cell in words)
                parts.append(f"<table><tr>{cells}</tr></table>")
            else:
                parts.append(made[kind].format(escape(words)))
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{TITLE}</title>'
        f'<meta name="author" content="{AUTHOR}"><meta property="article:published_time" content="{PUBLISHED}">'
        f"</head><body><article>{''.join(parts)}</article></body></html>\n"
    ).encode()


def markdown() -> bytes:
    """Handwritten, with front matter."""
    lines = ["---", f"author: {AUTHOR}", f"date: {PUBLISHED}", "---", "", f"# {TITLE}"]
    for chapter, pieces in CHAPTERS:
        lines += ["", f"# {chapter}"]
        before = ""
        for kind, words in pieces:
            if isinstance(words, tuple):
                lines += [""] * (before != "row") + ["| " + " | ".join(words) + " |"]
                lines += ["|" + " --- |" * len(words)] * (before != "row")
            elif kind == "list-item":
                lines += [""] * (before != kind) + [f"- {words}"]
            else:
                lines += ["", f"## {words}" if kind == "heading" else words]
            before = kind
    return ("\n".join(lines) + "\n").encode()


def plain() -> bytes:
    """Lines separated by blank lines."""
    lines = [TITLE]
    for chapter, pieces in CHAPTERS:
        lines += [chapter, *(words if isinstance(words, str) else " ".join(words) for _, words in pieces)]
    return ("\n\n".join(lines) + "\n").encode()


def _repacked(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return _zipped({name: package.read(name) for name in package.namelist()})


def _zipped(members: Mapping[str, str | bytes]) -> bytes:
    """A zip file, with the same bytes for the same members at any time."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(zipfile.ZipInfo(name, _DAY.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)
    return data.getvalue()


MAKERS: dict[str, Callable[[], bytes]] = {
    "pdf": pdf,
    "docx": docx,
    "epub": epub,
    "odt": odt,
    "rtf": rtf,
    "html": html,
    "md": markdown,
    "txt": plain,
}

if __name__ == "__main__":
    for ending, make in MAKERS.items():
        (FOLDER / f"bicycle.{ending}").write_bytes(make())
