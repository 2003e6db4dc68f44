"""How the encoder computes: where and in which precision, and the matrix products. `index/encoder.py` is its door.

Nothing here is imported before a model is loaded, but for `precision`, which needs no heavy library.
"""
