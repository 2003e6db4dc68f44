"""The phrase families: wordings that thousands of sites use around their articles, by the reason they stand for."""

from __future__ import annotations

from index.corpus.cleaning.families.invitations import INVITATIONS
from index.corpus.cleaning.families.notices import NOTICES, WEAK

__all__ = ["FAMILIES", "WEAK"]

FAMILIES = (*NOTICES, *INVITATIONS)
