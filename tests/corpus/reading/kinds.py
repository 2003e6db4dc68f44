"""Builds small documents in each format, and summarizes how they were read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

from reportlab.pdfgen.canvas import Canvas

from index.corpus.reading.formats import read_as
from index.corpus.reading.reading import Limits, Reading
from tests.corpus.reading.packages import changed, packed

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ODF = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in {
        **{name: name for name in ("office", "text", "table", "style")},
        "draw": "drawing",
        "fo": "xsl-fo-compatible",
    }.items()
)


def kept(reading: Reading) -> list[str]:
    """The text of each kept block, on one line."""
    return [" ".join(reading.text[block.start : block.end].split()) for block in reading.blocks if block.kept]


def aside(reading: Reading) -> list[tuple[str | None, str]]:
    """The reason and text of each block that is set aside."""
    return [
        (block.reason, " ".join(reading.text[block.start : block.end].split()))
        for block in reading.blocks
        if not block.kept
    ]


def labels(reading: Reading) -> list[tuple[str, str]]:
    """The number and text of each numbered block."""
    return [(block.label, reading.text[block.start : block.end]) for block in reading.blocks if block.label]


def rows(reading: Reading) -> list[tuple[str, str]]:
    """The header and text of each table row."""
    return [
        (reading.text[slice(*block.header)] if block.header else "", reading.text[block.start : block.end])
        for block in reading.blocks
        if block.kind == "table-row"
    ]


def docx(body: str, styles: str = "", numbering: str = "", **parts: bytes) -> Reading:
    """A minimal Word document with this body, as read."""
    return read_as("a.docx", docx_bytes(body, styles, numbering, **parts), Limits())


def docx_bytes(body: str, styles: str = "", numbering: str = "", **parts: bytes) -> bytes:
    """The bytes of that document. `parts` are members of `word/`, related by name; `_0` in a name stands for `.`."""
    names = [name.replace("_0", ".") for name in parts]
    related = {"styles.xml": "styles", "numbering.xml": "numbering"} | dict.fromkeys(names, "aFChunk")
    relations = "".join(
        f'<Relationship Id="{name}" Type="{_R}/{kind}" Target="{name}"/>' for name, kind in related.items()
    )
    opening = "http://schemas.openxmlformats.org/package/2006/relationships"
    members = {
        "_rels/.rels": f'<Relationships xmlns="{opening}"><Relationship Id="r" Type="{_R}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{opening}">{relations}</Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{_W}" xmlns:m="{_M}" xmlns:r="{_R}"><w:body>{body}</w:body>'
        "</w:document>",
        "word/styles.xml": f'<w:styles xmlns:w="{_W}">{styles}</w:styles>',
        "word/numbering.xml": f'<w:numbering xmlns:w="{_W}">{numbering}</w:numbering>',
    }
    made = {name: content.encode() for name, content in members.items()}
    return packed({**made, **{f"word/{name}": content for name, content in zip(names, parts.values(), strict=True)}})


def run(words: str, properties: str = "") -> str:
    """A run of a Word paragraph."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def strict(data: bytes) -> bytes:
    """The same Word document in Strict OOXML."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(out, "w") as copy:
        for name in package.namelist():
            content = package.read(name).decode()
            for part in ("officeDocument", "wordprocessingml"):
                content = content.replace(
                    f"http://schemas.openxmlformats.org/{part}/2006/", f"http://purl.oclc.org/ooxml/{part}/"
                )
            copy.writestr(name, content)
    return out.getvalue()


def odt(body: str, styles: str = "") -> Reading:
    """An OpenDocument text with this body, as read."""
    content = (
        f"<office:document-content {_ODF}><office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f"<office:text>{body}</office:text></office:body></office:document-content>"
    )
    return read_as("a.odt", changed(".odt", content_0xml=content.encode()), Limits())


def odt_style(name: str, properties: str, family: str = "text") -> str:
    """An OpenDocument style."""
    return (
        f'<style:style style:name="{name}" style:family="{family}"><style:text-properties {properties}/></style:style>'
    )


def rtf(body: str, head: str = "") -> Reading:
    """Rich text with this body, as read."""
    return read_as("a.rtf", (r"{\rtf1\ansi " + head + body + "}").encode("latin-1"), Limits())


def pdf(canvas: Canvas) -> Reading:
    """The PDF drawn on the canvas, as read."""
    return read_as("a.pdf", canvas.getpdfdata(), Limits())


def sheet(lines: Sequence[str] = (), **options: object) -> Canvas:
    """A canvas with these lines as a paragraph at its top."""
    canvas = Canvas(io.BytesIO(), pageCompression=0, **options)
    canvas.setFont("Helvetica", 11)
    for number, line in enumerate(lines):
        canvas.drawString(72, 720 - 14 * number, line)
    return canvas
