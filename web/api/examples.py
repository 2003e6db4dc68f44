"""The examples of the OpenAPI document. A test holds them to the contract."""

from __future__ import annotations

from typing import Any

Q = "How long should ice stay on my back?"
ARTICLE_ID = "massage-for-back-spasms"
_SNAPSHOT = "0123456789abcdef"
QUOTE = "Apply an ice pack for 15 to 20 minutes, three to four times a day for the first 48 to 72 hours."
_PASSAGE = QUOTE + " Some may need a little more time depending on the severity of the knots."
_START = 9337

ASK: dict[str, Any] = {"question": Q, "k": 1}
ASK_BATCH: dict[str, Any] = {"questions": [{"id": 1, "question": Q}, {"id": "empty", "question": " "}], "k": 1}

_CARD: dict[str, Any] = {
    "id": ARTICLE_ID,
    "origin": "massage for back spasms.txt",
    "title": "massage for back spasms",
    "author": None,
    "publisher": None,
    "url": None,
    "published": None,
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
    "location": {"heading": [], "paragraph": 1, "page": None, "label": "", "page_label": ""},
    "citation": "“massage for back spasms”, undated, ¶ 1, characters 9337–9432.",
    "link": None,
    "also_in": [],
    "matches": [
        {"word": "massage", "start": 5, "end": 12, "quote_start": _START, "quote_end": _START + 8, "similarity": 0.9}
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
    "location": {"heading": [], "paragraph": 1, "page": None, "label": "", "page_label": ""},
    "citation": "“massage for back spasms”, undated, ¶ 1, characters 9337–9432.",
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
    "article": {**_CARD, "id": "ice", "origin": "ice.md", "title": "Ice"},
    "sha256": "f6e75a2f4a5fd3f4c0f5a8e5a4b4b7f7b7f2a9c1f0e9d8c7b6a5948372615040",
    "card": {"title": {"value": "Ice", "words": "Ice", "place": "text"}},
    "text": "# Ice\n\nWrap the ice pack in a towel.\n",
    "blocks": [
        {"start": 2, "end": 5, "kind": "title", "level": 1, "paragraph": 0, "page": None, "reason": None, "label": ""},
        {
            "start": 7,
            "end": 36,
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
