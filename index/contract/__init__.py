"""The JSON of command line, API and MCP tools: one contract, documented in docs/json-answer.md."""

from index.contract.answers import (
    LONGEST_QUESTION,
    AnswerJson,
    BatchJson,
    EvidenceJson,
    FailedJson,
    NamedAnswerJson,
    NoticeJson,
    answer_json,
    evidence_json,
    named_answer_json,
)
from index.contract.articles import (
    ArticleJson,
    ArticlesJson,
    ArticleTextJson,
    BlockJson,
    ExcerptJson,
    StatementJson,
    article_json,
    article_text_json,
    articles_json,
    excerpt_json,
)
from index.contract.base import SCHEMA_VERSION, Contract, wire
from index.contract.filters import FilterKeyJson, FiltersJson, FilterValueJson, filters_json
from index.contract.quotes import CheckedQuoteJson, DifferenceJson, QuotePlaceJson, checked_quote_json
from index.contract.service import BuildJson, HealthJson, LiveJson, ProblemJson

__all__ = [
    "LONGEST_QUESTION",
    "SCHEMA_VERSION",
    "AnswerJson",
    "ArticleJson",
    "ArticleTextJson",
    "ArticlesJson",
    "BatchJson",
    "BlockJson",
    "BuildJson",
    "CheckedQuoteJson",
    "Contract",
    "DifferenceJson",
    "EvidenceJson",
    "ExcerptJson",
    "FailedJson",
    "FilterKeyJson",
    "FilterValueJson",
    "FiltersJson",
    "HealthJson",
    "LiveJson",
    "NamedAnswerJson",
    "NoticeJson",
    "ProblemJson",
    "QuotePlaceJson",
    "StatementJson",
    "answer_json",
    "article_json",
    "article_text_json",
    "articles_json",
    "checked_quote_json",
    "evidence_json",
    "excerpt_json",
    "filters_json",
    "named_answer_json",
    "wire",
]
