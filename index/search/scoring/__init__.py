"""Query → Scored: the candidates with all raw scores, the fused score, and each passage's answering sentence."""
