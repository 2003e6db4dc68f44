"""The command line: its output and its exit codes."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from index.build import build
from index.corpus.sources import write_source
from index.settings import Settings
from tests.cli.running import verbatim
from tests.paths import ROOT


@pytest.fixture
def environment(settings: Settings) -> dict[str, str]:
    """Environment variables for the small corpus and the fake encoder."""
    given = {"CORPUS": str(settings.corpus), "INDEX": str(settings.index), "MODEL__NAME": "hash"}
    return {**os.environ, **{f"VERBATIM_{name}": value for name, value in given.items()}}


@pytest.fixture
def built(environment: dict[str, str], settings: Settings) -> dict[str, str]:
    """The environment, after a build."""
    build(settings)
    return environment


@pytest.fixture
def shelved(environment: dict[str, str], settings: Settings) -> dict[str, str]:
    """The environment, after a build with one article in a sub-folder and with a tag."""
    (settings.corpus / "cold").mkdir()
    (settings.corpus / "ice.md").rename(settings.corpus / "cold" / "ice.md")
    write_source(settings.corpus, "cold/ice.md", tags=["packs"])
    build(settings)
    return environment


def in_a_process(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """The same command in a separate process, for tests that need one."""
    command = [sys.executable, "-m", "index", *arguments]
    return subprocess.run(
        command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False, encoding="utf-8"
    )


def test_build_prints_what_was_read_embedded_and_reused(environment: dict[str, str]) -> None:
    printed = verbatim(environment, "build").stdout
    assert "2 articles" in printed
    assert "reused 0" in printed
    assert "embed " in printed


def test_an_old_name_of_a_setting_is_told_once_and_the_command_goes_on(built: dict[str, str]) -> None:
    done = verbatim({**built, "VERBATIM_CANDIDATES": "50"}, "verify")
    assert done.returncode == 0
    assert done.stderr.count("The setting `candidates` is now `search.candidates`") == 1


def test_a_variable_that_is_no_setting_is_told_once_and_the_command_goes_on(built: dict[str, str]) -> None:
    done = verbatim({**built, "VERBATIM_CORPSE": "x"}, "verify")
    assert done.returncode == 0
    assert done.stderr.count("Did you mean VERBATIM_CORPUS?") == 1


def test_build_names_what_it_skipped_and_exits_with_1(environment: dict[str, str], corpus: Path) -> None:
    (corpus / "empty.txt").touch()
    done = verbatim(environment, "build")
    assert done.returncode == 1
    assert "Skipped   'empty.txt': it is empty" in done.stdout


def test_build_takes_its_folders_from_options(environment: dict[str, str], corpus: Path, tmp_path: Path) -> None:
    del environment["VERBATIM_CORPUS"], environment["VERBATIM_INDEX"]
    done = verbatim(environment, "build", "--corpus", str(corpus), "--index", str(tmp_path / "elsewhere"))
    assert done.returncode == 0
    assert (tmp_path / "elsewhere" / "current").exists()


def test_add_names_the_corpus_to_build_where_it_was_named_to_it(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "bath.txt").write_text("A warm bath loosens the muscles.", encoding="utf-8")
    done = verbatim(environment, "add", "--corpus", str(tmp_path / "my texts"), str(tmp_path / "bath.txt"))
    assert done.stdout.splitlines()[-1] == f"Run: verbatim build --corpus '{tmp_path / 'my texts'}'"


def test_add_prints_a_line_each_and_what_to_run(environment: dict[str, str], corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "bath.txt").write_text("A warm bath loosens the muscles.", encoding="utf-8")
    done = verbatim(environment, "add", str(tmp_path / "bath.txt"))
    assert done.returncode == 0
    first, last = done.stdout.splitlines()
    assert first.startswith(f"added {corpus / 'bath.txt'} (32 bytes, sha256 ")
    assert last == "Run: verbatim build"
    assert verbatim(environment, "build").returncode == 0


def test_add_of_what_is_there_exits_with_0(environment: dict[str, str], corpus: Path) -> None:
    done = verbatim(environment, "add", str(corpus / "ice.md"))
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 1)
    assert done.stdout.startswith("already there ")


def test_add_names_what_was_not_added_and_exits_with_1(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "bath.txt").write_text("A warm bath loosens the muscles.", encoding="utf-8")
    done = verbatim(environment, "add", "http://127.0.0.1:9/\x1b[31m.txt", str(tmp_path / "bath.txt"), "gone.txt")
    assert done.returncode == 1
    assert [line.split(":")[0] for line in done.stdout.splitlines()][:1] == ["not added 'http"]
    assert len(done.stdout.splitlines()) == 4
    assert "\x1b" not in done.stdout
    assert "not added 'gone.txt': there is no such file" in done.stdout


def test_add_of_a_private_address_is_refused(environment: dict[str, str]) -> None:
    done = verbatim(environment, "add", "http://127.0.0.1:9/ice.txt")
    assert (done.returncode, "resolves to 127.0.0.1, which is not a public address" in done.stdout) == (1, True)


def test_ask_prints_the_quote_marked_and_cited(built: dict[str, str]) -> None:
    printed = verbatim(built, "ask", "Hold it for how many minutes?").stdout
    assert "»Hold it there for 20 minutes.«" in printed
    assert "“Ice for a sore back”, undated" in printed


def test_an_article_cannot_print_what_looks_like_evidence(built: dict[str, str], corpus: Path) -> None:
    forged = "[2] “Ice is dangerous.” NHS, 2024, ¶ 1, characters 1–9. strong match"
    filler = "My foot went numb " + "and number " * 20
    (corpus / "evil.txt").write_text(
        f"Numb [2] “x”\n\n{filler}.\n{forged}\r{forged}\u2028{forged}\n\n{'x' * 96} {forged}\n", encoding="utf-8"
    )
    assert verbatim(built, "build").returncode == 0
    printed = verbatim(built, "ask", "my foot went numb, and what does the NHS say?").stdout
    assert "Ice is dangerous" in printed
    assert [line for line in printed.splitlines() if line.lstrip().startswith("[2] “Ice is")] == []
    assert "[1] “Numb \\[2] “x””" in printed


def test_check_quote_says_where_words_stand_or_what_differs(built: dict[str, str]) -> None:
    stands = verbatim(built, "check-quote", "“Hold it there for 20 minutes.”")
    assert (stands.returncode, "  > Hold it there for 20 minutes.\n  [1] “Ice for a sore back”" in stands.stdout) == (
        0,
        True,
    )
    differs = verbatim(built, "check-quote", "Hold it there for 30 minutes.")
    assert (differs.returncode, "given: 30 | in the article: 20" in differs.stdout) == (1, True)
    as_json = json.loads(verbatim(built, "check-quote", "Hold it there for 20 minutes.", "--json").stdout)
    assert (as_json["stands"], as_json["places"][0]["article"]["id"]) == (True, "ice")


def test_a_disk_that_is_gone_deletes_nothing_until_that_is_said(built: dict[str, str], corpus: Path) -> None:
    corpus.rename(corpus.with_name("disk"))
    corpus.mkdir()
    refused = verbatim(built, "build")
    assert (refused.returncode, "--allow-empty" in refused.stderr) == (2, True)
    assert "Hold it there for 20 minutes." in verbatim(built, "ask", "how long do I hold it there?").stdout
    emptied = verbatim(built, "build", "--allow-empty")
    assert (emptied.returncode, "The collection is empty now" in emptied.stdout) == (0, True)


def test_an_empty_collection_is_said_by_build_and_ask(built: dict[str, str], corpus: Path) -> None:
    for file in corpus.iterdir():
        file.unlink()
    emptied = verbatim(built, "build")
    assert (emptied.returncode, "The collection is empty now" in emptied.stdout) == (0, True)
    asked = verbatim(built, "ask", "ice")
    assert (asked.returncode, "The collection is empty: no article is published." in asked.stdout) == (0, True)


def test_ask_says_where_each_of_several_questions_is_answered(built: dict[str, str]) -> None:
    printed = verbatim(built, "ask", "Where do I wrap the ice pack? Who won the football championship?").stdout
    assert "“Where do I wrap the ice pack?”: passage 1." in printed
    assert "“Who won the football championship?”: no article answers that." in printed


def test_ask_says_that_a_part_is_answered_elsewhere_where_one_passage_is_asked_for(built: dict[str, str]) -> None:
    asked = "Where do I wrap the ice pack? Is a warm bath good for the muscles?"
    printed = verbatim(built, "ask", asked, "-k", "1").stdout
    assert "no article answers that" not in printed
    assert "“Where do I wrap the ice pack?”: a passage that is not among these" in printed


def test_ask_says_nothing_of_parts_where_one_thing_is_asked(built: dict[str, str]) -> None:
    assert "”: passage" not in verbatim(built, "ask", "Where do I wrap the ice pack?").stdout


def test_ask_prints_no_colours_into_a_pipe(built: dict[str, str]) -> None:
    assert "\x1b" not in verbatim(built, "ask", "ice").stdout


def test_ask_in_json_prints_the_contract(built: dict[str, str]) -> None:
    answer = json.loads(verbatim(built, "ask", "ice", "--json", "-k", "1").stdout)
    assert (answer["schema_version"], answer["question"], len(answer["evidence"])) == (1, "ice", 1)


def test_ask_can_be_limited_to_an_article(built: dict[str, str]) -> None:
    answer = json.loads(verbatim(built, "ask", "ice", "--json", "--article", "heat").stdout)
    assert {item["article"]["id"] for item in answer["evidence"]} == {"heat"}


def test_ask_can_be_narrowed_by_filters(shelved: dict[str, str]) -> None:
    done = verbatim(shelved, "ask", "sore back", "--filter", "collection:cold", "--filter", "tag:packs", "--json")
    assert {item["article"]["id"] for item in json.loads(done.stdout)["by_article"]} == {"cold-ice"}


def test_ask_tells_what_it_was_narrowed_to(shelved: dict[str, str]) -> None:
    printed = verbatim(shelved, "ask", "sore back", "--article", "heat", "--filter", "collection:.").stdout
    assert "Searched only articles with collection:., article:heat." in printed


def test_a_batch_can_be_narrowed_by_filters(shelved: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "batch.jsonl").write_text('{"id": 1, "question": "sore back"}\n', encoding="utf-8")
    done = verbatim(shelved, "ask", "--batch", str(tmp_path / "batch.jsonl"), "--filter", "tag:packs")
    assert {item["article"]["id"] for item in json.loads(done.stdout)["by_article"]} == {"cold-ice"}


def test_a_quote_can_be_looked_for_in_some_articles(shelved: dict[str, str]) -> None:
    checked = verbatim(shelved, "check-quote", "Hold it there for 20 minutes.", "--filter", "collection:.")
    assert (checked.returncode, "do not appear" in checked.stdout) == (1, True)


@pytest.mark.parametrize("options", [[], ["--batch"]])
@pytest.mark.parametrize(
    ("written", "said"),
    [("tag:pack", "No article has the tag 'pack': expected one of packs."), ("tags:packs", "no known key: expected")],
)
def test_an_unknown_filter_is_one_sentence_that_names_those_there_are(
    shelved: dict[str, str], tmp_path: Path, options: list[str], written: str, said: str
) -> None:
    (tmp_path / "batch.jsonl").write_text('{"id": 1, "question": "sore back"}\n', encoding="utf-8")
    asked = [*options, str(tmp_path / "batch.jsonl")] if options else ["sore back"]
    done = verbatim(shelved, "ask", *asked, "--filter", written)
    assert (done.returncode, done.stdout, said in done.stderr) == (2, "", True)


def test_ask_says_when_the_articles_do_not_answer(built: dict[str, str]) -> None:
    printed = verbatim(built, "ask", "Who won the football championship?").stdout
    assert "These articles do not answer that." in printed
    assert "In no article: won, football, championship." in printed


def test_ask_says_what_it_searched_for_instead(built: dict[str, str]) -> None:
    assert "Searching for “a towel?”; search as typed with --as-typed." in verbatim(built, "ask", "a towl?").stdout


def test_an_article_cannot_command_the_terminal(environment: dict[str, str], corpus: Path) -> None:
    (corpus / "evil.md").write_text(
        "Ice [bold red]cold[/] \x1b[31m is here today. " + "It stays a while and then it goes. " * 5, encoding="utf-8"
    )
    verbatim(environment, "build")
    printed = verbatim(environment, "ask", "cold here today", "--article", "evil").stdout
    assert "\x1b" not in printed
    assert "[bold red]cold[/]" in printed


def test_a_batch_answers_line_by_line_in_order(built: dict[str, str], tmp_path: Path) -> None:
    lines = ['{"id": 2, "question": "ice"}', '{"id": "a", "question": "heat pad"}', '{"question": "bath"}']
    (tmp_path / "batch.jsonl").write_text("\ufeff" + "\n\n".join(lines) + "\n", encoding="utf-8")
    done = verbatim(built, "ask", "--batch", str(tmp_path / "batch.jsonl"))
    assert done.returncode == 0
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == [2, "a", None]


def test_a_bad_line_of_a_batch_spoils_only_itself(built: dict[str, str], tmp_path: Path) -> None:
    lines = [
        "",
        '{"id": NaN, "question": "ice"}',
        "{",
        '{"id": 1}',
        "[]",
        '{"id": 2, "question": " "}',
        '{"id": 3, "question": "\\ud800 ice"}',
    ]
    (tmp_path / "batch.jsonl").write_bytes("\n".join(lines).encode() + b'\n\xff\n{"id": 4, "question": "ice"}')
    done = verbatim(built, "ask", "--batch", str(tmp_path / "batch.jsonl"))
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert [("error" in answer, answer["id"]) for answer in answers] == [
        (True, None),
        (True, None),
        (True, 1),
        (True, None),
        (True, 2),
        (False, 3),
        (True, None),
        (False, 4),
    ]


def test_clean_shows_what_is_kept_and_why_the_rest_is_not(environment: dict[str, str], corpus: Path) -> None:
    with (corpus / "heat.txt").open("a", encoding="utf-8") as heat:
        heat.write("\nSign up for our newsletter.\n")
    done = verbatim(environment, "clean", "--diff")
    assert done.returncode == 0
    assert "heat.txt: 29 words kept, 5 set aside" in done.stdout
    assert "title: “Heat for a sore back” (first line)" in done.stdout
    assert "author: not stated" in done.stdout
    assert any(line.startswith("- ") and "[newsletter]" in line for line in done.stdout.splitlines())


def test_clean_takes_corpus_and_index_as_options(environment: dict[str, str], corpus: Path, tmp_path: Path) -> None:
    elsewhere = corpus.rename(tmp_path / "elsewhere")
    done = verbatim(environment, "clean", "--corpus", str(elsewhere), "--index", str(tmp_path / "none"))
    assert (done.returncode, done.stdout.splitlines()[0].split(":")[0]) == (0, "heat.txt")
    assert not (tmp_path / "none").exists()


def test_clean_prints_a_line_of_json_an_article(environment: dict[str, str]) -> None:
    done = verbatim(environment, "clean", "--json")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(line["article"], line["origin"]) for line in lines] == [("heat", "heat.txt"), ("ice", "ice.md")]


def test_clean_takes_a_maintainer_s_word(environment: dict[str, str], corpus: Path) -> None:
    first = json.loads(verbatim(environment, "clean", "--json").stdout.splitlines()[0])
    identity = first["blocks"][-1]["id"]
    assert verbatim(environment, "clean", "--set-aside", identity).returncode == 0
    assert identity in (corpus / "sources.toml").read_text(encoding="utf-8")
    again = json.loads(verbatim(environment, "clean", "--json").stdout.splitlines()[0])
    assert (again["blocks"][-1]["kept"], again["blocks"][-1]["reason"]) == (False, "set aside by the maintainer")


def test_clean_names_what_could_not_be_read_beside_its_json(environment: dict[str, str], corpus: Path) -> None:
    (corpus / "empty.txt").touch()
    done = verbatim(environment, "clean", "--json")
    assert (done.returncode, len(done.stdout.splitlines())) == (1, 2)
    assert "Skipped   'empty.txt': it is empty" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["add"], "Missing argument 'FILE|URL...'"),
        (["ask"], "expected either a question or --batch FILE"),
        (["ask", "ice", "--batch", "x"], "expected either a question or --batch FILE"),
        (["ask", ""], "The question is empty"),
        (["ask", "ice", "-k", "0"], "k is 0: expected a number of passages from 1 to 100"),
        (["ask", "ice", "--article", "cold"], "There is no article 'cold': expected one of heat, ice"),
        (["ask", "--batch", "gone.jsonl"], "The batch file 'gone.jsonl' cannot be read"),
        (
            ["ask", "ice", "--index", "gone"],
            "There is no index in 'gone': expected a published one. Run: verbatim build",
        ),
        (["build", "--corpus", "gone"], "There is no corpus folder 'gone'"),
        (["clean", "--keep", "abc"], "No block has the id 'abc'"),
        (["clean", "abc"], "expected ids of blocks and either --keep or --set-aside"),
        (["serve", "--port", "0"], "The setting 'service.port' has the value 0"),
    ],
)
def test_what_cannot_be_done_is_one_message_and_exit_code_2(
    built: dict[str, str], arguments: list[str], said: str
) -> None:
    done = verbatim(built, *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_process_ends_with_the_message_and_the_exit_code(built: dict[str, str]) -> None:
    done = in_a_process(built, "ask", "ice", "-k", "0")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "verbatim: k is 0: expected a number of passages from 1 to 100. Ask again with k=5.\n"


def test_a_batch_with_an_impossible_k_answers_nothing(built: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "batch.jsonl").write_text('{"question": "ice"}', encoding="utf-8")
    done = verbatim(built, "ask", "--batch", str(tmp_path / "batch.jsonl"), "-k", "101")
    assert (done.returncode, done.stdout) == (2, "")


def test_a_damaged_index_is_named_with_the_command_that_mends_it(built: dict[str, str], settings: Settings) -> None:
    next(settings.index.glob("snapshots/*/passages.faiss")).write_bytes(b"damaged")
    done = verbatim(built, "ask", "ice")
    assert done.returncode == 2
    assert "Run: verbatim build" in done.stderr
    assert verbatim(built, "build").returncode == verbatim(built, "ask", "ice").returncode == 0


def test_a_key_is_printed_once_listed_by_name_and_revoked(built: dict[str, str]) -> None:
    token = verbatim(built, "key", "create", "reader").stdout.strip()
    assert token.startswith("verbatim_")
    listed = verbatim(built, "key", "list").stdout
    assert listed.startswith("reader\t")
    assert token not in listed
    assert verbatim(built, "key", "revoke", "reader").returncode == 0
    assert "revoked" in verbatim(built, "key", "list").stdout
    again = verbatim(built, "key", "revoke", "reader")
    assert (again.returncode, "verbatim key list" in again.stderr) == (2, True)


def test_a_port_in_use_is_named_with_another(built: dict[str, str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = verbatim(built, "serve", "--port", str(port))
    assert done.returncode == 2
    assert f"cannot listen on 127.0.0.1:{port}" in done.stderr
    assert "verbatim serve --port" in done.stderr


def test_a_reader_that_leaves_early_gets_no_traceback(built: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "batch.jsonl").write_text('{"question": "ice"}\n' * 200, encoding="utf-8")
    command = f"{sys.executable} -m index ask --batch {tmp_path}/batch.jsonl | head -1"
    done = subprocess.run(["bash", "-c", command], env=built, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr


def test_a_terminal_without_the_characters_shows_others(built: dict[str, str]) -> None:
    done = in_a_process({**built, "PYTHONIOENCODING": "ascii"}, "ask", "ice")
    assert done.returncode == 0
    assert "?Ice for a sore back?" in done.stdout


def loaded(arguments: list[str], environment: dict[str, str] | None = None) -> set[str]:
    """The modules that a command imports."""
    code = (
        f"import sys; from index.__main__ import app\n"
        f"try: app({arguments})\n"
        "except SystemExit as end: assert end.code == 0, end.code\n"
        "print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("command", ["ask", "eval", "serve", "verify"])
def test_help_needs_none_of_the_libraries(command: str) -> None:
    heavy = {"torch", "sentence_transformers", "faiss", "streamlit", "numpy", "rich", "index.settings"}
    assert heavy & loaded([command, "--help"]) == set()


def test_the_list_of_commands_needs_no_settings() -> None:
    assert {"pydantic", "numpy", "index.settings"} & loaded(["--help"]) == set()


def test_only_a_url_needs_the_network_s_libraries() -> None:
    code = "import sys, index.build; from index.cli.terminal import *; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert {"httpx", "httpcore", "tomlkit"} & set(done.stdout.split()) == set()


def test_an_answer_needs_nothing_of_reading_and_cleaning(built: dict[str, str]) -> None:
    assert {"index.corpus.reading", "index.corpus.cleaning", "index.corpus.add"} & loaded(
        ["ask", "ice"], built
    ) == set()


def test_a_build_with_nothing_to_do_needs_no_torch(built: dict[str, str]) -> None:
    code = (
        "import sys; from index.build import build; from index.settings import load_settings;"
        "print(build(load_settings()).unchanged, 'torch' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], env=built, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True False"


def test_lost_decisions_are_accepted_once_and_for_all(environment: dict[str, str]) -> None:
    sources = Path(environment["VERBATIM_CORPUS"]) / "sources.toml"
    sources.write_text('["heat.txt"]\nset_aside = ["0123456789ab"]\n', encoding="utf-8")
    refused = verbatim(environment, "build")
    assert (refused.returncode, "--accept-lost" in refused.stdout) == (1, True)
    assert [verbatim(environment, "build", *given).returncode for given in (["--accept-lost"], [])] == [0, 0]
