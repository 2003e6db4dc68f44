"""Card: what an article says about itself, each statement with the words it was read from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

Field = Literal["title", "author", "publisher", "published", "url", "language", "licence", "sells", "disclaimer"]
FIELDS: tuple[Field, ...] = get_args(Field)


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing a source says about itself.

    `words` are the source's own, from which `value` was read; `place` says where they stand: `<title>`, `front
    matter`, `sources.toml`, `text`. `sells` and `disclaimer` have as value the sentence that says it.
    """

    field: Field
    value: str
    words: str
    place: str


@dataclass(frozen=True, slots=True)
class Card:
    """The provenance card: one statement a field at most. A field without one is "not stated", never guessed."""

    statements: tuple[Statement, ...] = ()

    @classmethod
    def of(cls, place: str = "", **values: str | None) -> Card:
        """The card whose values are themselves the words, all from one place; `None` states nothing."""
        fields = ((field, values.pop(field, None)) for field in FIELDS)
        found = tuple(Statement(field, value, value, place) for field, value in fields if value)
        if values:
            raise TypeError(f"{', '.join(values)}: expected fields of a card, {', '.join(FIELDS)}")
        return cls(found)

    @classmethod
    def first_of(cls, statements: Iterable[Statement]) -> Card:
        """The card of the first statement of each field; statements without a value do not count."""
        found: dict[Field, Statement] = {}
        for statement in statements:
            if statement.value.strip():
                found.setdefault(statement.field, statement)
        return cls(tuple(found[field] for field in FIELDS if field in found))

    def over(self, other: Card) -> Card:
        """This card, and the other's statements where this one has none."""
        return Card.first_of([*self.statements, *other.statements])

    def statement(self, field: Field) -> Statement | None:
        """The statement of `field`, or `None`: not stated."""
        return next((statement for statement in self.statements if statement.field == field), None)

    def value(self, field: Field) -> str | None:
        """The value of `field`, or `None`: not stated."""
        found = self.statement(field)
        return found.value if found else None

    @property
    def title(self) -> str | None:
        """What the article calls itself."""
        return self.value("title")

    @property
    def author(self) -> str | None:
        """Who wrote it, as written."""
        return self.value("author")

    @property
    def publisher(self) -> str | None:
        """Whose site or imprint it is."""
        return self.value("publisher")

    @property
    def published(self) -> str | None:
        """When, as stated."""
        return self.value("published")

    @property
    def url(self) -> str | None:
        """Where the original stands."""
        return self.value("url")
