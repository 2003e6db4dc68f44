"""Question as typed → Query, or one for each of its parts."""
