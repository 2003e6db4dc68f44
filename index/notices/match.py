"""Which notices a question calls for: by groups of words near each other, however spelt, and by what it is like.

A question's words are compared with the notices' own by stem, and those that are no English words by edit distance. A
phrase is its words in order, with a few others between. A sign is met where a phrase of each of its groups stands in
one stretch of the question; an example, where all of its words do. What is negated counts too: safety first. A question
whose words meet no sign still calls for the notice that it is enough like the examples of, and one whose words meet a
sign calls for none where it is like the ordinary ones (`notice_likeness`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial

from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.answer import Notice
from index.arrays import Floats
from index.notices.classifier import Likeness, NoticeLikeness
from index.notices.rules import NoticeRule, NoticeRules
from index.notices.wording import ANY_NUMBER, EXACT, NUMBERS, Phrase, phrase, said, sound
from index.text.english import frequency, is_one_slip_from_english
from index.text.terms import stem

# Other words that may stand between two words of a phrase.
_BETWEEN = 2
# Words in which all groups of a sign must stand.
_STRETCH = 12
# Words that an example's stretch may have beside its own.
_SPARE = 4
# Two slips are allowed in a word of that many letters, one in a shorter; none in one shorter than that.
_TWO_SLIPS_FROM = 7
_SHORTEST = 3
# A word that is counted this rarely in the list of English words may be another one misspelt.
_RARE = 60
# Two words that are counted this often may have been run together.
_USUAL = 500
_LEVELS = ("emergency", "urgent")
# What the words alone decide.
_UNKNOWN = Likeness(None, possible=True)

Span = tuple[int, int]


class _Group:
    """Phrases that mean the same, by their first words."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.by_first: dict[str, list[Phrase]] = defaultdict(list)
        for found in dict.fromkeys(phrase(text) for text in texts):
            self.by_first[found.forms[0]].append(found)

    @property
    def forms(self) -> set[str]:
        return {form for phrases in self.by_first.values() for phrase in phrases for form in phrase.forms}


class NoticeMatcher:
    """Finds the notices of one file. Several threads may ask at once."""

    def __init__(self, rules: NoticeRules, likeness: NoticeLikeness | None = None) -> None:
        self._likeness = likeness
        self._rules = sorted(rules.notice, key=lambda rule: _LEVELS.index(rule.level))
        self._besides = _Group(rules.besides)
        groups = {name: _Group(texts) for name, texts in rules.words.items()}
        self._signs = {
            rule.id: [([groups[name] for name in sign], _STRETCH) for sign in rule.signs]
            + [_example(text) for text in rule.examples]
            for rule in self._rules
        }
        used = [group for signs in self._signs.values() for sign, _ in signs for group in sign]
        forms = {form for group in [self._besides, *used] for form in group.forms}
        self._spellings = {wrong: right for right, spelled in rules.spellings.items() for wrong in spelled}
        self._known = _Known(forms)
        # Of another object, and not of this one: what refers to itself stays in memory until it is looked for.
        self._meant = lru_cache(maxsize=4096)(self._known.forms_of)
        self._parts = lru_cache(maxsize=4096)(partial(_parts_of, self._meant))

    def find(self, question: str, vector: Floats | None = None) -> tuple[Notice, ...]:
        """The notices that `question` calls for, emergencies first, else in the file's order.

        Without its `vector` it is judged by its words alone.
        """
        if not self._rules:
            return ()
        like = self._likeness.find(question, vector) if self._likeness and vector is not None else _UNKNOWN
        by_words = self._by_words(question, [rule for rule in self._rules if self._may_call(rule, like)])
        return tuple(_notice(rule) for rule in self._rules if rule.id == like.notice or rule.id in by_words)

    def _by_words(self, question: str, rules: Sequence[NoticeRule]) -> set[str]:
        """The ids of those of `rules` of which the words of `question` meet a sign."""
        if not rules:
            return set()
        asking = [part for word in said(question, self._spellings) for part in self._parts(word)]
        asked = _Asked([self._meant(word) for word in asking])
        # What is a word of the notices as it stands is not taken for one of `besides` misspelt.
        sure = _Asked([self._known.written(word) or self._meant(word) for word in asking])
        asked.forget(sure.stands(self._besides, 0))
        return {rule.id for rule in rules if any(asked.near(sign, stretch) for sign, stretch in self._signs[rule.id])}

    def _may_call(self, rule: NoticeRule, like: Likeness) -> bool:
        """Whether words decide: of a question like ordinary ones they do so only for a notice without questions."""
        return like.possible or self._likeness is None or rule.id not in self._likeness.ids


