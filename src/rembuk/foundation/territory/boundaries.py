"""`rembuk import boundaries`: outlines from GeoJSON, matched to territories by code, else by name."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.territory import actions, outlines, queries, rules
from rembuk.foundation.territory.models import Territory

CODES = ("kode", "kode_kemendagri", "kode_kelurahan", "kdepum", "code")
NAMES = ("nama", "kelurahan", "namobj", "name")
PARENTS = ("kode_kecamatan", "kecamatan", "wadmkc")
LEVELS = ("tingkat", "level")
Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Placed:
    """What an import of outlines did; each list names the features as the file does."""

    features: int = 0
    changed: int = 0
    same: int = 0
    repaired: list[str] = field(default_factory=list)
    unmatched: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def import_boundaries(
    path: Path | str, *, actor: Actor, source: str = "", is_sample: bool = False,
    progress: Progress = lambda _done, _total: None,
) -> Placed:  # fmt: skip
    """Sets the outline of every feature that fits a territory, in one transaction; the rest is named, with the reason.

    Where nothing fits at all, Refused("nothing_fits").
    """
    path = Path(path)
    features = read(path)
    placed, fitting = Placed(features=len(features)), []
    for count, feature in enumerate(features, start=1):
        fit = _fit(feature, placed)
        fitting += [fit] if fit else []
        progress(count, len(features))
    if not fitting:
        why = "; ".join((placed.refused + placed.unmatched)[:10])
        raise Refused("nothing_fits", f"Tidak ada batas yang bisa dipasang: {why}", "file")
    with transaction.atomic():
        placed.changed = actions.set_boundaries(
            actor=actor, rows=fitting, source=source.strip() or path.name, is_sample=is_sample
        )
    placed.same = len(fitting) - placed.changed
    return placed


def read(path: Path) -> list[Mapping[str, Any]]:
    """The features of a FeatureCollection."""
    try:
        content = json.loads(path.read_text("utf-8-sig"))
    except (OSError, ValueError) as error:
        raise Refused("no_file", f"{path.name} bukan GeoJSON yang utuh: {error}.", "file") from error
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list) or not features:
        raise Refused("no_features", f"{path.name} harus berupa FeatureCollection yang berisi.", "file")
    return features


def _fit(feature: Mapping[str, Any], placed: Placed) -> tuple[Territory, outlines.Outline] | None:
    given = {str(key).lower(): value for key, value in (feature.get("properties") or {}).items()}
    called = " ".join(str(x) for x in (_first(given, CODES), _first(given, NAMES)) if x) or "tanpa nama"
    place = _match(given)
    if place is None:
        placed.unmatched.append(called)
        return None
    try:
        outline = outlines.clean(feature.get("geometry") or {})
    except Refused as refused:
        placed.refused.append(f"{called}: {refused.message}")
        return None
    if outline.repaired:
        placed.repaired.append(called)
    return place, outline


def _match(given: Mapping[str, Any]) -> Territory | None:
    """By official code; by name only where exactly one in the city served fits."""
    code = str(_first(given, CODES) or "")
    place = queries.by_code(code) if code else None
    if place is not None:
        return place if place.is_present else None
    name, city = str(_first(given, NAMES) or ""), queries.served_or_none()
    if not name or city is None:
        return None
    above = str(_first(given, PARENTS) or "")
    within = (queries.by_code(above) or next(iter(queries.find(above, city)), None)) if above else city
    level = str(_first(given, LEVELS) or "")
    found = queries.find(name, within or city, level if level in rules.UNDER else "")
    return found[0] if len(found) == 1 else None


def _first(given: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    return next((given[name] for name in names if given.get(name)), None)
