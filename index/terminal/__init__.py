"""What the command line shows a person. The only importer of rich."""

from index.terminal.answers import show_answer
from index.terminal.articles import show_blocks, show_cleaning
from index.terminal.builds import BuildProgress, show_added, show_report, show_skipped
from index.terminal.console import print_json
from index.terminal.figures import show_changes, show_figures

__all__ = [
    "BuildProgress",
    "print_json",
    "show_added",
    "show_answer",
    "show_blocks",
    "show_changes",
    "show_cleaning",
    "show_figures",
    "show_report",
    "show_skipped",
]
