"""Requests and replies of the policy service."""

from chatrec.policy.v1 import policy_pb2 as pb
from chatrec.vocabulary.decisions import Belief, Choice, Decision
from chatrec.vocabulary.errors import InvalidInputError
from chatrec.vocabulary.wire.enums import MOVES
from chatrec.vocabulary.wire.knowledge import split

__all__ = ["choice", "choice_message", "decision", "decision_message"]


def choice_message(options: Choice, request_id: str) -> pb.ChooseMoveRequest:
    """Write the belief and the candidates."""
    belief = options.belief
    steps = [step for path in options.steps for step in path]
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
        item_ids=options.item_ids,
        scores=options.scores,
        step_counts=map(len, options.steps),
        relations=[relation for relation, _ in steps],
        entities=[entity for _, entity in steps],
        subject=options.subject,
        catalogue=options.catalogue,
    )


def choice(message: pb.ChooseMoveRequest) -> Choice:
    """Read the belief and the candidates.

    Raises:
        InvalidInputError: columns that belong together differ in length.
    """
    belief = message.belief
    if len(message.relations) != len(message.entities):
        raise InvalidInputError("relations and entities differ in length.", field="entities")
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
        item_ids=tuple(message.item_ids),
        scores=tuple(message.scores),
        steps=split(list(zip(message.relations, message.entities, strict=True)), message.step_counts),
        subject=message.subject,
        catalogue=message.catalogue,
    )


def decision_message(chosen: Decision) -> pb.ChooseMoveResponse:
    """Write the choice."""
    return pb.ChooseMoveResponse(
        move=MOVES.number(chosen.move),
        facet=chosen.facet,
        f_rl=chosen.f_rl,
        propensity=chosen.propensity,
        policy_id=chosen.policy_id,
        values_propensity=chosen.values_propensity,
    )


def decision(message: pb.ChooseMoveResponse) -> Decision:
    """Read the choice."""
    return Decision(
        move=MOVES.word(message.move),
        facet=message.facet,
        f_rl=tuple(message.f_rl),
        propensity=message.propensity,
        policy_id=message.policy_id,
        values_propensity=message.values_propensity or 1.0,
    )
