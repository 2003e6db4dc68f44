"""Words, sentences, spelling and quantities: one language's rules in one place."""
