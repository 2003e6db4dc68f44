"""The common look of all pages: typefaces, colours, header and footer."""
