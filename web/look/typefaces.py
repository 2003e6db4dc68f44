"""The typefaces of every page: Source Sans and Source Serif (SIL Open Font License 1.1), shipped with Streamlit.

The plain pages load the same files as the Streamlit page, so that browsers cache one copy.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

# The folder, below the base path, from which Streamlit serves fonts.
_SERVED = "static/media"
# Family, style, weights, and the pattern of the file name in Streamlit's build.
_FACES = (
    ("Source Sans", "normal", "200 900", "SourceSansVF-Upright.ttf.*.woff2"),
    ("Source Serif", "normal", "100 900", "SourceSerifVariable-Roman.ttf.*.woff2"),
    ("Source Sans", "italic", "200 900", "SourceSansVF-Italic.ttf.*.woff2"),
    ("Source Serif", "italic", "100 900", "SourceSerifVariable-Italic.ttf.*.woff2"),
)


class Typeface(NamedTuple):
    """One font file; `path` is its path below the base path."""

    family: str
    style: str
    weights: str
    path: str


@cache
def typefaces() -> tuple[Typeface, ...]:
    """The typefaces that the installed Streamlit contains; missing ones are left out."""
    package = find_spec("streamlit")
    folder = Path(package.origin).parent / "static" / _SERVED if package and package.origin else Path()
    return tuple(
        Typeface(family, style, weights, f"{_SERVED}/{file.name}")
        for family, style, weights, pattern in _FACES
        for file in sorted(folder.glob(pattern))[:1]
    )


def sheet() -> str:
    """The style sheet with their `@font-face` rules, for a page one folder below the base path."""
    return "".join(
        f'@font-face {{ font-family: "{face.family}"; font-style: {face.style}; font-weight: {face.weights}; '
        f'font-display: swap; src: url("../{face.path}") format("woff2"); }}\n'
        for face in typefaces()
    )


def preloaded() -> list[str]:
    """The paths, below the base path, of the fonts that every page needs."""
    return [face.path for face in typefaces() if face.style == "normal"]
