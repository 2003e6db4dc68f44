"""Finds author biographies, except in articles about people, where the same words are article text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.corpus.cleaning.units import Unit

# "She", "Dr. Jane Doe", "Jane Doe, M.D.,"; a bare "Jane Doe" may be any capitalized words.
_TITLED_PERSON = re.compile(
    r"(?:She|He|Dr\.? [A-Z]\w+|[A-Z]\w+(?: [A-Z]\.)? [A-Z][\w'-]+, (?:[A-Z]\w{0,3}[A-Z.][\w.]{0,10}(?:,? |,))+) ?"
)
_PERSON = re.compile(rf"{_TITLED_PERSON.pattern}|(?!The |This |A |An |It )[A-Z]\w+(?:(?: [A-Z]\.)? [A-Z][\w'-]+)? ")
_PRONOUN = frozenset({"he", "she", "his", "her"})
_WRITER = r"(?:writer|editor|author|journalist|blogger|contributor|reporter|columnist)"
# Each of these suggests that the person writes for the site or is advertised.
_WRITES = re.compile(
    r"\b(?:is|was|works as|has been) (?:also |currently |now )?(?:an? |the )(?:[\w-]+ ){0,4}"
    rf"(?:freelance|contributing|staff|guest) {_WRITER}\b"
    r"|\bhas (?:written|been writing) (?:\w+ ){0,3}(?:for|on) .{0,60}(?:\.com|magazine|publications|since|online"
    r"|years)\b"
    r"|\b(?:work|writing|articles) (?:has|have) (?:appeared|been (?:published|featured)) in\b"
    r"|\bis an? long[- ]?time (?:advocate|contributor|writer|blogger|student|practitioner)\b"
    rf"|\bis (?:an? |the )(?:[\w-]+ ){{0,3}}(?:{_WRITER}|correspondent)(?:,| and [\w ]+,?)? (?:for|at|based"
    rf"|covering|living"
    r"|who (?:covers|lives|writes|specialises|specializes))\b"
    r"|\b(?:who )?covers (?:[\w-]+ ){1,5}for (?-i:[A-Z])"
    r"|\bis an? (?:[\w-]+ ){1,6}who lives in\b.{0,60}\bwith (?:her|his|their|two|three|a|an)\b"
    r"|\byou can (?:find|follow|reach) (?:him|her|them) (?:on|at)\b"
    r"|\bwhen (?:she|he|they)(?:'s| is|'re| are) not (?:writing|blogging|working|at)\b",
    re.IGNORECASE,
)
# Two of these in one sentence in the present tense list a person's credentials.
_CREDENTIAL = re.compile(
    r"\b(?:certified|licensed|registered|accredited|diplomates?|diplomat|licen[sc]es?|board[- ]certified|fellow"
    r"|member of|master's|bachelor's|doctorate|degree|association|society|commission|certification)\b",
    re.IGNORECASE,
)
_PRESENT = re.compile(r"\b(?:is|has|holds|specializes|specialises|practices|practises|serves|works|teaches)\b")
# Only a name with at least two abbreviated titles; one could be a company, such as "Jane Doe Inc".
_LETTERS = r"(?:[A-Z]\.|[A-Z][A-Za-z]?\.)[A-Za-z.]*|[A-Z]{2,6}|(?:M|B|Ph|Ed)\.?(?:Sc|Ed|D|Phil)|Dipl|Lic"
_BYLINE = re.compile(
    rf"(?:(?:By|by|Written by|Author:) )?[A-Z][\w'-]+(?: [A-Z]\.)?(?: [A-Z][\w'-]+){{1,2}}"
    rf"(?:,? (?:{_LETTERS})\.?(?: [A-Z][a-z]{{0,3}}\.)?){{2,}}\W*"
)
# The last of such titles, if the sentence was split at a dot.
_LETTERS_ALONE = re.compile(r"(?P<word>[A-Z][a-z]{1,3}\.)|\([A-Z]{3,8}\)[®™]?\.?")
# An article is about people if a larger share of its sentences begins with a pronoun.
_PEOPLE = 0.08


def biographies(units: Sequence[Unit]) -> set[int]:
    """Positions of the units that are about the author."""
    people = sum(not _PRONOUN.isdisjoint(unit.words[:2]) for unit in units if unit.prose)
    if people > max(3, _PEOPLE * sum(unit.prose for unit in units)):
        return set()
    found = {at for at, unit in enumerate(units) if _biography(unit) or _BYLINE.fullmatch(unit.text)}
    said = [units[at].text for at in found]
    return found | {at for at, unit in enumerate(units) if _title_alone(unit, said)}


def _title_alone(unit: Unit, said: Sequence[str]) -> bool:
    """Whether a unit is only a title, by its form or because a text about an author, of those in `said`, has it."""
    # Titles on a separate line may be a heading.
    found = None if unit.alone else _LETTERS_ALONE.fullmatch(unit.text)
    # "No." and "Rest." have the same form.
    return found is not None and (not found["word"] or any(found["word"] in text for text in said))


def _biography(unit: Unit) -> bool:
    if not _PERSON.match(unit.text):
        return False
    letterhead = _TITLED_PERSON.match(unit.text) and _PRESENT.search(unit.text)
    return bool((letterhead and len(_CREDENTIAL.findall(unit.text)) >= 2) or _WRITES.search(unit.text))
