"""Which territory of the present map each area of a file is: by its code, else by its name and level; never by guess."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from civitac.core.text import fold
from territories.enums import Level
from territories.models import Territory, TerritoryName

from .geojson import BoundaryError, Feature, listed
from .grid import LEVELS


def match(features: list[Feature], level: Level | None = None) -> tuple[Level, dict[int, Feature]]:
    """The level of a file and its areas by key of territory. Raises BoundaryError and names the areas not recognised."""
    found = by_code(features, level) or by_name(features, level)
    if found is None:
        raise BoundaryError(_("Say what the areas are: --level region, province or commune."))
    level, candidates = found
    unknown = [str(feature) for feature, keys in zip(features, candidates, strict=True) if not keys]
    if unknown:
        raise BoundaryError(
            _("Areas that are no %(level)s of today:") % {"level": level.label.lower()} + "\n" + listed(unknown)
        )
    unsure = [str(feature) for feature, keys in zip(features, candidates, strict=True) if len(keys) > 1]
    if unsure:
        said = _("Names that several places bear; give these areas their P-code:")
        raise BoundaryError(f"{said}\n{listed(unsure)}")
    areas = defaultdict(list)
    for feature, (key,) in zip(features, candidates, strict=True):
        areas[key].append(feature)
    twice = [" = ".join(map(str, same)) for same in areas.values() if len(same) > 1]
    if twice:
        raise BoundaryError(_("Several areas for one place:") + "\n" + listed(twice))
    return level, {key: feature for key, (feature,) in areas.items()}


def by_code(features: list[Feature], level: Level | None) -> tuple[Level, list[set[int]]] | None:
    """Keys by the property that holds codes of territories; None where no property does."""
    codes = {
        code: (pk, Level(of_level))
        for code, pk, of_level in Territory.objects.current().values_list("code", "pk", "level")
        if level is None or of_level == level
    }
    best = best_property(features, lambda value: value in codes)
    if best is None:
        return None
    values = [str(feature.properties.get(best, "")).strip() for feature in features]
    levels = Counter(codes[value][1] for value in values if value in codes)
    if len(levels) > 1:
        raise BoundaryError(_("The file mixes levels; give one file for each."))
    return next(iter(levels)), [{codes[value][0]} if value in codes else set() for value in values]


def by_name(features: list[Feature], level: Level | None) -> tuple[Level, list[set[int]]] | None:
    """Keys by the property that holds names; without a level, the only one at which every area has a name of its own."""
    tried = {}
    for each in (level,) if level else LEVELS:
        names = names_at(each)
        best = best_property(features, lambda value, names=names: fold(value) in names, distinct=True)
        if best is not None:
            tried[each] = [names.get(fold(str(feature.properties.get(best, ""))), set()) for feature in features]
    if level:
        return level, tried.get(level, [set() for _feature in features])
    whole = [each for each, keys in tried.items() if all(keys) and len(set(map(frozenset, keys))) == len(features)]
    return (whole[0], tried[whole[0]]) if len(whole) == 1 else None


def names_at(level: Level) -> dict[str, set[int]]:
    """Folded name, old or new, → keys of the units of today that bear or bore it."""
    names = defaultdict(set)
    rows = TerritoryName.objects.filter(territory__level=level, territory__valid_to=None)
    for folded, pk in rows.values_list("folded", "territory_id"):
        names[folded].add(pk)
    return names


def best_property(features: list[Feature], is_known: Callable[[str], bool], *, distinct: bool = False) -> str | None:
    """The property that most often holds something known; with `distinct`, the different things it holds count."""
    scores = {}
    for name in dict.fromkeys(name for feature in features for name in feature.properties):
        values = [value for value in texts(features, name) if is_known(value)]
        scores[name] = len(set(values)) if distinct else len(values)
    best = max(scores, key=scores.get, default=None)
    return best if best is not None and scores[best] else None


def texts(features: list[Feature], name: str) -> Iterable[str]:
    values = (feature.properties.get(name) for feature in features)
    return (value.strip() for value in values if isinstance(value, str))
