"""The page's HTML, from Evidence. Every word of an article or a question is escaped: it is data, never markup."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Sequence

from index.confidence import strength
from index.evidence import Answer, Evidence, Notice
from index.quantities import quantities
from web import texts
from web.links import cite_link, permalink, read_link
from web.plain.feedback import feedback_link

# From an article's id to the title it is shown under.
Titles = Callable[[str], str]
_BLANK_LINE = re.compile(r"(\s*\n[^\S\n]*\n\s*)")
# Where on the page the articles are compared.
_COMPARED = "each-article"
# What no HTML document may hold, and half characters that cannot be sent: shown as the replacement character.
_UNSENDABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def escaped(text: str) -> str:
    """`text` as HTML that shows it and does nothing else, in an element or a quoted attribute."""
    # A line break is written as a number: Streamlit dedents what it is given, line by line.
    return html.escape(_UNSENDABLE.sub("\ufffd", text)).replace("\n", "&#10;").replace("\r", "&#13;")


def passage(item: Evidence) -> str:
    """The whole passage with its quote marked. Without tags and escapes it is the passage again, to the character."""
    text, first, last = item.passage.text, item.quote.start - item.passage.start, item.quote.end - item.passage.start
    return f"{_flowing(text[:first])}<mark>{_flowing(text[first:last])}</mark>{_flowing(text[last:])}"


def card(item: Evidence, titles: Titles, question: str = "") -> str:
    """One evidence: its passage, who says it and where, how well it matches, and the ways to check and cite it."""
    return (
        f'<article class="vb-card" aria-labelledby="vb-title-{item.rank}">'
        f'<blockquote class="vb-passage" dir="auto">{passage(item)}</blockquote>{_doubt(item)}'
        f'<footer class="vb-source"><span class="vb-number" aria-hidden="true">{item.rank}</span>'
        f'<div class="vb-who"><cite class="vb-title" id="vb-title-{item.rank}">{escaped(title(item))}</cite>'
        f'<div class="vb-place">{_place(item)}</div>{_twins(item, titles)}</div>{_strength(item)}</footer>'
        f"{_actions(item, question)}</article>"
    )


def _actions(item: Evidence, question: str) -> str:
    links = [(read_link(item, question), texts.READ), (cite_link(item), texts.CITE)]
    # Only where a setting has turned it on.
    if said := feedback_link(item, question):
        links.append((said, texts.FEEDBACK))
    return f'<nav class="vb-actions" aria-label="{escaped(texts.actions(item.rank))}">{_links(links)}</nav>'


def _links(links: Iterable[tuple[str, str]]) -> str:
    return "".join(f'<a href="{escaped(link)}" target="_self">{escaped(label)}</a>' for link, label in links)


def answer(found: Answer, titles: Titles) -> str:
    """Everything under the question box for an answered question; for an unanswered one the passages are folded."""
    notes = "".join(f'<p class="vb-note">{escaped(note)}</p>' for note in _notes(found))
    if found.verdict == "unanswered":
        return f'<section class="vb-answer">{_unanswered(found, titles)}{notes}</section>'
    shown, weak = _split(found.evidence)
    folded = _folded(texts.weaker(len(weak)), weak, titles, found.question) if weak else ""
    count = f'<div role="status"><h2 class="vb-count">{escaped(texts.found(found))}</h2></div>'
    compared = by_article(found)
    return (
        f'<section class="vb-answer"><div class="vb-top">{count}{_ahead(found, compared)}</div>{notes}'
        f"{_cards(shown, titles, found.question)}{folded}{compared}{_keep(found)}</section>"
    )


def _ahead(found: Answer, compared: str) -> str:
    """Past the passages, which are long: to where the articles are compared, and to the answer's own address."""
    links = [(f"#{_COMPARED}", texts.BY_ARTICLE_TITLE)] if compared else []
    return f'<p class="vb-ahead">{_links([*links, (_permalink(found), texts.SHARE_AHEAD)])}</p>'


def notices(found: Sequence[Notice]) -> str:
    """What comes before everything else: each notice with its source, linked."""
    if not found:
        return ""
    return f'<div class="vb-notices" role="alert">{"".join(_notice(notice) for notice in found)}</div>'


def _keep(found: Answer) -> str:
    """The answer's own address, where it can be copied, printed and downloaded."""
    links = [(_permalink(found), texts.SHARE)]
    return f'<nav class="vb-actions" aria-label="{escaped(texts.SHARE)}">{_links(links)}</nav>'


def _permalink(found: Answer) -> str:
    return permalink(found, as_typed=found.corrected is None)


def by_article(found: Answer) -> str:
    """The best quote of each article, where more than one has a fair one."""
    best = [item for item in found.by_article if strength(item.confidence) != "weak"]
    if len(best) < 2:
        return ""
    rows = "".join(
        f'<li><div class="vb-by"><cite class="vb-title">{escaped(title(item))}</cite>'
        f'<span class="vb-place"> · {escaped(_spot(item))}</span></div>'
        f'<q class="vb-quote" dir="auto">{_compared(item.quoted)}</q>{_doubt(item)}</li>'
        for item in best
    )
    heading_of = f'<h2 class="vb-heading" id="{_COMPARED}">{escaped(texts.BY_ARTICLE_TITLE)}</h2>'
    return f'{heading_of}<ul class="vb-rows">{rows}</ul>'


def _compared(quote: str) -> str:
    """The quote with its figures picked out: how long, how often, how warm."""
    parts, at = [], 0
    for start, end in quantities(quote):
        parts.append(f'{escaped(quote[at:start])}<b class="vb-figure">{escaped(quote[start:end])}</b>')
        at = end
    return "".join([*parts, escaped(quote[at:])])


