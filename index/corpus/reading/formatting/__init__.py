"""What formatting means for the text: superscripts, symbol fonts, formulas, fields and automatic numbers."""
