"""Vectors that were computed once, kept by model and text."""
