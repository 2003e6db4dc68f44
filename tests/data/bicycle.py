"""The text of the sample files in tests/data, written for the tests."""

from __future__ import annotations

TITLE = "Caring for a Bicycle"
AUTHOR = "Ada Spoke"
PUBLISHER = "Quiet Street Press"
PUBLISHED = "2021-04-03"
RIGHTS = "CC BY 4.0"

# Each chapter has a heading, and (kind, words) pairs in order; table rows are tuples of cells.
CHAPTERS: tuple[tuple[str, tuple[tuple[str, str | tuple[str, ...]], ...]], ...] = (
    (
        "Cleaning",
        (
            (
                "paragraph",
                "Wash the frame with warm water and a soft brush once a month. Strong jets of water push grease out "
                "of the bearings, so a bucket is better than a hose. A wet bicycle rusts overnight when it is left "
                "standing in the shed.",
            ),
            ("paragraph", "The “café racer’s” rule is simple: never put a dirty chain on a clean wheel."),
            ("heading", "What you need"),
            ("list-item", "a bucket of warm water"),
            ("list-item", "two soft brushes"),
            ("list-item", "a dry cotton cloth"),
        ),
    ),
    (
        "Oiling",
        (
            (
                "paragraph",
                "Put one drop of oil on every link of the chain and turn the pedals backwards for a minute. Wipe off "
                "what does not soak in, because spare oil only gathers dust.",
            ),
            ("heading", "How often"),
            ("row", ("Part", "Oil it every", "Wipe it every")),
            ("row", ("Chain", "200 km", "100 km")),
            ("row", ("Brake lever", "6 months", "2 weeks")),
            ("paragraph", "Squeaking on a dry day is the sign that a chain has waited too long."),
        ),
    ),
)
