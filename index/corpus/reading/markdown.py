"""Reads Markdown with markdown-it: the text is what a browser would show of the rendered page.

The rules for web pages therefore apply: HTML tags are not text, superscript and struck text are recognized, list items
have numbers and table rows have headers. Code is text of the kind "code".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.admon import admon_plugin
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from index.corpus.reading.blocks import BlockText
from index.corpus.reading.decode import decoded
from index.corpus.reading.front_matter import front_matter
from index.corpus.reading.html.pieces import add_pieces
from index.corpus.reading.html.visible import parse_page, visible_pieces
from index.corpus.reading.reading import Limits, Reading
from index.reasons import FRONT_MATTER

# Nobody nests quotes and lists more deeply.
_NESTED = 50
# MDX components (tags with a capital letter) and comment expressions.
_COMPONENT = re.compile(r"</?[A-Z][\w.]{0,99}(?:\s[^<>\n]{0,500})?/?>|\{/\*.{0,2000}?\*/\}", re.DOTALL)
_MODULE = re.compile(
    r"(?:import\s(?:[^;\n]{1,300}\sfrom\s)?[\"'][^\"'\n]+[\"'];?|export\s(?:const|default|function)\s.*)", re.DOTALL
)
_ALERT = re.compile(r"\[!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION|INFO)\][ \t]*\n?", re.IGNORECASE)
# Marks that some programs replace by a check box or a table of contents.
_TASK = re.compile(r"\[[ xX]\][ \t]+")
_CONTENTS = re.compile(r"\[\[?_?TOC_?\]?\]", re.IGNORECASE)
_TITLE = re.compile(r"\{?\w[\w-]*\}?\s*(?:\[(?P<boxed>[^\]]*)\]|(?P<plain>.*))")


def read(data: bytes, limits: Limits) -> Reading:  # noqa: ARG001 - every reader has this shape
    """The file's text as a browser would show it, with its card and blocks. Raises `UnreadableFileError`."""
    found = decoded(data)
    reading = read_text(found.text)
    return replace(reading, card=reading.card.over(found.card))


def read_text(source: str) -> Reading:
    """The text, card and blocks of Markdown `source`. The title comes from front matter, else the first top heading."""
    source = re.sub(r"\r\n?", "\n", source)
    card, length = front_matter(source)
    text = BlockText()
    text.add(source[:length], "metadata", reason=FRONT_MATTER)
    pieces = visible_pieces(parse_page(f"<body>{_PARSER.render(source[length:])}"))
    add_pieces(text, [(piece, None) for piece in pieces])
    return text.reading(card)


def _without_components(state: StateCore) -> None:
    """Remove MDX components, imports and exports, and the marks of alerts, tasks and tables of contents."""
    for at, token in enumerate(state.tokens):
        if token.type != "inline" or not token.children:
            continue
        if _MODULE.fullmatch(token.content) or _CONTENTS.fullmatch(token.content):
            token.children = []
            continue
        first = token.children[0]
        if first.type == "text" and token.content.startswith("[!"):
            first.content = _ALERT.sub("", first.content, count=1)
        if first.type == "text" and at > 1 and state.tokens[at - 2].type == "list_item_open":
            first.content = _TASK.sub("", first.content, count=1) if _TASK.match(first.content) else first.content
        for child in token.children:
            if child.type == "text" and ("<" in child.content or "{" in child.content):
                child.content = _COMPONENT.sub("", child.content)


def _container(_renderer: Any, tokens: Sequence[Token], at: int, *_: Any) -> str:
    """Render a container, `:::note Title`, with its title above its text."""
    if tokens[at].nesting != 1:
        return "</div>\n"
    title = _TITLE.fullmatch(tokens[at].info.strip())
    words = (title["boxed"] or title["plain"] or "") if title else ""
    return f"<div><p>{_escaped(words)}</p>\n" if words else "<div>\n"


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;")


def _named(params: str, *_: Any) -> bool:
    return bool(_TITLE.fullmatch(params.strip()))


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": _NESTED}).enable(["table", "strikethrough"])
    parser.use(footnote_plugin).use(deflist_plugin).use(admon_plugin)
    parser.use(container_plugin, name="container", validate=_named, render=_container)
    parser.core.ruler.push("components", _without_components)
    # A footnote's back-link is not part of its text.
    parser.add_render_rule("footnote_anchor", lambda *_: "")
    return parser


_PARSER = _parser()
