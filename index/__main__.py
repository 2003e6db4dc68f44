"""The command line: parses, calls, prints; decides nothing. `verbatim`, or `python -m index`."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence

import typer

from index.cli.commands import corpus, feedback, questions, scale, service, snapshots
from index.errors import VerbatimError

app = typer.Typer(
    name="verbatim",
    help="Answers a question with its sources' own words, each cited to its exact place.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for commands in (corpus, snapshots, questions, service, feedback, scale):
    app.add_typer(commands.app)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line with `arguments`, by default this process' own.

    Every expected error is one message and exit code 2.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that cannot show a character shows a replacement instead of raising an error.
            stream.reconfigure(errors="replace")
    try:
        app(arguments)
    except VerbatimError as error:
        print(f"verbatim: {error}", file=sys.stderr)
        sys.exit(2)
    except BrokenPipeError:
        # The reader of our output has closed it: there is nothing more to print.
        sys.stderr.close()
        sys.exit(1)
    except OSError as error:
        print(f"verbatim: The system refused ({error}): expected files that can be read and written.", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
