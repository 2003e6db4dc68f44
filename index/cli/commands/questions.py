"""Commands about questions: ask, eval."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from index.cli.commands.options import Corpus, Filter, Index, load_settings
from index.errors import QuestionError, require_extra

if TYPE_CHECKING:
    from index.evaluation.beir import Comparison
    from index.evaluation.evaluate import Evaluation
    from index.filtering.filters import Filters
    from index.settings import Settings

app = typer.Typer()


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="The question, in any words.")] = None,
    k: Annotated[
        int | None, typer.Option("-k", help="How many passages, 1 to 100. [default: 5; 10 in a batch]")
    ] = None,
    article: Annotated[str | None, typer.Option("--article", help="Search this article only (its id).")] = None,
    filters: Filter = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the JSON answer.")] = False,
    as_typed: Annotated[bool, typer.Option("--as-typed", help="Do not correct the spelling.")] = False,
    batch: Annotated[
        Path | None, typer.Option("--batch", help='File of {"id","question"} lines; prints one JSON answer per line.')
    ] = None,
    index: Index = None,
) -> None:
    """Ask one question, or a file of questions."""
    from index.ask import DEFAULT_K
    from index.cli.terminal import print_json, show_answer
    from index.contract import answer_json
    from index.filtering.filters import Filters
    from index.opening import open_answerer

    if (question is None) == (batch is None):
        raise QuestionError(
            f"{'No question was' if question is None else 'Both a question and --batch were'} given: expected either a "
            'question or --batch FILE. Try: verbatim ask "how do I begin?"'
        )
    settings = load_settings(index=index)
    chosen = Filters.of(filters or ())
    if batch is not None:
        raise typer.Exit(0 if _ask_batch(settings, batch, k, article, chosen, as_typed=as_typed) else 1)
    answerer = open_answerer(settings)
    answer = answerer.ask(question or "", DEFAULT_K if k is None else k, article, filters=chosen, as_typed=as_typed)
    if as_json:
        print_json(answer_json(answer))
    else:
        show_answer(answer, answerer.collection.disclaimer)


def _ask_batch(
    settings: Settings, batch: Path, k: int | None, article: str | None, filters: Filters, *, as_typed: bool
) -> bool:
    """Print an answer for each line of `batch`; whether all could be answered."""
    from index.cli.batch import answer_lines, read_lines
    from index.cli.terminal import print_json
    from index.contract import FailedJson
    from index.opening import open_answerer
    from index.query import BATCH_K

    lines = read_lines(batch)
    answerer = open_answerer(settings)
    chosen = answerer.check(article, filters)
    good = True
    for line in answer_lines(answerer, lines, BATCH_K if k is None else k, chosen, as_typed=as_typed):
        print_json(line)
        good = good and not isinstance(line, FailedJson)
    return good


@app.command("check-quote")
def check_quote(
    text: Annotated[str, typer.Argument(help="The words to check, as quoted.")],
    article: Annotated[str | None, typer.Option("--article", help="Search this article only (its id).")] = None,
    filters: Filter = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the JSON result.")] = False,
    index: Index = None,
) -> None:
    """Check whether words appear verbatim in the articles, and where; exits with 1 if they do not."""
    from index.cli.terminal import print_json, show_checked_quote
    from index.contract import checked_quote_json
    from index.filtering.filters import Filters
    from index.opening import open_answerer

    chosen = Filters.of(filters or ())
    answerer = open_answerer(load_settings(index=index))
    checked = answerer.check_quote(text, article, filters=chosen)
    print_json(checked_quote_json(checked, answerer.snapshot)) if as_json else show_checked_quote(checked)
    raise typer.Exit(0 if checked.stands else 1)


@app.command("eval")
def evaluate(
    questions: Annotated[
        Path | None, typer.Option(help="Golden questions. [default: questions.jsonl of the corpus]")
    ] = None,
    beir: Annotated[
        Path | None, typer.Option(help="Evaluate the ranking on a test set in the BEIR format instead.")
    ] = None,
    split: Annotated[str, typer.Option(help="Which split of the BEIR test set.")] = "test",
    against: Annotated[
        Path | None, typer.Option(help="Compare question by question with an earlier --json output.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the results as JSON.")] = False,
    table: Annotated[Path | None, typer.Option(help="Write one line per question to this CSV file.")] = None,
    plot: Annotated[Path | None, typer.Option(help="Write the reliability plot to this .svg or .png file.")] = None,
    keep: Annotated[
        bool, typer.Option("--keep", help="Store the results in the index folder, for the page /quality.")
    ] = False,
    corpus: Corpus = None,
    index: Index = None,
) -> None:
    """Ask questions with known answers and print how good the answers are."""
    from index.cli.terminal import BuildProgress, print_json, show_changes, show_figures
    from index.evaluation.beir import evaluate_beir, read_beir
    from index.evaluation.reports import compare

    if beir is not None:
        _refuse_of_beir(keep=keep, against=against)
    settings = load_settings(corpus=corpus, index=index)
    evaluation: Evaluation | Comparison
    with BuildProgress() as progress:
        if beir is not None:
            evaluation = evaluate_beir(read_beir(beir, split), settings, progress)
        else:
            evaluation = golden = _golden(settings, questions, keep=keep, table=table, plot=plot)
    print_json(evaluation.as_json()) if as_json else show_figures(evaluation)
    if against is not None:
        show_changes(compare(against, golden))


def _refuse_of_beir(*, keep: bool, against: Path | None) -> None:
    """Raises `QuestionError` for options that only work with golden questions."""
    if keep:
        raise QuestionError("--keep does not work with --beir: expected golden questions. Leave out one of the two.")
    if against is not None:
        raise QuestionError("--against does not work with --beir: expected golden questions. Leave out one of the two.")


def _golden(
    settings: Settings, questions: Path | None, *, keep: bool, table: Path | None, plot: Path | None
) -> Evaluation:
    """Evaluate the golden questions; store, list and plot the results as requested."""
    from index.corpus.golden import QUESTIONS, read_questions
    from index.evaluation.evaluate import evaluate as judge
    from index.evaluation.reports import write_reliability_plot, write_table
    from index.evaluation.stored import keep as keep_figures
    from index.opening import open_answerer

    if plot is not None:
        require_extra("plots", "A reliability plot")
    asked = read_questions(questions or settings.corpus / QUESTIONS)
    answerer = open_answerer(settings)
    evaluation = judge(answerer, asked)
    if keep:
        keep_figures(settings.index, evaluation, asked, answerer.engine)
    if table is not None:
        write_table(evaluation, table)
    if plot is not None:
        write_reliability_plot(*evaluation.reliability(), plot, "Golden questions")
    return evaluation
