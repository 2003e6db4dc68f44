"""One page of a PDF: its characters as pdfium finds them, the drawings around them, and which text is visible."""
