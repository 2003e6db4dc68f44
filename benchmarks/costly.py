"""What questions of 10,000 characters cost beside an ordinary one: `python -m benchmarks.costly`.

Each shape is one that an attacker or a careless paste would send; the figures are processor time, the least of three.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from index.ask import Answerer, open_answerer
from index.build import build
from index.contract.answers import LONGEST_QUESTION
from index.settings import load_settings

ROOT = Path(__file__).resolve().parent.parent
ORDINARY = "How long should I keep an ice pack on my back?"
_TIMES = 3


def shapes(answerer: Answerer) -> dict[str, str]:
    """Questions of the greatest length, by what they are made of."""
    draw = np.random.default_rng(0)
    own = answerer.engine.vocabulary.content_words
    made_up = ("".join(draw.choice(list("abcdefghijklmnopqrstuvwxyz"), 7)) for _ in range(LONGEST_QUESTION))
    return {
        "made-up words": _long(made_up),
        "words of the articles": _long(map(str, draw.permutation(own * 8))),
        "misspelt words": _long(f"{word[:-1]}q" for word in own * 8),
        "one word": "a" * LONGEST_QUESTION,
        "one word again and again": _long(_always("spasm")),
        "punctuation": _long(_always("?!,.;:-")),
        "mixed scripts": _long(_always("spasm \u0441\u043f\u0430\u0437\u043c \u80cc\u4e2d \u0639\u0636\u0644\u0629")),
        "accents": _long(_always("e\u0301\u0327" * 40)),
        "numbers": _long(_always("1,234.5")),
        "full width": _long(_always("\uff21\uff22\uff11")),
        "questions": _long(_always("What is ice?")),
        "contrasts": _long(_always("ice or heat")),
    }


def cost(answerer: Answerer, question: str, times: int = _TIMES) -> float:
    """Processor seconds that a question takes."""
    taken = []
    for _ in range(times):
        started = time.process_time()
        answerer.ask(question)
        taken.append(time.process_time() - started)
    return min(taken)


def main() -> None:
    """Build, ask, print."""
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(corpus=ROOT / "corpus", index=Path(folder))
        build(settings)
        answerer = open_answerer(settings)
        ordinary = cost(answerer, ORDINARY, 20)
        print(f"ordinary: {ordinary * 1000:.1f} ms")
        for name, question in shapes(answerer).items():
            taken = cost(answerer, question)
            print(f"{name:<26} {taken * 1000:7.1f} ms  {taken / ordinary:5.1f} times")


def _always(word: str) -> Iterator[str]:
    while True:
        yield word


def _long(words: Iterator[str]) -> str:
    """The words up to the greatest length."""
    text: list[str] = []
    length = 0
    for word in words:
        text.append(word)
        length += len(word) + 1
        if length > LONGEST_QUESTION:
            break
    return " ".join(text)[:LONGEST_QUESTION]


if __name__ == "__main__":
    main()