def header(lede: str | None) -> str:
    """The name, leading back to the empty page, and the line that says what this is."""
    line = f'<p class="vb-lede">{escaped(lede)}</p>' if lede else ""
    pages = f'<nav class="vb-pages" aria-label="{texts.PAGES}">{_links(texts.PAGE_LINKS)}</nav>'
    name = f'<h1><a href="." target="_self">{texts.NAME}</a></h1>'
    return f'<header class="vb-header"><div>{name}{pages}</div>{line}</header>'


def articles(names: Sequence[str]) -> str:
    """The titles of all articles."""
    rows = "".join(f"<li>{escaped(name)}</li>" for name in names)
    return f'<h2 class="vb-heading">{escaped(texts.ARTICLES_TITLE)}</h2><ul class="vb-articles">{rows}</ul>'


def heading(text: str) -> str:
    """A heading of the page's own."""
    return f'<h2 class="vb-heading">{escaped(text)}</h2>'


def problem(message: str, hint: str = "") -> str:
    """One calm card: what is wrong and what to do."""
    after = f'<p class="vb-muted">{escaped(hint)}</p>' if hint else ""
    return (
        f'<div class="vb-problem" role="alert"><h2>{escaped(texts.ERROR_TITLE)}</h2>'
        f"<p>{escaped(message)}</p>{after}</div>"
    )


def note(text: str) -> str:
    """One quiet line."""
    return f'<p class="vb-note">{escaped(text)}</p>'


def disclaimer() -> str:
    """What this does not do: always there."""
    return f'<p class="vb-disclaimer">{escaped(texts.DISCLAIMER)}</p>'


def title(item: Evidence) -> str:
    """The article's title, or its file name where it states none."""
    return item.card.title or item.origin


def _notice(notice: Notice) -> str:
    # The level is a word as well as a colour.
    return (
        f'<div class="vb-notice vb-{notice.level}"><h2>{escaped(texts.LEVELS[notice.level])}</h2>'
        f"<p>{escaped(notice.text)}</p>"
        f'<p class="vb-place"><a href="{escaped(notice.url)}" target="_blank" rel="noopener noreferrer">'
        f"{escaped(notice.source)}</a></p></div>"
    )


def _notes(found: Answer) -> list[str]:
    partly = [texts.PARTIAL] if found.verdict == "partial" else []
    missing = [texts.missing(found.missing)] if found.missing and found.verdict == "partial" else []
    return [*partly, *missing, *([texts.withheld(found.withheld)] if found.withheld else [])]


def _unanswered(found: Answer, titles: Titles) -> str:
    missing = f"<p>{escaped(texts.missing(found.missing))}</p>" if found.missing else ""
    folded = (
        _folded(texts.nearest(len(found.evidence)), found.evidence, titles, found.question) if found.evidence else ""
    )
    return (
        f'<div class="vb-none" role="status"><h2>{escaped(texts.UNANSWERED_TITLE)}</h2>{missing}'
        f'<p class="vb-muted">{escaped(texts.UNANSWERED_HINT)}</p></div>{folded}'
    )


def _split(evidence: Sequence[Evidence]) -> tuple[Sequence[Evidence], Sequence[Evidence]]:
    """What is shown and the weak matches at the end: order and numbers stay."""
    keep = max((item.rank for item in evidence if strength(item.confidence) != "weak"), default=len(evidence))
    return evidence[:keep], evidence[keep:]


def _cards(evidence: Iterable[Evidence], titles: Titles, question: str) -> str:
    return "".join(card(item, titles, question) for item in evidence)


def _folded(label: str, evidence: Sequence[Evidence], titles: Titles, question: str) -> str:
    return (
        f'<details class="vb-folded"><summary>{escaped(label)}</summary>{_cards(evidence, titles, question)}</details>'
    )


def _flowing(text: str) -> str:
    """Escaped text whose blank lines part paragraphs; other line breaks flow, as in the article's own layout."""
    parts = _BLANK_LINE.split(text)
    return "".join(f'<span class="vb-gap">{escaped(p)}</span>' if at % 2 else escaped(p) for at, p in enumerate(parts))


def _doubt(item: Evidence) -> str:
    return f'<p class="vb-doubt">{escaped(texts.DOUBTFUL)}</p>' if item.quote.doubtful else ""


def _place(item: Evidence) -> str:
    own = [step for step in item.citation.heading if step.casefold() != title(item).casefold()]
    parts = [item.card.publisher, item.card.published or texts.UNDATED, " › ".join(own), _spot(item)]
    return '<span class="vb-dot"> · </span>'.join(f"<span>{escaped(part)}</span>" for part in parts if part)


def _spot(item: Evidence) -> str:
    page = item.citation.page
    return f"¶ {item.citation.paragraph}" if page is None else f"p. {page}"


def _twins(item: Evidence, titles: Titles) -> str:
    if not item.also_in:
        return ""
    others = dict.fromkeys(twin.article_id for twin in item.also_in if twin.article_id != item.passage.article_id)
    return f'<div class="vb-place">{escaped(texts.also_in([titles(other) for other in others]))}</div>'


def _strength(item: Evidence) -> str:
    word, figure = strength(item.confidence), escaped(texts.probability(item.confidence))
    return (
        f'<div class="vb-strength vb-{word}" title="{figure}"><span class="vb-bars" aria-hidden="true">'
        f'<i></i><i></i><i></i></span>{escaped(texts.strength(word))}<span class="vb-hidden">, {figure}</span></div>'
    )
