"""Reading and cleaning saved web pages, against trafilatura alone, on the same pages in the same run.

    python -m benchmarks.reading [--pages 1000]

The pages are made of the corpus' sentences, each about 50 kB of markup, a quarter of it text: menus, an article of
paragraphs and lists, a sidebar, comments and a foot. Both sides take turns page by page, in one process.
"""

from __future__ import annotations

import argparse
import html
import json
import platform
import random
import statistics
import time
from collections.abc import Sequence
from pathlib import Path

import trafilatura

from index.article import Article
from index.cleaning import clean
from index.prepare import prepare
from index.reading.corpus import make_article
from index.reading.formats import read_as
from index.reading.reading import Limits
from index.reading.sources import Source
from index.sentences import sentence_spans

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
_BYTES = 50_000


def main() -> None:
    """Print how long both sides take, and their ratio."""
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
    figures = {
        "pages": len(pages),
        "kB a page": round(statistics.mean(map(len, pages)) / 1000, 1),
        "trafilatura ms a page": round(1000 * statistics.mean(theirs), 1),
        "verbatim ms a page": round(1000 * statistics.mean(ours), 1),
        "ratio": round(sum(ours) / sum(theirs), 2),
        "python": platform.python_version(),
        "trafilatura": trafilatura.__version__,
    }
    for name, value in figures.items():
        print(f"{name:24} {value}")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")


def make_pages(count: int) -> list[bytes]:
    """`count` pages of about 50 kB; the same ones in every run."""
    articles = prepare(CORPUS).articles.values()
    sentences = [sentence for article in articles for sentence in _kept_sentences(article)]
    choice = random.Random(7)  # noqa: S311 - the same pages every time
    return [_page(number, sentences, choice) for number in range(count)]


def _kept_sentences(article: Article) -> list[str]:
    return [
        article.text[start:end]
        for block in article.blocks
        if block.kept
        for start, end in sentence_spans(article.text, block.start, block.end)
    ]


def _page(number: int, sentences: Sequence[str], choice: random.Random) -> bytes:
    def words(count: int) -> str:
        return html.escape(" ".join(choice.choices(sentences, k=count)))

    def links(count: int) -> str:
        entries = (html.escape(choice.choice(sentences)[:30]) for _ in range(count))
        return "".join(
            f'<li class="menu-item menu-item-type-post"><a href="/p/{number}">{text}</a></li>' for text in entries
        )

    paragraphs = "".join(f'<p class="wp-block-paragraph">{words(4)}</p>' for _ in range(12))
    items = "".join(f"<li>{words(1)}</li>" for _ in range(8))
    comments = "".join(
        f'<li class="comment"><cite>Reader {at}</cite> says:<p>{words(2)}</p><a href="#r">Reply</a></li>'
        for at in range(6)
    )
    page = (
        f'<!doctype html><html lang="en"><head><title>Page {number} | A site</title></head><body>'
        f'<nav class="main-menu"><ul>{links(30)}</ul></nav><main><article><h1>Page {number}</h1>{paragraphs}'
        f"<h2>What to do</h2><ul>{items}</ul></article></main>"
        f'<section id="comments"><h3>6 comments</h3><ol>{comments}</ol></section>'
        f'<aside class="sidebar"><h4>Recent posts</h4><ul>{links(20)}</ul></aside><footer>© A site</footer>'
    )
    # The rest is what pages are full of and nobody sees.
    script = "".join(f"var setting{at} = {at};" for at in range(max(0, _BYTES - len(page)) // 22))
    return f"{page}<script>{script}</script></body></html>".encode()


def _read_and_clean(page: bytes) -> None:
    clean(make_article("page.html", read_as("page.html", page, Limits()), Source()))


if __name__ == "__main__":
    main()
