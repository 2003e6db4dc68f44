"""The cost of questions of 10,000 characters, relative to an ordinary one: `python -m benchmarks.costly`.

Each shape is one that an attacker or a careless paste would send. Costs are processor time, the minimum of three
questions of the shape. Each question is asked only once, because known words cost less.
"""

from __future__ import annotations

import tempfile
import time
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from index.ask import Answerer
from index.build import build
from index.contract.answers import LONGEST_QUESTION
from index.opening import open_answerer
from index.query import LONGEST_WRITTEN_OUT
from index.settings import load_settings

ROOT = Path(__file__).resolve().parent.parent
ORDINARY = "How long should I keep an ice pack on my back?"
# The longest question that is split into parts.
_DIVIDED = 240
_TIMES = 3
# The letter U+FDFA is normalized to a whole phrase; each one is followed by a space.
_MOST_PHRASES = 2 * (LONGEST_WRITTEN_OUT // len(unicodedata.normalize("NFKC", "\ufdfa ")))


def shapes(answerer: Answerer, seed: int = 0) -> dict[str, str]:
    """Costly questions of the maximum length, by name; different for each `seed`."""
    draw = np.random.default_rng(seed)
    own = answerer.engine.vocabulary.content_words * 8
    ideographs = map(chr, draw.integers(0x4E00, 0x9FA5, LONGEST_QUESTION))
    return {
        "made-up words": _long(_made_up(draw, 7)),
        "long made-up words": _long(_made_up(draw, 60)),
        "words of no length": _long(_made_up(draw, 300)),
        "words of the articles": _long(map(str, draw.permutation(own))),
        "misspelt words": _long(f"{word[:-1]}q" for word in map(str, draw.permutation(own))),
        "one word": "a" * LONGEST_QUESTION,
        "one word again and again": _long(_always("spasm")),
        "punctuation": _long(_always("?!,.;:-")),
        "mixed scripts": _long(_always("spasm \u0441\u043f\u0430\u0437\u043c \u80cc\u4e2d \u0639\u0636\u0644\u0629")),
        "ideographs": _long(ideographs),
        "letters that are phrases": _long(_always("\ufdfa"), _MOST_PHRASES),
        "accents": _long(_always("e\u0301\u0327" * 40)),
        "apostrophes": "a'" * (LONGEST_QUESTION // 2),
        "numbers": _long(_always("1,234.5")),
        "full width": _long(_always("\uff21\uff22\uff11")),
        "questions": _long(_always("What is ice?")),
        "contrasts": _long(_always("ice or heat")),
        "parts of made-up words": _parts(_made_up(draw, 12)),
        "parts of the articles' words": _parts(map(str, draw.permutation(own))),
    }


def cost(answerer: Answerer, question: str) -> float:
    """The processor time of a question, in seconds."""
    started = time.process_time()
    answerer.ask(question)
    return time.process_time() - started


def costs(answerer: Answerer) -> Mapping[str, float]:
    """For each shape, its processor time as a multiple of that of an ordinary question."""
    ordinary = min(cost(answerer, ORDINARY) for _ in range(20))
    found = [{name: cost(answerer, text) for name, text in shapes(answerer, n).items()} for n in range(_TIMES)]
    return {name: min(each[name] for each in found) / ordinary for name in found[0]}


def main() -> None:
    """Build, ask, print."""
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(corpus=ROOT / "corpus", index=Path(folder))
        build(settings)
        answerer = open_answerer(settings)
        ordinary = min(cost(answerer, ORDINARY) for _ in range(20))
        print(f"ordinary: {ordinary * 1000:.1f} ms")
        for name, times in costs(answerer).items():
            print(f"{name:<28} {times:5.1f} times")


def _always(word: str) -> Iterator[str]:
    while True:
        yield word


def _made_up(draw: np.random.Generator, length: int) -> Iterator[str]:
    """Random words."""
    letters = list("abcdefghijklmnopqrstuvwxyz")
    while True:
        yield "".join(draw.choice(letters, length))


def _long(words: Iterator[str], most: int = LONGEST_QUESTION) -> str:
    """As many of the words as fit into `most` characters."""
    text: list[str] = []
    length = 0
    for word in words:
        text.append(word)
        length += len(word) + 1
        if length > most:
            break
    return " ".join(text)[:most]


def _parts(words: Iterator[str]) -> str:
    """Four questions in one, as long as can be split."""
    begins = "What is "
    return " ".join(begins + _long(words, _DIVIDED // 4 - len(begins) - 2) + "?" for _ in range(4))


if __name__ == "__main__":
    main()
