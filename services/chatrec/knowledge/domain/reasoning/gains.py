"""What asking for a facet is expected to tell about which item is wanted, in bits."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from chatrec.knowledge.domain.reasoning.graph import EntityColumn, Graph, Longs
from chatrec.knowledge.domain.snapshot.adjacency import spans
from chatrec.vocabulary.graph import FacetGain, Label
from chatrec.vocabulary.schema import KIND, Facet
from chatrec.vocabulary.words import FacetType, Text

__all__ = ["Belief", "entropy_bits", "facet_gains"]

Doubles = npt.NDArray[np.float64]

_MOST_OPTIONS = 4
_FAMILIAR_VALUES = 12.0
_LITTLE_COVERAGE = 0.3
_LITTLE = 0.1
_UNIQUE = 0.8
_UNASKED = 0.7
_OBVIOUS = 0.7
_TINY = 1e-300


@dataclass(frozen=True, slots=True, eq=False)
class Belief:
    """How likely each of some matching items is the one that is wanted; probabilities add up to 1."""

    items: Longs
    probability: Doubles


@dataclass(frozen=True, slots=True, eq=False)
class _Answers:
    """How an answer would be spread: a mass a value, and the bits of it that do not tell items apart."""

    coverage: float
    values: Longs
    mass: Doubles
    noise_bits: float
    holders: int


def entropy_bits(probability: Doubles) -> float:
    """Give the entropy of a distribution in bits."""
    return max(0.0, -float(probability @ np.log2(np.maximum(probability, _TINY))))


def facet_gains(graph: Graph, belief: Belief, constrained: frozenset[str]) -> tuple[FacetGain, ...]:
    """Give the gain of every facet that is not `constrained` yet, best first.

    The gain is the mutual information between the item wanted and the answer of a user who names one of its values
    (of several at random), times the chance that the item has the facet, times how likely people can answer.
    """
    if not len(belief.items):
        return ()
    found = [_kind_gain(graph, belief)] if KIND not in constrained else []
    plans = graph.snapshot.schema.plans
    closed = constrained | plans.unasked if plans else constrained
    asked = (facet for facet in graph.snapshot.schema.facets if facet.name not in closed)
    found.extend(_facet_gain(graph, belief, facet) for facet in asked)
    kept = [gain for gain in found if gain is not None]
    return tuple(sorted(kept, key=lambda gain: (-gain.gain_bits, gain.facet)))


def _facet_gain(graph: Graph, belief: Belief, facet: Facet) -> FacetGain | None:
    column = graph.entities.get(facet.name)
    answers = _entity_answers(column, belief) if column is not None else _literal_answers(graph, belief, facet)
    if answers is None:
        return None
    bits = (entropy_bits(answers.mass) - answers.noise_bits) * answers.coverage
    return FacetGain(
        facet.name,
        max(0.0, bits) * _answerable(facet, answers),
        answers.coverage,
        _options(graph, facet, answers),
    )


def _answerable(facet: Facet, answers: _Answers) -> float:
    """Guess how likely people can answer: few familiar values, a question, no answer that goes without saying."""
    factor = 1.0 if facet.question else _UNASKED
    if answers.coverage < _LITTLE_COVERAGE:
        factor *= _LITTLE
    if facet.type is FacetType.ENTITY:
        factor /= 1.0 + 2.0 ** entropy_bits(answers.mass) / _FAMILIAR_VALUES
        if len(answers.values) > _MOST_OPTIONS and len(answers.values) >= _UNIQUE * answers.holders:
            factor *= _LITTLE
    elif facet.better is not None and not facet.money:
        factor *= _OBVIOUS
    return factor


def _kind_gain(graph: Graph, belief: Belief) -> FacetGain | None:
    kinds = graph.snapshot.kind_of_item[belief.items]
    answers = _single(kinds.astype(np.float64), kinds >= 0, belief)
    if answers is None or len(answers.values) == 1:
        return None
    rows = [graph.snapshot.schema.kinds[int(kind)] for kind in _most_likely(answers)]
    options = tuple(Label(kind.id, _name(kind.words.en, kind.words.zh)) for kind in rows)
    return FacetGain(KIND, entropy_bits(answers.mass) * answers.coverage, answers.coverage, options)


def _name(en: tuple[str, ...], zh: tuple[str, ...]) -> Text:
    return Text(en=en[0] if en else "", zh=zh[0] if zh else "")


def _entity_answers(column: EntityColumn, belief: Belief) -> _Answers | None:
    positions, source = spans(column.offsets, belief.items)
    counts = np.bincount(source, minlength=len(belief.items))
    having = counts > 0
    if not having.any():
        return None
    coverage = np.count_nonzero(having) / len(having)
    probability = belief.probability * having
    probability = probability / max(float(probability.sum()), 1e-300)
    share = probability[source] / counts[source]
    held = column.entities[positions]
    least = int(held.min())
    found = np.bincount(held - least, weights=share)
    places = np.flatnonzero(found)
    values, mass = places + least, found[places].astype(np.float64)
    noise = float(probability @ np.log2(np.maximum(counts, 1)))
    return _Answers(coverage, values, mass, noise, int(np.count_nonzero(having)))


def _literal_answers(graph: Graph, belief: Belief, facet: Facet) -> _Answers | None:
    column = graph.literals.get(facet.name)
    if column is None:
        return None
    values = column[belief.items]
    having = ~np.isnan(values)
    if having.any() and facet.type in (FacetType.NUMBER, FacetType.DATE):
        values = np.searchsorted(_quartiles(values[having]), values).astype(np.float64)
    return _single(values, having, belief)


def _quartiles(values: Doubles) -> Doubles:
    ordered = np.sort(values)
    return ordered[[(len(values) - 1) * quarter // 4 for quarter in (1, 2, 3)]]


def _single(values: Doubles, having: npt.NDArray[np.bool_], belief: Belief) -> _Answers | None:
    if not having.any():
        return None
    probability = belief.probability[having]
    probability = probability / max(float(probability.sum()), 1e-300)
    mass = np.bincount(values[having].astype(np.int64), weights=probability).astype(np.float64)
    present = np.flatnonzero(mass > 0.0)
    return _Answers(float(having.mean()), present, mass[present], 0.0, int(having.sum()))


def _most_likely(answers: _Answers) -> list[int]:
    order = np.argsort(-answers.mass, kind="stable")[:_MOST_OPTIONS]
    return [int(value) for value in answers.values[order]]


def _options(graph: Graph, facet: Facet, answers: _Answers) -> tuple[Label, ...]:
    if facet.type is FacetType.ENTITY:
        nodes = graph.snapshot.nodes
        return tuple(Label(nodes.ids[node], nodes.names[node]) for node in _most_likely(answers))
    if facet.type is FacetType.ORDINAL:
        places = sorted(_most_likely(answers))
        names = facet.value_names or tuple(Text(en=value) for value in facet.values)
        return tuple(Label(facet.values[place], names[place]) for place in places)
    return ()
