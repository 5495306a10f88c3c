"""`autograder schema`: the JSON Schema of what is written."""

from __future__ import annotations

import json

import click

from autograder import marks, results


@click.command(name="schema")
@click.argument("of", type=click.Choice(["result", "mark"]), default="result")
def command(of: str) -> None:
    """Print the JSON Schema of a result (`grade --json`), or of a mark (a line of results.jsonl)."""
    schema = results.json_schema() if of == "result" else marks.json_schema()
    click.echo(json.dumps(schema, indent=2))
