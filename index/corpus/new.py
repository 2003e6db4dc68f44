"""`verbatim new`: a folder for a new collection, with commented files for the maintainer to fill in."""

from __future__ import annotations

from pathlib import Path

from index.corpus.collection import COLLECTION
from index.corpus.golden import QUESTIONS
from index.corpus.sources import SOURCES
from index.errors import CorpusError

_COLLECTION = """\
# What the pages show about this collection. Every field is optional. After a change, run: verbatim build
# docs/collection.md explains each field.

# The name at the head of each page.
# name = "Our garden"

# One line about it.
# about = "What our members have written about soil, seeds and tools since 1998."

# What readers should know before they rely on it; shown at the foot of each page.
# disclaimer = "Advice from gardeners to gardeners, for a mild climate."

# Where to write to: an e-mail address or a web address.
# contact = "garden@example.org"

# The language of this file, and of articles that do not state theirs: en, de, fr, es, pt-BR, ...
# language = "en"

# The colour of links and buttons. Pages use the nearest shade that is readable.
# accent = "#2f6b3a"

# Example questions to click. Without them, the build takes some from questions.jsonl, or headings that are questions.
# questions = ["When are tomatoes sown?", "What helps against snails?"]
"""
_SOURCES = """\
# One table per file: what is stated here overrides what the file itself states. `verbatim add` fills it in.
# A field that neither states is shown as "not stated".
#
# ["sowing.pdf"]
# title = "Sowing"
# author = "A. Gardener"
# publisher = "Garden club"
# published = "2021-03-01"
# url = "https://example.org/sowing"
# language = "en"
# licence = "CC BY 4.0"
# tags = ["spring"]                  # to filter by
# sells = "The club sells seeds."      # what the publisher sells, if it profits from the advice
"""
# One JSON object per line: docs/collection.md has an example.
_QUESTIONS = ""
FILES = {COLLECTION: _COLLECTION, SOURCES: _SOURCES, QUESTIONS: _QUESTIONS}


def new(folder: Path) -> list[Path]:
    """Write the files of a new collection into `folder`, creating it if needed; returns their paths.

    Raises `CorpusError`, before anything is written, if one of them already exists.
    """
    paths = {folder / name: text for name, text in FILES.items()}
    if there := [path.name for path in paths if path.exists() or path.is_symlink()]:
        raise CorpusError(
            f"{str(folder)!r} already has {', '.join(there)}: expected a folder without these files. "
            "Edit them, or name another folder: verbatim new FOLDER"
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, text in paths.items():
            with path.open("x", encoding="utf-8") as file:
                file.write(text)
    except OSError as error:
        raise CorpusError(
            f"{str(folder)!r} cannot be written ({error}): expected a folder that you may write to. "
            "Name another: verbatim new FOLDER"
        ) from error
    return list(paths)
