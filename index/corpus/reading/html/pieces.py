"""Pieces of a page → blocks: tables with headers, list items with numbers, hidden runs set aside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from index.corpus.reading.blocks import BlockText, heads_columns
from index.corpus.reading.formatting.runs import Runs
from index.corpus.reading.html.leads import marked
from index.corpus.reading.html.tables import is_head, table_of
from index.corpus.reading.html.visible import Element, Piece
from index.reasons import Reason
from index.text.columns import cells_of

Judged = tuple[Piece, Reason | None]


def add_pieces(text: BlockText, judged: Sequence[Judged]) -> None:
    """Add pieces, each with its reason or `None`, to `text`."""
    leads, left = marked(judged)
    for table, group in groupby(zip(judged, leads, strict=True), key=lambda pair: _table(pair[0][0])):
        pairs = list(group)
        _end_parts(text, (part for _, lead in pairs for part in lead.ended) if table is not None else ())
        if table is not None:
            _add_table(text, [pair for pair, _ in pairs])
            continue
        for (piece, reason), lead in pairs:
            _end_parts(text, lead.ended)
            text.add(_runs(piece), piece.kind, level=piece.level, reason=reason, label=piece.label, lead=lead.lead)
    _end_parts(text, left)


def _end_parts(text: BlockText, parts: Iterable[Element]) -> None:
    for part in parts:
        text.end_part(part)


def _table(piece: Piece) -> Element | None:
    return table_of(piece.element) if piece.kind == "table-row" else None


def _add_table(text: BlockText, pairs: Sequence[Judged]) -> None:
    text.end_table()
    heads = [is_head(piece.element) for piece, _ in pairs]
    if not any(heads) and heads_columns([cells_of(piece.text) for piece, _ in pairs]):
        heads[0] = True
    for (piece, reason), head in zip(pairs, heads, strict=True):
        text.add_row([_runs(piece)], head=head, reason=reason)
    text.end_table()


def _runs(piece: Piece) -> Runs:
    runs = Runs(piece.text)
    for reason, words in piece.aside:
        runs.add(words, reason=reason)
    return runs
