"""`autograder schema`: the JSON Schema of a result."""

from __future__ import annotations

import json

import click

from autograder.results import json_schema


@click.command(name="schema")
def command() -> None:
    """Print the JSON Schema of a result."""
    click.echo(json.dumps(json_schema(), indent=2))
