"""Judges every candidate of a catalogue: the confidence that a triple is true."""

import numpy as np

from chatrec.offline.extend.candidates import Candidate, Facts
from chatrec.offline.extend.model import Cases, cross_fitted, unstated_confidence

__all__ = ["COMPLETENESS", "judge"]

COMPLETENESS = 0.7
"""The share of the true values that texts say and that a catalogue is taken to state, for facets of many values."""

_DIGITS = 4
_SUREST = 0.99


def judge(
    candidates: tuple[Candidate, ...], facts: Facts, *, seed: int = 0, completeness: float = COMPLETENESS
) -> list[tuple[float, Candidate]]:
    """Give the candidates that the catalogue neither states nor contradicts, each with its confidence."""
    if not candidates:
        return []
    cases = Cases(
        rows=np.stack([facts.features(row) for row in candidates]),
        keys=[row.keys() for row in candidates],
        stated=np.array([float(facts.holds(row.fact)) for row in candidates]),
        teaches=np.array([facts.teaches(row.fact) for row in candidates], dtype=np.bool_),
        groups=[row.fact.item for row in candidates],
    )
    chances = cross_fitted(cases, seed)
    many = np.array([facts.facets[row.fact.facet].many for row in candidates])
    confidences = np.where(many, unstated_confidence(chances, completeness), chances)
    return [
        (round(min(float(confidence), _SUREST), _DIGITS), row)
        for confidence, row in zip(confidences, candidates, strict=True)
        if not facts.holds(row.fact) and not facts.contradicts(row.fact)
    ]
