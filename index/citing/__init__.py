"""Citing a quote: citation formats, links that highlight it on its page, and the hash that shows if it has changed."""
