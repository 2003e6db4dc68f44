"""The JSON contract as text for assistants: each quote word for word, with where it stands."""

from __future__ import annotations

from index.contract import AnswerJson, ArticleJson, ArticlesJson, EvidenceJson, ExcerptJson


def answer_text(answer: AnswerJson) -> str:
    """The evidence in order, each passage with its quote and citation."""
    lines = [_verdict(answer)]
    if answer.corrected:
        lines.append(f"Searched for: {answer.corrected}")
    if answer.missing:
        lines.append(f"In no article: {', '.join(answer.missing)}")
    if answer.withheld:
        lines.append(f"{answer.withheld} passages were withheld: they are not in their article as published.")
    return "\n\n".join(["\n".join(lines), *(_evidence(item) for item in answer.evidence)])


def articles_text(articles: ArticlesJson) -> str:
    """A line an article."""
    lines = [f"{len(articles.articles)} of {articles.count} articles:"]
    lines += [f"{article.id}: {_who(article)}" for article in articles.articles]
    if articles.next is not None:
        lines.append(f"There are more: list those after {articles.next!r}.")
    return "\n".join(lines)


def excerpt_text(excerpt: ExcerptJson) -> str:
    """The text between two lines that say what it is."""
    where = f"characters {excerpt.start}–{excerpt.end} of {excerpt.length}"
    more = f"\nRead on from {excerpt.end}." if excerpt.end < excerpt.length else ""
    return f"{excerpt.article.id}: {_who(excerpt.article)}, {where}\n\n{excerpt.text}\n{more}"


def _verdict(answer: AnswerJson) -> str:
    likely = f"{answer.confidence:.0%} likely that passage 1 answers it"
    said = {
        "answered": f"Answered by these passages ({likely}).",
        "partial": f"Answered in part ({likely}).",
        "unanswered": "The articles do not answer that. The nearest passages:",
    }
    return said[answer.verdict]


def _evidence(item: EvidenceJson) -> str:
    doubt = "\nThe quote looks damaged in its source." if item.doubtful else ""
    return (
        f"[{item.rank}] “{item.quote}”\n{item.citation} "
        f"Article {item.article.id!r}, {item.confidence:.0%}.{doubt}\nPassage: {item.passage}"
    )


def _who(article: ArticleJson) -> str:
    stated = [value for value in (article.author, article.publisher, article.published, article.url) if value]
    return ", ".join([f"“{article.title or article.origin}”", *stated])
