"""The HTML around an answer: the introduction, the list of articles, error messages and the footer."""

from __future__ import annotations

from collections.abc import Sequence

from index.corpus.collection import Collection
from index.filtering.filters import Filters
from web.links import ask_link, in_language
from web.look.frame import footer, language_of_collection, name_of
from web.markup import escaped, heading
from web.page.cards import anchors
from web.words.choosing import ARTICLES
from web.words.words import LANGUAGES, Words, words_in


def lede(say: Words, of: Collection, articles: int | None) -> str:
    """What the collection is about, and what the page does. `articles` is their number, `None` if not known yet."""
    about = ""
    if of.about:
        about = f'<span lang="{language_of_collection(of)}" dir="auto">{escaped(of.about)}</span> '
    done = say("ask.lede", articles=articles) if articles else say("ask.lede_opening")
    return f'<p class="vb-lede">{about}{escaped(done)}</p>'


def articles(say: Words, named: Sequence[tuple[str, str]], library: str | None) -> str:
    """A list of articles, given as (title, language) pairs. `library` links to the rest, if there are more."""
    rows = "".join(f'<li lang="{language}" dir="auto">{escaped(title)}</li>' for title, language in named)
    more = f'<p class="vb-muted">{anchors([(library, say("ask.all_articles"))])}</p>' if library else ""
    return f'{heading(say("ask.articles"))}<ul class="vb-articles">{rows}</ul>{more}'


def problem(say: Words, message: str, *, in_english: bool = False) -> str:
    """A card that says what is wrong and what to do. Errors `in_english` are the program's, for the operator."""
    spoken, after = "", ""
    if in_english:
        spoken, after = f' lang="{ARTICLES}"', f'<p class="vb-muted">{escaped(say("problem.settled"))}</p>'
    return (
        f'<div class="vb-problem" role="alert"><h2>{escaped(say("problem.title"))}</h2>'
        f"<p{spoken}>{escaped(message)}</p>{after}</div>"
    )


def ending(say: Words, of: Collection, question: str, filters: Filters) -> str:
    """The footer, with links to the same question in the other languages."""
    here = ask_link(question, filters) if question or filters else ""
    return footer(
        say,
        of,
        [(tag, words_in(tag)("language.name"), in_language(here, tag)) for tag in LANGUAGES if tag != say.language],
    )


def tab(say: Words, of: Collection, question: str) -> str:
    """The title of the browser tab, with the question, which distinguishes history entries and bookmarks."""
    short = question if len(question) <= 60 else question[:59] + "…"
    return f"{short} · {name_of(say, of)}" if short else name_of(say, of)
