"""Model files: where they are, and how a model is identified. `index.encoding` runs them."""
