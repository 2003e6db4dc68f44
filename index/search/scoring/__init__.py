"""Query → Scored: the candidates with every raw score, their fusion, and the sentences that answer."""
