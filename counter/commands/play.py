"""counter play: visits written as documents, played over HTTP."""

import os
from collections.abc import Sequence
from pathlib import Path

import click


def play(files: Sequence[str]) -> int:
    """Play these files; 0 when every expectation held."""
    from counter.rehearsal.play import play as act

    outcomes = act([Path(file) for file in files], at_once=os.cpu_count() or 1)
    for outcome in outcomes:
        click.echo(str(outcome))
    bad = sum(not outcome.well for outcome in outcomes)
    click.echo(f"{len(outcomes)} 次访问，{bad} 次与文件不符" if bad else f"{len(outcomes)} 次访问，全部与文件相符")
    return 1 if bad else 0
