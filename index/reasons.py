"""Why a block is not article text, in words a person understands. `Block.reason` is one of these."""

from __future__ import annotations

from typing import Final, Literal, get_args

Reason = Literal[
    "navigation",
    "cookie or consent notice",
    "comment form",
    "reader comments",
    "advertising or sponsorship",
    "newsletter",
    "author biography",
    "related links",
    "link spam",
    "social buttons",
    "page furniture",
    "legal notice",
    "not prose",
    # Not a rule's: what a reader knows from the source, and what `verbatim clean --set-aside` names.
    "front matter",
    "struck out",
    "hidden",
    "garbled by its font",
    "left out",
    "set aside by the maintainer",
]
REASONS: tuple[Reason, ...] = get_args(Reason)

NAVIGATION: Final = "navigation"
COOKIES: Final = "cookie or consent notice"
COMMENT_FORM: Final = "comment form"
READER_COMMENTS: Final = "reader comments"
ADVERTISING: Final = "advertising or sponsorship"
NEWSLETTER: Final = "newsletter"
AUTHOR: Final = "author biography"
RELATED: Final = "related links"
LINK_SPAM: Final = "link spam"
SOCIAL: Final = "social buttons"
FURNITURE: Final = "page furniture"
LEGAL: Final = "legal notice"
NOT_PROSE: Final = "not prose"
FRONT_MATTER: Final = "front matter"
STRUCK: Final = "struck out"
HIDDEN: Final = "hidden"
GARBLED: Final = "garbled by its font"
LEFT_OUT: Final = "left out"
MAINTAINER: Final = "set aside by the maintainer"
