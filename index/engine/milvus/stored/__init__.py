"""Converts a snapshot's folder to rows of collections, and back."""
