"""Requests and replies of the policy service."""

from array import array

import numpy as np

from chatrec.policy.v1 import policy_pb2 as pb
from chatrec.vocabulary.decisions import Belief, Choice, Decision
from chatrec.vocabulary.errors import InvalidInputError
from chatrec.vocabulary.steps import Steps
from chatrec.vocabulary.wire.enums import MOVES

__all__ = ["choice", "choice_message", "decision", "decision_message"]

_PLACE_BYTES = 4


def choice_message(options: Choice, request_id: str) -> pb.ChooseMoveRequest:
    """Write the belief and the candidates."""
    belief = options.belief
    return pb.ChooseMoveRequest(
        request_id=request_id,
        belief=pb.Belief(
            turn=belief.turn,
            questions=belief.questions,
            slates=belief.slates,
            rejections=belief.rejections,
            preferences=belief.preferences,
            matched=belief.matched,
            entropy_bits=belief.entropy_bits,
            slate_size=belief.slate_size,
            impatient=belief.impatient,
        ),
        facets=options.facets,
        gain_bits=options.gain_bits,
        coverage=options.coverage,
        may_ask=options.may_ask,
        scores=options.scores,
        step_counts=options.steps.counts.tolist(),
        step_places=options.steps.places.astype("<u4").tobytes(),
        relations=[relation for relation, _ in options.steps.kinds],
        entities=[entity for _, entity in options.steps.kinds],
        subject=options.subject,
        catalogue=options.catalogue,
    )


def choice(message: pb.ChooseMoveRequest) -> Choice:
    """Read the belief and the candidates.

    Raises:
        InvalidInputError: columns that belong together differ in length, or a place is none.
    """
    belief = message.belief
    return Choice(
        belief=Belief(
            turn=belief.turn,
            questions=belief.questions,
            slates=belief.slates,
            rejections=belief.rejections,
            preferences=belief.preferences,
            matched=belief.matched,
            entropy_bits=belief.entropy_bits,
            slate_size=belief.slate_size,
            impatient=belief.impatient,
        ),
        facets=tuple(message.facets),
        gain_bits=tuple(message.gain_bits),
        coverage=tuple(message.coverage),
        may_ask=message.may_ask,
        scores=array("d", np.array(message.scores, np.float64).tobytes()),
        steps=_steps(message),
        subject=message.subject,
        catalogue=message.catalogue,
    )


def _steps(message: pb.ChooseMoveRequest) -> Steps:
    if len(message.relations) != len(message.entities):
        raise InvalidInputError("relations and entities differ in length.", field="entities")
    counts = np.array(message.step_counts, np.uint32)
    if len(message.step_places) % _PLACE_BYTES:
        raise InvalidInputError("A step's place takes four bytes.", field="step_places", bytes=len(message.step_places))
    # Who sends no places gives every step by itself, in order.
    places = np.frombuffer(message.step_places, "<u4")
    places = places if len(places) else np.arange(len(message.relations), dtype=np.uint32)
    if counts.sum(dtype=np.int64) != len(places):
        raise InvalidInputError("Counts do not add up to the steps.", field="step_counts", steps=len(places))
    if places.size and places.max() >= len(message.relations):
        raise InvalidInputError("A step is none of those named.", field="step_places", steps=len(message.relations))
    return Steps(tuple(zip(message.relations, message.entities, strict=True)), places, counts)


def decision_message(chosen: Decision) -> pb.ChooseMoveResponse:
    """Write the choice."""
    return pb.ChooseMoveResponse(
        move=MOVES.number(chosen.move),
        facet=chosen.facet,
        f_rl=chosen.f_rl,
        propensity=chosen.propensity,
        policy_id=chosen.policy_id,
        values_propensity=chosen.values_propensity,
        experiment_arm=chosen.experiment_arm,
        trial_policy_id=chosen.trial_policy_id,
        trial_failed=chosen.trial_failed,
    )


def decision(message: pb.ChooseMoveResponse) -> Decision:
    """Read the choice."""
    return Decision(
        move=MOVES.word(message.move),
        facet=message.facet,
        f_rl=tuple(np.array(message.f_rl, np.float64).tolist()),
        propensity=message.propensity,
        policy_id=message.policy_id,
        values_propensity=message.values_propensity or 1.0,
        experiment_arm=message.experiment_arm,
        trial_policy_id=message.trial_policy_id,
        trial_failed=message.trial_failed,
    )
