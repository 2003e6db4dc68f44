"""Models as files: where they lie, and what makes one of them this one. `index.encoding` runs them."""
