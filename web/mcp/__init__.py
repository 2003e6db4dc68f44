"""Tools for assistants (Model Context Protocol), and the text they return."""
