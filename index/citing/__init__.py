"""How a quote is cited: reference formats, links that mark it on its page, and the hash that tells when it changed."""
