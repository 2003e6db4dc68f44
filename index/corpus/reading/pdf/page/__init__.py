"""A page of a PDF: its characters as pdfium finds them, what is drawn around them, and what of both a reader sees."""
