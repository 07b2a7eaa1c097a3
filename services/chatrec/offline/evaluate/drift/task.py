"""`chatrec evaluate drift`: regret of slates ordered by y = f_LLM^a f_KG^b f_RL^c while 10,000 people's taste drifts.

One case a person; the regret is the chance that the best slate holds an accepted item, less that of the slate shown, by
the true chances, which the system never sees. `regret_share` is that of the system with learning off. What the people
do not model: that taste depends on the person beyond what was said, and users who come back.
"""

from collections.abc import Callable
from typing import Final

import numpy as np

from chatrec.offline.evaluate.drift.shoppers import Offer, Town
from chatrec.offline.evaluate.evaluation import Doubles, Evaluation, Figure, Options
from chatrec.offline.evaluate.intervals import percentiles
from chatrec.orchestrator.domain.fusion import Exponents, fuse
from chatrec.policy.domain.bandit import Bandit, BanditRates
from chatrec.policy.domain.learner import Learner
from chatrec.policy.domain.rewards import JoinLimits, Rewarding
from chatrec.policy.domain.values import Values
from chatrec.policy.domain.valuing import LearnedValues, Valued
from chatrec.vocabulary.decisions import Belief, Choice
from chatrec.vocabulary.learning import Decided, Happened, ShownItem
from chatrec.vocabulary.steps import Steps
from chatrec.vocabulary.turn import EventType
from chatrec.vocabulary.words import Move

__all__ = ["evaluate"]

_PEOPLE: Final = 10_000
_TURNOVER: Final = 4_000
"""People after whom the taste is another; what was learned fades by half in about half of that time."""
_MINUTE_MS: Final = 60_000
_SLATE: Final = 5
_EXPONENTS: Final = Exponents()
_HALF_LIFE_H: Final = 48.0
_EXPLORATION: Final = 0.05
_CATALOGUE: Final = "town"
_LOOK_EVERY: Final = 5
"""People who come between two looks at the log: five seconds of one a second."""


def evaluate(options: Options, people: int = _PEOPLE) -> Evaluation:
    """Let people come and go. No data are read."""
    learning = [_learning(people, seed, _EXPLORATION) for seed in options.seeds]
    off = [_regrets(people, seed, _without_learning) for seed in options.seeds]
    first = options.seeds[0]
    return Evaluation(
        case_ids=[f"person {number}" for number in range(people)],
        ours=[{"regret": row} for row in learning],
        baselines={"learning off": {"regret": np.mean(off, axis=0)}},
        ablation={
            "no exploration": {"regret": _learning(people, first, 0.0)},
            "random order": {"regret": _regrets(people, first, _at_random)},
        },
        figures={"regret_share": _share(np.mean(learning, axis=0), np.mean(off, axis=0))},
    )


def _learning(people: int, seed: int, exploration: float) -> Doubles:
    """Learn from the events as the policy service does: through the log's entries, a look every few people."""
    rates = BanditRates(half_life_h=_HALF_LIFE_H)
    learner = Learner(Values(), rates=rates, rewarding=Rewarding(), limits=JoinLimits())
    values = LearnedValues(Bandit(Values(), rates).posterior(), exploration, _EXPONENTS.rl)
    rng = np.random.default_rng((seed, 2))
    town, regrets = Town(people, _TURNOVER, np.random.default_rng((seed, 1))), np.zeros(people)
    for number in range(people):
        offer = town.next_offer()
        valued = values.value(_choice(offer, number))
        slate = _slate(offer, valued)
        regrets[number] = _regret(offer, slate)
        _happen(learner, offer, slate, number, rng)
        if number % _LOOK_EVERY == 0:
            values.learn(learner.posteriors())
    return regrets


def _regrets(people: int, seed: int, order: Callable[[Offer, int], list[int]]) -> Doubles:
    town = Town(people, _TURNOVER, np.random.default_rng((seed, 1)))
    offers = ((town.next_offer(), number) for number in range(people))
    return np.array([_regret(offer, order(offer, number)) for offer, number in offers])


def _without_learning(offer: Offer, number: int) -> list[int]:
    del number
    return _slate(offer, Valued(()))


def _at_random(offer: Offer, number: int) -> list[int]:
    return list(np.random.default_rng(number).permutation(len(offer.f_kg))[:_SLATE])


def _slate(offer: Offer, valued: Valued) -> list[int]:
    return [scored.position for scored in fuse(offer.f_llm, offer.f_kg, valued.f_rl, _EXPONENTS)[:_SLATE]]


def _choice(offer: Offer, number: int) -> Choice:
    return Choice(Belief(turn=1), steps=Steps.of(offer.steps), subject=f"person {number}", catalogue=_CATALOGUE)


def _regret(offer: Offer, slate: list[int]) -> float:
    """Compare the chance that something on the slate pleases with that of the best slate."""
    best = np.sort(offer.accepting)[-_SLATE:]
    return float(np.prod(1.0 - offer.accepting[slate]) - np.prod(1.0 - best))


def _happen(learner: Learner, offer: Offer, slate: list[int], number: int, rng: np.random.Generator) -> None:
    """Log the slate, what the person does with it, and that they go on."""
    session, now_ms = f"s{number}", number * _MINUTE_MS
    scores = [offer.f_llm[position] ** _EXPONENTS.llm * offer.f_kg[position] ** _EXPONENTS.kg for position in slate]
    shown = tuple(
        ShownItem(str(position), offer.steps[position], score) for position, score in zip(slate, scores, strict=True)
    )
    for turn in (1, 2):
        learner.enter(
            Decided(session, turn, "", now_ms, _CATALOGUE, Choice(Belief()), Move.RECOMMEND, "", 1.0, "town", shown)
        )
        if turn == 1:
            accepted = _accepted(offer, slate, rng)
            if accepted is not None:
                event_id, item = f"{session}/{accepted}", str(accepted)
                learner.enter(Happened(event_id, session, 1, item, EventType.ACCEPT, 0.0, now_ms, now_ms, session))
        shown = ()


def _accepted(offer: Offer, slate: list[int], rng: np.random.Generator) -> int | None:
    for place, position in enumerate(slate, start=1):
        if rng.random() < place**-offer.attention and rng.random() < offer.accepting[position]:
            return position
    return None


def _share(ours: Doubles, off: Doubles) -> Figure:
    """Give the regret as a share of that without learning; people are drawn anew for the interval."""
    rng = np.random.default_rng(len(ours))
    drawn = [rng.integers(len(ours), size=len(ours)) for _ in range(1_000)]
    shares = np.array([ours[rows].mean() / off[rows].mean() for rows in drawn])
    return percentiles(float(ours.mean() / off.mean()), shares)
