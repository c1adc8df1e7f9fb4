"""``fairshare forecast models``: the catalogue of models."""

from __future__ import annotations

import click

from fairshare.cli.output import emit, json_option, table


@click.command(epilog="Example: fairshare forecast models")
@json_option
def models(as_json: bool) -> None:
    """Name the models, what each is, its source, and what 4,000 series of ten years cost on two cores."""
    from fairshare.assessment.projections.models import MODELS

    if as_json:
        emit({"models": [{n: getattr(m, n) for n in ("name", "what", "source", "cost")} for m in MODELS.values()]})
        return
    table(
        "Models of monthly counts",
        {"model": "left", "what it is": "left", "source": "left", "cost": "left"},
        ((model.name, model.what, model.source, model.cost) for model in MODELS.values()),
        ["instant: under a second; fast: seconds; minutes; slow: half an hour and more."],
    )
