"""The command line: parses, calls, prints; decides nothing. `verbatim`, or `python -m index`."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Annotated

import typer

from index.errors import QuestionError, VerbatimError
from index.settings import load_settings

app = typer.Typer(
    name="verbatim",
    help="Answers a question with its sources' own words, each cited to its exact place.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Index = Annotated[Path | None, typer.Option("--index", help="Folder of the snapshots. [default: .verbatim]")]
Corpus = Annotated[Path | None, typer.Option("--corpus", help="Folder of the articles. [default: corpus]")]


@app.command()
def build(corpus: Corpus = None, index: Index = None) -> None:
    """Read the corpus and publish its index; only new text is embedded."""
    from index.build import build as build_index
    from index.terminal import BuildProgress, show_report

    with BuildProgress() as progress:
        report = build_index(load_settings(corpus=corpus, index=index), progress)
    show_report(report)
    raise typer.Exit(1 if report.skipped else 0)


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="The question, in any words.")] = None,
    k: Annotated[
        int | None, typer.Option("-k", help="How many passages, 1 to 100. [default: 5; 10 in a batch]")
    ] = None,
    article: Annotated[str | None, typer.Option("--article", help="Answer from this article only (its id).")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the JSON answer.")] = False,
    as_typed: Annotated[bool, typer.Option("--as-typed", help="Do not correct the spelling.")] = False,
    batch: Annotated[
        Path | None, typer.Option("--batch", help='File of lines {"id","question"}; one JSON answer a line comes out.')
    ] = None,
    index: Index = None,
) -> None:
    """Ask one question, or a file of questions."""
    from index.ask import DEFAULT_K, open_answerer
    from index.batch import BATCH_K, answer_lines, read_lines
    from index.terminal import print_json, show_answer

    if (question is None) == (batch is None):
        raise QuestionError(
            'Expected either a question or --batch FILE. Try: verbatim ask "ice or heat for a back spasm?"'
        )
    settings = load_settings(index=index)
    if batch is not None:
        lines = read_lines(batch)
        good = True
        for line in answer_lines(
            open_answerer(settings), lines, BATCH_K if k is None else k, article, as_typed=as_typed
        ):
            print_json(line)
            good = good and "error" not in line
        raise typer.Exit(0 if good else 1)
    from index.contract import answer_json

    answer = open_answerer(settings).ask(question or "", DEFAULT_K if k is None else k, article, as_typed=as_typed)
    if as_json:
        print_json(answer_json(answer))
    else:
        show_answer(answer)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on. [default: 127.0.0.1]")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on. [default: 8501]")] = None,
    corpus: Corpus = None,
    index: Index = None,
) -> None:
    """Serve the page and the JSON API; builds the index first where there is none or the corpus changed."""
    from index.build import build as build_index
    from index.serve import check_port, run_service
    from index.terminal import BuildProgress, show_report

    settings = load_settings(host=host, port=port, corpus=corpus, index=index)
    check_port(settings)
    with BuildProgress() as progress:
        report = build_index(settings, progress)
    show_report(report)
    run_service(settings)


@app.command("eval")
def evaluate(
    questions: Annotated[
        Path | None, typer.Option(help="Golden questions. [default: questions.jsonl of the corpus]")
    ] = None,
    beir: Annotated[Path | None, typer.Option(help="Instead: a test set in BEIR's format, ranking alone.")] = None,
    split: Annotated[str, typer.Option(help="Which judgements of the test set.")] = "test",
    against: Annotated[
        Path | None, typer.Option(help="An earlier --json output to compare with, question by question.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
    table: Annotated[Path | None, typer.Option(help="Write a line a question to this CSV file.")] = None,
    plot: Annotated[Path | None, typer.Option(help="Write the reliability plot to this .svg or .png file.")] = None,
    corpus: Corpus = None,
    index: Index = None,
) -> None:
    """Ask questions with known answers and print how good the answers are."""
    from index import evaluation_files as files
    from index.ask import open_answerer
    from index.beir import evaluate_beir, read_beir
    from index.evaluate import evaluate as judge
    from index.questions import QUESTIONS, read_questions
    from index.terminal import BuildProgress, print_json, show_changes, show_figures

    settings = load_settings(corpus=corpus, index=index)
    with BuildProgress() as progress:
        if beir is not None:
            figures = evaluate_beir(read_beir(beir, split), settings, progress)
        else:
            asked = read_questions(questions or settings.corpus / QUESTIONS)
            evaluation = judge(open_answerer(settings), asked)
            figures = evaluation.as_json()
            if table is not None:
                files.write_table(evaluation, table)
            if plot is not None:
                files.write_reliability_plot(*evaluation.reliability(), plot, "Golden questions")
    print_json(figures) if as_json else show_figures(figures)
    if against is not None:
        show_changes(files.compare(against, figures))


def main() -> None:
    """Run the command line; every expected error is one message and exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that cannot show a character shows another, and no traceback.
            stream.reconfigure(errors="replace")
    try:
        app()
    except VerbatimError as error:
        print(f"verbatim: {error}", file=sys.stderr)
        sys.exit(2)
    except BrokenPipeError:
        # The reader of our output has gone: nothing is left to say.
        sys.stderr.close()
        sys.exit(1)
    except OSError as error:
        print(f"verbatim: The system refused ({error}): expected files that can be read and written.", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
