"""How confidence is fitted, and on what."""
