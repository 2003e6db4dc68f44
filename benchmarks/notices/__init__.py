"""Fits the weights of notices, and measures how well notices are triggered."""
