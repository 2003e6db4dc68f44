"""What stands around an answer: the header, the articles, what went wrong, the disclaimer and the other languages."""

from __future__ import annotations

from collections.abc import Sequence

from index.filtering.filters import Filters
from web.links import To, ask_link, in_language
from web.markup import escaped, heading
from web.page.cards import anchors
from web.words.choosing import ARTICLES
from web.words.words import LANGUAGES, Words, words_in


def header(say: Words, to: To, lede: str | None) -> str:
    """The name, leading back to the empty page, and the line that says what this is."""
    line = f'<p class="vb-lede">{escaped(lede)}</p>' if lede else ""
    links = [(to("library"), say("site.library")), (to("quality"), say("site.quality"))]
    pages = f'<nav class="vb-pages" aria-label="{escaped(say("site.other_pages"))}">{anchors(links)}</nav>'
    name = f'<h1><a href="{escaped(to("."))}" target="_self">{escaped(say("site.name"))}</a></h1>'
    return f'<header class="vb-header"><div>{name}{pages}</div>{line}</header>'


def lede(say: Words, articles: int, *, of_the_subject: bool) -> str:
    """The line that says what this is. `of_the_subject`: whether the articles are those on back spasms."""
    if not articles:
        return say("ask.lede_opening")
    return say("ask.lede_subject" if of_the_subject else "ask.lede", articles=articles)


def articles(say: Words, named: Sequence[tuple[str, str]], library: str | None) -> str:
    """The titles of articles, each with its language; `library` leads to all, where these are the first of them."""
    rows = "".join(f'<li lang="{language}" dir="auto">{escaped(title)}</li>' for title, language in named)
    more = f'<p class="vb-muted">{anchors([(library, say("ask.all_articles"))])}</p>' if library else ""
    return f'{heading(say("ask.articles"))}<ul class="vb-articles">{rows}</ul>{more}'


def problem(say: Words, message: str, *, in_english: bool = False) -> str:
    """One calm card: what is wrong and what to do. The program's own errors, `in_english`, are for who runs it."""
    spoken, after = "", ""
    if in_english:
        spoken, after = f' lang="{ARTICLES}"', f'<p class="vb-muted">{escaped(say("problem.settled"))}</p>'
    return (
        f'<div class="vb-problem" role="alert"><h2>{escaped(say("problem.title"))}</h2>'
        f"<p{spoken}>{escaped(message)}</p>{after}</div>"
    )


def ending(say: Words, question: str, filters: Filters) -> str:
    """What this does not do, always there; and the same page in the other languages."""
    here = ask_link(question, filters) if question or filters else ""
    others = "".join(
        f'<a href="{escaped(in_language(here, name))}" target="_self" lang="{name}" hreflang="{name}">'
        f"{escaped(words_in(name)('language.name'))}</a>"
        for name in LANGUAGES
        if name != say.language
    )
    return (
        f'<p class="vb-disclaimer">{escaped(say("site.disclaimer"))}</p>'
        f'<nav class="vb-languages" aria-label="{escaped(say("language.switch"))}">{others}</nav>'
    )


def tab(say: Words, question: str) -> str:
    """The browser tab's title, by which Back and bookmarks are told apart."""
    short = question if len(question) <= 60 else question[:59] + "…"
    return f"{short} · {say('site.name')}" if short else say("site.name")
