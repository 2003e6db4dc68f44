"""Verifies, compares and cleans up published snapshots."""
