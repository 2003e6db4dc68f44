"""Cleaned Articles → passages, sentences and their vectors."""
