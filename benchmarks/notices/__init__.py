"""The notices' weights: how they are fitted, and how well they tell signs."""
