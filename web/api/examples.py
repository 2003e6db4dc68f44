"""The examples in the OpenAPI document. A test checks them against the contract."""

from __future__ import annotations

from typing import Any

Q = "When does the reading room open?"
ARTICLE_ID = "the-reading-room"
_SNAPSHOT = "0123456789abcdef"
QUOTE = "The reading room opens at nine, from Monday to Friday."
_PASSAGE = QUOTE + " Books are brought there within the hour."
_START = 1204
_CITATION = f"“The reading room”, 2024, ¶ 7, characters {_START}–{_START + len(QUOTE)}."

ASK: dict[str, Any] = {"question": Q, "k": 1}
ASK_BATCH: dict[str, Any] = {"questions": [{"id": 1, "question": Q}, {"id": "empty", "question": " "}], "k": 1}

_CARD: dict[str, Any] = {
    "id": ARTICLE_ID,
    "origin": "reading-room.md",
    "title": "The reading room",
    "author": None,
    "publisher": None,
    "url": None,
    "published": "2024",
}
_EVIDENCE: dict[str, Any] = {
    "rank": 1,
    "quote": QUOTE,
    "quote_start": _START,
    "quote_end": _START + len(QUOTE),
    "passage": _PASSAGE,
    "start": _START,
    "end": _START + len(_PASSAGE),
    "score": 0.71,
    "confidence": 0.62,
    "doubtful": False,
    "table_header": None,
    "article": _CARD,
    "location": {"heading": [], "paragraph": 7, "page": None, "label": "", "page_label": ""},
    "citation": _CITATION,
    "link": None,
    "also_in": [],
    "matches": [
        {
            "word": "open",
            "start": 27,
            "end": 31,
            "quote_start": _START + 17,
            "quote_end": _START + 22,
            "similarity": 0.9,
        }
    ],
}
ANSWER: dict[str, Any] = {
    "schema_version": 1,
    "question": Q,
    "corrected": None,
    "verdict": "answered",
    "confidence": 0.62,
    "missing": [],
    "notices": [],
    "withheld": 0,
    "empty": False,
    "filters": [],
    "evidence": [_EVIDENCE],
    "by_article": [_EVIDENCE],
    "parts": [],
    "snapshot": _SNAPSHOT,
    "took_ms": 12.3,
}
_PLACE: dict[str, Any] = {
    "quote": QUOTE,
    "quote_start": _START,
    "quote_end": _START + len(QUOTE),
    "article": _CARD,
    "location": {"heading": [], "paragraph": 7, "page": None, "label": "", "page_label": ""},
    "citation": _CITATION,
    "link": None,
}
CHECKED_QUOTE: dict[str, Any] = {
    "schema_version": 1,
    "text": QUOTE,
    "stands": True,
    "places": [_PLACE],
    "nearest": None,
    "differences": [],
    "set_aside": [],
    "snapshot": _SNAPSHOT,
}
BATCH: dict[str, Any] = {
    "schema_version": 1,
    "answers": [{**ANSWER, "id": 1}, {"id": "empty", "error": "The question is empty: expected some words."}],
}
ARTICLES: dict[str, Any] = {
    "schema_version": 1,
    "snapshot": _SNAPSHOT,
    "count": 1,
    "articles": [_CARD],
    "next": None,
}
FILTERS: dict[str, Any] = {
    "schema_version": 1,
    "snapshot": _SNAPSHOT,
    "articles": 5,
    "keys": [
        {
            "key": "collection",
            "count": 2,
            "values": [
                {"value": "leaflets", "filter": "collection:leaflets", "articles": 3, "chosen": False},
                {"value": ".", "filter": "collection:.", "articles": 2, "chosen": False},
            ],
        }
    ],
}
ARTICLE: dict[str, Any] = {
    "schema_version": 1,
    "snapshot": _SNAPSHOT,
    "article": {**_CARD, "id": "loans", "origin": "loans.md", "title": "Loans"},
    "sha256": "96915f0e5c6a6dd9a1d0a72efb2ff48e170f3b0ed6d8bdd687eb12d8f34868c8",
    "card": {"title": {"value": "Loans", "words": "Loans", "place": "text"}},
    "text": "# Loans\n\nBring a book back within a month.\n",
    "blocks": [
        {"start": 2, "end": 7, "kind": "title", "level": 1, "paragraph": 0, "page": None, "reason": None, "label": ""},
        {
            "start": 9,
            "end": 42,
            "kind": "paragraph",
            "level": 0,
            "paragraph": 1,
            "page": None,
            "reason": None,
            "label": "",
        },
    ],
}
HEALTH: dict[str, Any] = {"status": "ready", "snapshot": _SNAPSHOT, "passages": 60, "build": None}
LIVE: dict[str, Any] = {"status": "live"}
METRICS = 'verbatim_requests_total{method="GET",route="/v1/ask",status="200"} 3.0\n'
