"""The phrase families: boilerplate wordings that many sites use around their articles, by reason."""

from __future__ import annotations

from index.corpus.cleaning.wording.families.invitations import INVITATIONS
from index.corpus.cleaning.wording.families.notices import NOTICES, WEAK

__all__ = ["FAMILIES", "WEAK"]

FAMILIES = (*NOTICES, *INVITATIONS)
