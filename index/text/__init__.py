"""Words, sentences, spelling and quantities, with the rules of each language in one place."""
