"""Renders an answer as HTML: notices, cards of evidence, and the comparison by article."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from index.answer import Answer, Evidence, Notice
from index.filtering.filters import ALL, Filters
from index.search.confidence import strength
from index.text.quantities import quantities
from web import saying
from web.links import To, cite_link, map_link, permalink, read_link
from web.markup import escaped, figured, note, passage, quoted_language, title
from web.plain.feedback import feedback_link
from web.words.choosing import ARTICLES
from web.words.words import Words

# The highest confidence shown: nothing is presented as certain.
_MOST_LIKELY = 0.99
# The id of the section that compares articles.
_COMPARED = "each-article"


@dataclass(frozen=True, slots=True)
class Cards:
    """Renders cards in one language. `to` converts links, and `titles` maps an article's id to its title.

    `filters` are those of the question; links that lead back to the answer keep them.
    """

    say: Words
    to: To
    titles: Callable[[str], str]
    filters: Filters = ALL

    def answer(self, found: Answer) -> str:
        """The answer below the question box. If it is unanswered, the passages are collapsed."""
        if found.verdict == "unanswered":
            return f'<section class="vb-answer">{self._unanswered(found)}{self._keep(found)}</section>'
        shown, weak = saying.parted(found.evidence)
        folded = self._folded(self.say("answer.weaker", n=len(weak)), weak, found.question) if weak else ""
        short_of = "".join(note(said) for said in saying.notes(self.say, found))
        count = f'<div role="status"><h2 class="vb-count">{escaped(saying.found(self.say, found))}</h2></div>'
        compared = self.by_article(found)
        return (
            f'<section class="vb-answer"><div class="vb-top">{count}{self._ahead(found, compared)}</div>{short_of}'
            f"{self._cards(shown, found.question)}{folded}{compared}{self._keep(found)}</section>"
        )

    def card(self, item: Evidence, question: str = "") -> str:
        """The card of one evidence: passage, source and place, strength, and links to check and cite it."""
        spoken = quoted_language(item)
        return (
            f'<article class="vb-card" aria-labelledby="vb-title-{item.rank}">'
            f'{_heads(item, item.header_apart)}<blockquote class="vb-passage" {spoken}>{passage(item)}</blockquote>'
            f"{self._doubt(item)}"
            f'<footer class="vb-source"><span class="vb-number" aria-hidden="true">{item.rank}</span>'
            f'<div class="vb-who">'
            f'<cite class="vb-title" id="vb-title-{item.rank}" {spoken}>{escaped(title(item))}</cite>'
            f'<div class="vb-place">{self._place(item)}</div>{self._sells(item)}{self._twins(item)}</div>'
            f"{self._strength(item)}</footer>"
            f"{self._actions(item, question)}{self._why(item)}</article>"
        )

    def by_article(self, found: Answer) -> str:
        """The best quote of each article, if more than one has a quote that is not weak; otherwise empty."""
        best = [item for item in found.by_article if strength(item.confidence) != "weak"]
        if len(best) < 2:
            return ""
        rows = "".join(
            f'<li><div class="vb-by"><cite class="vb-title" {quoted_language(item)}>{escaped(title(item))}</cite>'
            f'<span class="vb-place"> · {escaped(saying.spot(self.say, item))}</span></div>'
            f'{_heads(item, item.table_header)}<q class="vb-quote" {quoted_language(item)}>{figured(item.quoted)}</q>'
            f"{self._doubt(item)}</li>"
            for item in best
        )
        silent = [title(item) for item in found.by_article if item not in best]
        told = note(self.say("answer.silent", titles=silent)) if silent else ""
        over = f'<h2 class="vb-heading" id="{_COMPARED}">{escaped(self.say("answer.by_article"))}</h2>'
        return f'{over}{_figures(best)}<ul class="vb-rows">{rows}</ul>{told}'

    def notices(self, found: Sequence[Notice]) -> str:
        """The notices, shown before everything else, with links to their sources."""
        if not found:
            return ""
        sources = "".join(
            self._notice_source(notice) for notice in {notice.source: notice for notice in found}.values()
        )
        cards = "".join(self._notice(notice) for notice in found)
        return f'<div class="vb-notices"><div role="alert">{cards}</div>{sources}</div>'

    def _notice(self, notice: Notice) -> str:
        # The level is text as well as a colour. The card has no link that distracts from what to do.
        return (
            f'<div class="vb-notice vb-{notice.level}"><h2>{escaped(self.say(f"notice.{notice.level}"))}</h2>'
            f'<p lang="{ARTICLES}">{escaped(notice.text)}</p>{self._call(notice)}</div>'
        )

    def _call(self, notice: Notice) -> str:
        if notice.call is None:
            return ""
        label = escaped(self.say("notice.call", number=notice.call))
        return f'<p class="vb-call"><a href="{saying.telephone(notice.call)}">{label}</a></p>'

    def _notice_source(self, notice: Notice) -> str:
        return (
            f'<p class="vb-place vb-notice-source">{escaped(self.say("notice.source"))}<a lang="{ARTICLES}" '
            f'href="{escaped(notice.url)}" target="_blank" rel="noopener noreferrer">{escaped(notice.source)}</a></p>'
        )

    def _unanswered(self, found: Answer) -> str:
        missing = "".join(f"<p>{escaped(said)}</p>" for said in saying.notes(self.say, found))
        nearest = self.say("answer.nearest", n=len(found.evidence)) if found.evidence else ""
        folded = self._folded(nearest, found.evidence, found.question) if found.evidence else ""
        return (
            f'<div class="vb-none" role="status"><h2>{escaped(self.say("answer.unanswered"))}</h2>{missing}'
            f'<p class="vb-muted">{escaped(self.say("answer.unanswered_hint"))}</p>'
            f"{self._elsewhere(found)}</div>{folded}"
        )

    def _elsewhere(self, found: Answer) -> str:
        """Links to the library and the map; empty if the collection is."""
        if found.empty:
            return ""
        links = [
            (self.to("library"), self.say("answer.try_library")),
            (self.to(map_link(found.question)), self.say("answer.try_map")),
        ]
        return f'<p class="vb-actions">{anchors(links)}</p>'

    def _keep(self, found: Answer) -> str:
        """The permanent link of the answer, where it can be copied, printed and downloaded."""
        share = self.say("answer.share")
        links = anchors([(self._permalink(found), share)])
        return f'<nav class="vb-actions" aria-label="{escaped(share)}">{links}</nav>'

    def _ahead(self, found: Answer, compared: str) -> str:
        """Links that skip the long passages: to the comparison of articles, and to the permanent link."""
        links = [(f"#{_COMPARED}", self.say("answer.by_article"))] if compared else []
        links.append((self._permalink(found), self.say("answer.share_ahead")))
        return f'<p class="vb-ahead">{anchors(links)}</p>'

    def _permalink(self, found: Answer) -> str:
        return self.to(permalink(found, as_typed=found.corrected is None))

    def _actions(self, item: Evidence, question: str) -> str:
        links = [
            (self.to(read_link(item, question, self.filters)), self.say("answer.read")),
            (self.to(cite_link(item)), self.say("answer.cite")),
        ]
        # Only if the setting `page.feedback` is on.
        if said := feedback_link(item, question):
            links.append((self.to(said), self.say("feedback.title")))
        label = escaped(self.say("answer.actions", rank=item.rank))
        return f'<nav class="vb-actions" aria-label="{label}">{anchors(links)}</nav>'

    def _cards(self, evidence: Iterable[Evidence], question: str) -> str:
        return "".join(self.card(item, question) for item in evidence)

    def _folded(self, label: str, evidence: Sequence[Evidence], question: str) -> str:
        cards = self._cards(evidence, question)
        return f'<details class="vb-folded"><summary>{escaped(label)}</summary>{cards}</details>'

    def _doubt(self, item: Evidence) -> str:
        return f'<p class="vb-doubt">{escaped(self.say("answer.doubtful"))}</p>' if item.quote.doubtful else ""

    def _place(self, item: Evidence) -> str:
        parts = [
            (item.card.publisher, quoted_language(item)),
            *((said, 'class="vb-whole"') for said in saying.dates(self.say, item)),
            (saying.own_heading(item), quoted_language(item)),
            (saying.spot(self.say, item), ""),
        ]
        shown = (f"<span{attributes and ' ' + attributes}>{escaped(part)}</span>" for part, attributes in parts if part)
        return '<span class="vb-dot"> · </span>'.join(shown)

    def _sells(self, item: Evidence) -> str:
        """What the source states about its commercial interest."""
        if not (sells := item.card.value("sells")):
            return ""
        return (
            f'<div class="vb-sells">{escaped(self.say("field.sells"))}: '
            f"<q {quoted_language(item)}>{escaped(saying.shortened(sells))}</q></div>"
        )

    def _twins(self, item: Evidence) -> str:
        if not item.also_in:
            return ""
        others = dict.fromkeys(twin.article_id for twin in item.also_in if twin.article_id != item.passage.article_id)
        return (
            f'<div class="vb-place">{escaped(saying.also_in(self.say, [self.titles(other) for other in others]))}</div>'
        )

    def _strength(self, item: Evidence) -> str:
        word = strength(item.confidence)
        return (
            f'<div class="vb-strength vb-{word}"><span class="vb-bars" aria-hidden="true">'
            f"<i></i><i></i><i></i></span>{escaped(self.say(f'strength.{word}'))}</div>"
        )

    def _why(self, item: Evidence) -> str:
        """A collapsed explanation: which words match, and how likely the quote answers the question."""
        text, start = item.passage.text, item.passage.start
        pairs = "".join(
            f"<li>{escaped(self.say('answer.why_pair', word=each.word, quoted=quoted))}</li>"
            for each in item.matches
            for quoted in [text[each.quote_start - start : each.quote_end - start]]
        )
        figure = escaped(self.say("answer.likely", confidence=min(item.confidence, _MOST_LIKELY)))
        return (
            f'<details class="vb-folded vb-why"><summary>{escaped(self.say("answer.why"))}</summary>'
            f'<ul class="vb-pairs">{pairs}</ul><p class="vb-place">{figure}</p></details>'
        )


def anchors(links: Iterable[tuple[str, str]]) -> str:
    """Anchors for (link, label) pairs, which open in the same tab."""
    return "".join(f'<a href="{escaped(link)}" target="_self">{escaped(label)}</a>' for link, label in links)


def _heads(item: Evidence, heads: str | None) -> str:
    """The column heads above a quoted table row; empty if there are none to add."""
    return f'<p class="vb-place" {quoted_language(item)}>{escaped(heads)}</p>' if heads else ""


def _figures(best: Sequence[Evidence]) -> str:
    """The quantities in the best quotes, article by article, if at least two articles state some."""
    said = [(item, [item.quoted[start:end] for start, end in quantities(item.quoted)]) for item in best]
    rows = "".join(
        f"<div><dt {quoted_language(item)}>{escaped(title(item))}</dt><dd>{escaped(', '.join(figures))}</dd></div>"
        for item, figures in said
        if figures
    )
    return f'<dl class="vb-figures">{rows}</dl>' if rows.count("<dt") > 1 else ""
