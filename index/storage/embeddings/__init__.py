"""The embedding cache: vectors by model and text, and the quantization of token vectors."""
