"""Evaluation: questions with known answers → metrics and reports."""
