"""Which articles may answer: what a question is narrowed to, and what each article is filed under."""
