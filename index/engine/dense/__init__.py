"""Vector search by inner product, which is the cosine for unit vectors. The only importers of faiss.

A small index keeps its vectors in single precision and searches them exactly. A large one keeps them in half precision,
with an inverted file of 8-bit codes that finds the nearest; these are then scored from the half-precision vectors.
"""
