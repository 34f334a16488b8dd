"""Proposals on their way up, for tests."""

from typing import Any

from django.test import Client

from rembuk.planning.musrenbang import actions, rules
from rembuk.planning.musrenbang.models import Proposal
from rembuk.planning.musrenbang.tests import scene
from tests import builders

WHO = {
    "kelurahan": "lurah", "kecamatan": "camat", "forum": "kepala_opd", "bappeda": "bappeda", "tapd": "tapd",
    "rkpd": "bappeda", "kuappas": "tapd", "apbd": "tapd", "dpa": "tapd", "contract": "kepala_opd",
    "built": "kepala_opd",
}  # fmt: skip


def asked(town: builders.City, purse: str = "unit", **more: Any) -> Proposal:
    """A proposal to a unit, or for the kelurahan's own money."""
    unit = town.institution("opd") if purse == "unit" else None
    return scene.proposed(town, purse=purse, institution=unit, **more)


def speaker(town: builders.City, row: Proposal, rung: str) -> str:
    own = rules.purse_of(row) == "kelurahan" and rung in {"contract", "built"}
    return "lurah" if own else WHO[rung]


def agree(town: builders.City, row: Proposal, until: str) -> Proposal:
    """Yes at each rung of its purse until one of them."""
    while row.status != until:
        rung = row.waits_at
        actions.review(actor=town.actor(speaker(town, row, rung)), proposal=row, rung=rung, verdict="agreed")
    return row


def page(client: Client, path: str) -> str:
    """What stands on a page that opens."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()
