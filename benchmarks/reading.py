"""Compares reading and cleaning saved web pages with trafilatura alone, on the same pages in the same run.

    python -m benchmarks.reading [--pages 1000]

The pages, about 50 kB each, combine sentences of the corpus with the markup of a common kind of blog: menus, a byline,
an article with headings, paragraphs and lists, teasers, comments and a footer. Both sides take turns page by page in
one process; this measures processor time, which other programs on the machine affect least. Then the pages are read and
cleaned as in a build, with as many workers as there are cores; this measures wall-clock time.
"""

from __future__ import annotations

import argparse
import html
import json
import platform
import random
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import trafilatura

from index.article import Article
from index.corpus.cleaning import clean
from index.corpus.folder import make_article
from index.corpus.prepare import prepare
from index.corpus.reading.formats import read_as
from index.corpus.reading.reading import Limits
from index.corpus.sources import Source
from index.text.sentences import sentence_spans

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
_BYTES = 50_000


def main() -> None:
    """Print the times of both sides and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    pages = make_pages(options.pages)
    ours, theirs = [], []
    for page in pages:
        started = time.process_time()
        trafilatura.extract(page)
        between = time.process_time()
        _read_and_clean(page)
        theirs.append(between - started)
        ours.append(time.process_time() - between)
    as_built, alone = _as_built(pages)
    figures = {
        "pages": len(pages),
        "kB a page": round(statistics.mean(map(len, pages)) / 1000, 1),
        "trafilatura ms a page": round(1000 * statistics.mean(theirs), 1),
        "verbatim ms a page": round(1000 * statistics.mean(ours), 1),
        "ratio, one process": round(sum(ours) / sum(theirs), 2),
        "trafilatura, s": round(alone, 1),
        "as a build does it, s": round(as_built, 1),
        "ratio, as a build does it": round(as_built / alone, 2),
        "python": platform.python_version(),
        "trafilatura": trafilatura.__version__,
    }
    for name, value in figures.items():
        print(f"{name:26} {value}")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")


def _as_built(pages: Sequence[bytes]) -> tuple[float, float]:
    """Wall-clock seconds for reading and cleaning a folder of the pages, and for trafilatura on each of its files."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, page in enumerate(pages):
            (folder / f"{number:04}.html").write_bytes(page)
        started = time.perf_counter()
        prepare(folder)
        between = time.perf_counter()
        for path in sorted(folder.iterdir()):
            trafilatura.extract(path.read_bytes())
        return between - started, time.perf_counter() - between


def make_pages(count: int) -> list[bytes]:
    """`count` pages of about 50 kB, the same in every run."""
    articles = prepare(CORPUS).articles.values()
    sentences = [sentence for article in articles for sentence in _kept_sentences(article)]
    choice = random.Random(7)  # noqa: S311  # nosec B311 - the same pages every time
    return [_page(number, sentences, choice) for number in range(count)]


def _kept_sentences(article: Article) -> list[str]:
    return [
        article.text[start:end]
        for block in article.blocks
        if block.kept
        for start, end in sentence_spans(article.text, block.start, block.end)
    ]


@dataclass(frozen=True, slots=True)
class _Filler:
    """Generates the parts of a page from sentences of the articles."""

    number: int
    sentences: Sequence[str]
    choice: random.Random

    def words(self, count: int) -> str:
        return html.escape(" ".join(self.choice.choices(self.sentences, k=count)))

    def start(self, length: int) -> str:
        return html.escape(self.choice.choice(self.sentences)[:length])

    def entry(self, position: int) -> str:
        return (
            f'<li id="menu-item-{position}" class="menu-item menu-item-type-post_type menu-item-{position}">'
            f'<a href="https://site.example/{self.number}/{position}" data-track="nav"><span>'
            f"{self.start(30)}</span></a></li>"
        )

    def teaser(self, position: int) -> str:
        return (
            f'<div class="card card--teaser"><div class="card__body"><h4 class="card__title"><a href="/t/{position}">'
            f"{self.start(60)}</a></h4><p class='card__text'>{self.words(1)}</p></div></div>"
        )

    def paragraph(self) -> str:
        link = f'<a href="/{self.number}">'
        shown = f"{self.words(2)} {link}{self.words(1)[:25]}</a>, <em>{self.words(1)}</em>"
        return f'<p class="wp-block-paragraph">{shown}</p>'

    def comment(self, position: int) -> str:
        return (
            f'<li class="comment depth-1" id="comment-{position}"><div class="comment-author"><cite>Reader {position}'
            f'</cite> <span class="says">says:</span></div><time>3 May 2020</time><p>{self.words(2)}</p>'
            '<div class="reply"><a href="#respond">Reply</a></div></li>'
        )

    def section(self) -> str:
        return (
            f"<h2>{self.start(40)}</h2>{self.paragraph()}{self.paragraph()}"
            f'<ul class="list">{"".join(f"<li>{self.words(1)}</li>" for _ in range(4))}</ul>'
        )


def _page(number: int, sentences: Sequence[str], choice: random.Random) -> bytes:
    fill = _Filler(number, sentences, choice)
    share = "".join(f'<a class="share__button share--{name}" href="#">{name}</a>' for name in ("Mail", "Print", "Copy"))
    body = "".join(fill.section() for _ in range(4))
    page = (
        f'<!doctype html><html lang="en"><head><title>Page {number} | A site</title></head><body class="post single">'
        f'<header class="site-header"><nav class="main-menu"><ul>{"".join(map(fill.entry, range(40)))}</ul></nav>'
        "</header>"
        f'<div class="wrap"><div class="content-area"><h1>Page {number}</h1><div class="entry-meta">By <a rel="author" '
        f'href="/a">Ann Lee</a> on <time datetime="2020-05-02">2 May 2020</time></div><div class="share">{share}</div>'
        f'<div class="entry-content">{body}</div><div class="share">{share}</div></div><aside class="sidebar">'
        f'<h3>Recent posts</h3>{"".join(map(fill.teaser, range(8)))}</aside><section id="comments">'
        "<h3>8 comments</h3><ol>"
        f'{"".join(map(fill.comment, range(8)))}</ol></section></div><footer class="site-footer">'
        f"<ul>{''.join(map(fill.entry, range(25)))}</ul><p>© A site</p></footer>"
    )
    # Fill the page up with invisible script, as real pages are.
    script = "".join(f"var setting{at} = {at};" for at in range(max(0, _BYTES - len(page)) // 22))
    return f"{page}<script>{script}</script></body></html>".encode()


def _read_and_clean(page: bytes) -> None:
    clean(make_article("page.html", read_as("page.html", page, Limits()), Source()))


if __name__ == "__main__":
    main()
