"""Which notices a question calls for: groups of words near each other, however they are spelt. Pure and without a model.

A question's words are compared with the notices' own by stem, and those that are no English words by edit distance. A
phrase is its words in order, with a few others between. A sign is met where a phrase of each of its groups stands in
one stretch of the question; an example, where all of its words do. What is negated counts too: safety first.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.english import frequency
from index.evidence import Notice
from index.notice_rules import NoticeRule, NoticeRules
from index.terms import stem, words

# Words that are passed over, in questions and phrases alike, so that a stretch counts what means something.
LIGHT = frozenset(
    """a an the my your his her their our its this that these those me mine am is are was were be been being do does did
    have has had i you he she it we they and or of to so very really just quite bit also please some any all own im ive
    whole since oh well hi hello like kind sort anymore""".split()
)
# Marks a word of a phrase that counts in this very form only ("=legs" is not "leg").
EXACT = "="
# Other words that may stand between two words of a phrase.
_BETWEEN = 2
# Words in which all groups of a sign must stand.
_STRETCH = 12
# Words that an example's stretch may have beside its own.
_EXAMPLE_SPARE = 4
# Two slips are allowed in a word of that many letters, one in a shorter of at least so many.
_TWO_SLIPS_FROM = 7
_ONE_SLIP_FROM = 4
# A word that is counted this rarely in the list of English words may be another one misspelt.
_RARE = 60
_APOSTROPHES = str.maketrans("", "", "'’‘`´ʼ")

Span = tuple[int, int]
Phrase = tuple[str, ...]
_LEVELS = ("emergency", "urgent")


class NoticeMatcher:
    """Finds the notices of one file. Several threads may ask at once."""

    def __init__(self, rules: NoticeRules) -> None:
        self._rules = sorted(rules.notice, key=lambda rule: _LEVELS.index(rule.level))
        self._groups = {name: _phrases(group) for name, group in rules.words.items()}
        self._besides = _phrases(rules.besides)
        self._examples = {rule.id: [_phrase(example) for example in rule.examples] for rule in self._rules}
        phrases = [*self._besides, *(phrase for group in self._groups.values() for phrase in group)]
        phrases += [example for examples in self._examples.values() for example in examples]
        forms = {form for phrase in phrases for form in phrase}
        self._keys: dict[str, set[str]] = defaultdict(set)
        for form in forms:
            self._keys[form if form.startswith(EXACT) else stem(form)].add(form)
        self._spelled = sorted({form.removeprefix(EXACT) for form in forms if len(form) >= _ONE_SLIP_FROM})
        self._meant = lru_cache(maxsize=4096)(self._forms_of)

    def find(self, question: str) -> tuple[Notice, ...]:
        """The notices that `question` calls for, emergencies first, else in the file's order."""
        if not self._rules:
            return ()
        asked = _Asked([self._meant(word) for word in _words(question)])
        asked.forget(self._besides)
        return tuple(_notice(rule) for rule in self._rules if self._calls(rule, asked))

    def _calls(self, rule: NoticeRule, asked: _Asked) -> bool:
        return any(asked.near([self._groups[name] for name in sign]) for sign in rule.signs) or any(
            asked.near([(((form,),)) for form in example], len(example) + _EXAMPLE_SPARE)
            for example in self._examples[rule.id]
        )

    def _forms_of(self, word: str) -> frozenset[str]:
        """The notices' words that `word` may be: of its stem, itself, and those it may be misspelt from."""
        known = self._keys.get(stem(word), set()) | self._keys.get(EXACT + word, set())
        if known or len(word) < _ONE_SLIP_FROM or frequency(word) > _RARE:
            return frozenset(known)
        slips = 2 if len(word) >= _TWO_SLIPS_FROM else 1
        near = process.extract(word, self._spelled, scorer=OSA.distance, score_cutoff=slips, limit=None)
        fewest = min((found[1] for found in near), default=0)
        meant = [found[0] for found in near if found[1] == fewest]
        return frozenset().union(*(self._keys.get(stem(form), set()) | self._keys.get(EXACT + form, set()) for form in meant))


class _Asked:
    """A question as the sets of forms that each of its words may be, and where each form stands."""

    def __init__(self, forms: Sequence[frozenset[str]]) -> None:
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, meant in enumerate(forms):
            for form in meant:
                self._places[form].append(place)

    def forget(self, phrases: Iterable[Phrase]) -> None:
        """Words of these phrases, where they stand side by side, count no more."""
        gone = {place for phrase in phrases for first, last in self._spans(phrase, 0) for place in range(first, last + 1)}
        if gone:
            for form, places in self._places.items():
                self._places[form] = [place for place in places if place not in gone]

    def near(self, groups: Sequence[Sequence[Phrase]], stretch: int = _STRETCH) -> bool:
        """Whether a phrase of each group stands in one stretch of the question, no two of them on the same words."""
        found = []
        for group in groups:
            spans = sorted({span for phrase in group for span in self._spans(phrase, _BETWEEN)})
            if not spans:
                return False
            found.append(spans)
        found.sort(key=len)
        return any(_together(found[1:], (span,), stretch) for span in found[0])

    def _spans(self, phrase: Phrase, between: int) -> list[Span]:
        """Where `phrase` stands: its words in order, at most `between` others after each."""
        spans = [(place, place) for place in self._places.get(phrase[0], ())]
        for form in phrase[1:]:
            places = self._places.get(form, ())
            if not spans or not places:
                return []
            spans = [
                (first, places[at])
                for first, last in spans
                for at in (bisect_left(places, last + 1),)
                if at < len(places) and places[at] - last - 1 <= between
            ]
        return spans


def _together(found: Sequence[Sequence[Span]], taken: tuple[Span, ...], stretch: int) -> bool:
    """Whether a span of each of `found` fits beside those taken, within `stretch` words in all."""
    if not found:
        return True
    first, last = min(span[0] for span in taken), max(span[1] for span in taken)
    spans = found[0]
    for at in range(bisect_left(spans, (last - stretch + 1, 0)), len(spans)):
        span = spans[at]
        if span[0] >= first + stretch:
            return False
        fits = max(span[1], last) - min(span[0], first) < stretch
        apart = all(span[1] < other[0] or other[1] < span[0] for other in taken)
        if fits and apart and _together(found[1:], (*taken, span), stretch):
            return True
    return False


def _words(text: str) -> list[str]:
    return [word for word in words(text.translate(_APOSTROPHES)) if word not in LIGHT]


def _phrase(text: str) -> Phrase:
    """The words of a phrase that count; all of them where none would."""
    parts = text.lower().translate(_APOSTROPHES).split()
    kept = [part for part in parts if part not in LIGHT] or parts
    return tuple(
        (EXACT if part.startswith(EXACT) else "") + form for part in kept for form in words(part.removeprefix(EXACT))
    )


def _phrases(texts: Iterable[str]) -> list[Phrase]:
    return list(dict.fromkeys(_phrase(text) for text in texts))


def _notice(rule: NoticeRule) -> Notice:
    return Notice(rule.id, rule.level, rule.text, rule.source, rule.url)
