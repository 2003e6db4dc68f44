"""Why a block is not article text, in words a person understands. `Block.reason` is one of these."""

from __future__ import annotations

NAVIGATION = "navigation"
COOKIES = "cookie or consent notice"
COMMENT_FORM = "comment form"
READER_COMMENTS = "reader comments"
ADVERTISING = "advertising or sponsorship"
NEWSLETTER = "newsletter"
AUTHOR = "author biography"
RELATED = "related links"
LINK_SPAM = "link spam"
SOCIAL = "social buttons"
FURNITURE = "page furniture"
LEGAL = "legal notice"
NOT_PROSE = "not prose"
# Not the rules' words: a reader gives them, from what the source does to a text.
STRUCK = "struck out"
HIDDEN = "hidden"
GARBLED = "garbled by its font"
LEFT_OUT = "left out"
# Not the rules' word: `verbatim clean --set-aside`.
MAINTAINER = "set aside by the maintainer"

REASONS = (
    NAVIGATION,
    COOKIES,
    COMMENT_FORM,
    READER_COMMENTS,
    ADVERTISING,
    NEWSLETTER,
    AUTHOR,
    RELATED,
    LINK_SPAM,
    SOCIAL,
    FURNITURE,
    LEGAL,
    NOT_PROSE,
)
