"""Commands about the service: serve, mcp, key."""

from __future__ import annotations

from typing import Annotated

import typer

from index.cli.commands.options import Corpus, Index, load_settings

app = typer.Typer()
keys = typer.Typer(help="API keys: create, list, revoke.", no_args_is_help=True)
app.add_typer(keys, name="key")


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on. [default: 127.0.0.1]")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on. [default: 8501]")] = None,
    api_only: Annotated[bool, typer.Option("--api-only", help="Serve the JSON API without the page.")] = False,
    corpus: Corpus = None,
    index: Index = None,
) -> None:
    """Serve the page and the JSON API from the published index while a build runs; without an index, build first."""
    from index.build import build as build_index
    from index.cli.serve import api_command, become, check_port, service_command
    from index.cli.terminal import BuildProgress, show_report
    from index.opening import can_open

    settings = load_settings(service={"host": host, "port": port}, corpus=corpus, index=index)
    check_port(settings)
    has_articles = settings.engine.kind == "local" or settings.corpus.is_dir()
    if has_articles and not can_open(settings):
        with BuildProgress() as progress:
            report = build_index(settings, progress)
        show_report(report)
        settings = settings.evolve(service={"build": False})
    become(api_command() if api_only else service_command(settings), settings)


@app.command()
def mcp(
    http: Annotated[
        bool, typer.Option("--http", help="Serve over HTTP at /mcp instead of standard input/output.")
    ] = False,
    host: Annotated[str | None, typer.Option(help="Address to listen on, with --http. [default: 127.0.0.1]")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on, with --http. [default: 8501]")] = None,
    index: Index = None,
) -> None:
    """Serve the published index to AI assistants over the Model Context Protocol (MCP)."""
    from index.cli.serve import become, check_port, mcp_command
    from index.errors import require_extra

    require_extra("mcp", "The MCP server")
    settings = load_settings(service={"host": host, "port": port}, index=index)
    if http:
        check_port(settings)
    become(mcp_command(http=http), settings)


@keys.command()
def create(
    name: Annotated[str, typer.Argument(help="Name of the key, for example its owner.")], index: Index = None
) -> None:
    """Create an API key and print it. It cannot be shown again."""
    from index.storage.api_keys import Keys

    print(Keys.of(load_settings(index=index)).create(name))


@keys.command("list")
def list_keys(index: Index = None) -> None:
    """List the API keys with the time each was created or revoked."""
    from index.storage.api_keys import Keys

    for key in Keys.of(load_settings(index=index)).all():
        print(f"{key.name}\t{key.created}\t{f'revoked {key.revoked}' if key.revoked else 'active'}")


@keys.command()
def revoke(name: Annotated[str, typer.Argument(help="Name of the key.")], index: Index = None) -> None:
    """Revoke an API key; a running service refuses it at once."""
    from index.storage.api_keys import Keys

    Keys.of(load_settings(index=index)).revoke(name)
    print(f"{name}\trevoked")
