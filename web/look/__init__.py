"""One look for all pages: typefaces and colours, and what stands at the head and foot of each."""