class _Known:
    """The words of the notices, as they are looked up: by stem, by spelling and by sound."""

    def __init__(self, forms: set[str]) -> None:
        self._keys: dict[str, set[str]] = defaultdict(set)
        for form in forms:
            self._keys[form if form.startswith(EXACT) else stem(form)].add(form)
        self._spelled = sorted({form.removeprefix(EXACT) for form in forms if len(form) >= _SHORTEST})
        self._sounds: dict[str, set[str]] = defaultdict(set)
        for form in self._spelled:
            self._sounds[sound(form)].add(form)

    def written(self, word: str) -> frozenset[str]:
        """The notices' words that `word` is as it stands."""
        return frozenset(self._keys.get(stem(word), set()) | self._keys.get(EXACT + word, set()))

    def forms_of(self, word: str) -> frozenset[str]:
        """The notices' words that `word` may be: of its stem, itself, or those that it may be misspelt from."""
        known = self.written(word)
        if word.isdigit() or word in NUMBERS:
            return known | self.written(ANY_NUMBER)
        if len(word) < _SHORTEST or frequency(word) > _RARE:
            return known
        slips = 2 if len(word) >= _TWO_SLIPS_FROM else 1
        near = process.extract(word, self._spelled, scorer=OSA.distance, score_cutoff=slips, limit=None)
        # A misspelling that one group lists may be meant for another group's word too.
        fewest = min((found[1] for found in near if found[1]), default=0)
        if not near and not known and not is_one_slip_from_english(word):
            return frozenset().union(*(self.written(form) for form in self._sounds.get(sound(word), ())))
        if fewest > 1 and (known or is_one_slip_from_english(word)):
            return known
        return known.union(*(self.written(found[0]) for found in near if found[1] == fewest))


def _parts_of(meant: Callable[[str], frozenset[str]], word: str) -> tuple[str, ...]:
    """The two words that were run together to `word`, else `word` itself."""
    if len(word) < 2 * _SHORTEST or frequency(word) > _RARE or meant(word):
        return (word,)
    cuts = [(word[:at], word[at:]) for at in range(_SHORTEST, len(word) - 1)]
    usual = [cut for cut in cuts if min(map(frequency, cut)) > _USUAL]
    return max(usual, key=lambda cut: min(map(frequency, cut)), default=(word,))


class _Asked:
    """A question as the places at which each form stands."""

    def __init__(self, forms: Sequence[frozenset[str]]) -> None:
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, meant in enumerate(forms):
            for form in meant:
                self._places[form].append(place)
        self._found: dict[_Group, list[Span]] = {}

    def forget(self, spans: Iterable[Span]) -> None:
        """The words in `spans` count no more."""
        gone = {place for first, last in spans for place in range(first, last + 1)}
        if gone:
            left = {form: [place for place in places if place not in gone] for form, places in self._places.items()}
            self._places = {form: places for form, places in left.items() if places}

    def near(self, groups: Sequence[_Group], stretch: int) -> bool:
        """Whether a phrase of each group stands in one stretch of the question, no two of them on the same words."""
        found = []
        for group in groups:
            if group not in self._found:
                self._found[group] = sorted(self.stands(group, _BETWEEN))
            if not self._found[group]:
                return False
            found.append(self._found[group])
        found.sort(key=len)
        return any(_together(found[1:], (span,), stretch) for span in found[0])

    def stands(self, group: _Group, between: int) -> set[Span]:
        """Where phrases of `group` stand."""
        firsts = self._places.keys() & group.by_first.keys()
        return {span for first in firsts for phrase in group.by_first[first] for span in self._spans(phrase, between)}

    def _spans(self, phrase: Phrase, between: int) -> list[Span]:
        """Where `phrase` stands: its words in order, at most `between` others after each."""
        runs: list[tuple[int, ...]] = [(place,) for place in self._places[phrase.forms[0]]]
        for form in phrase.forms[1:]:
            places = self._places.get(form, [])
            after = [(run, bisect_left(places, run[-1] + 1)) for run in runs] if places else []
            runs = [(*run, places[at]) for run, at in after if at < len(places) and places[at] - run[-1] <= between + 1]
        own = [[place for place, is_own in zip(run, phrase.own, strict=True) if is_own] for run in runs]
        return [(places[0], places[-1]) for places in own]


def _together(found: Sequence[Sequence[Span]], taken: tuple[Span, ...], stretch: int) -> bool:
    """Whether a span of each of `found` fits beside those taken, within `stretch` words in all."""
    if not found:
        return True
    first, last = min(span[0] for span in taken), max(span[1] for span in taken)
    spans = found[0]
    for span in spans[bisect_left(spans, (last - stretch + 1, 0)) :]:
        if span[0] >= first + stretch:
            return False
        fits = max(span[1], last) - min(span[0], first) < stretch
        apart = all(span[1] < other[0] or other[1] < span[0] for other in taken)
        if fits and apart and _together(found[1:], (*taken, span), stretch):
            return True
    return False


def _example(text: str) -> tuple[list[_Group], int]:
    """An example as a sign: each of its words a group of its own."""
    forms = phrase(text).forms
    return [_Group([form]) for form in forms], len(forms) + _SPARE


def _notice(rule: NoticeRule) -> Notice:
    return Notice(rule.id, rule.level, rule.text, rule.source, rule.url)
