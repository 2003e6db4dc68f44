"""Fits the confidence, and collects the data for it."""
