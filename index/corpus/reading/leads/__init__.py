"""Lead-ins: short texts above others, such as the questions of an FAQ, that a file does not mark as headings."""
