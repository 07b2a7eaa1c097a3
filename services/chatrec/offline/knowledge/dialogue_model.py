"""A recommender for dialogues: the experts' product, its weights fitted on dialogues that the experts have not seen."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from chatrec.offline.knowledge.dialogue_corpus import Case, Dialogue, Items, cases_of
from chatrec.offline.knowledge.dialogue_experts import GROUPS, echoes, expert_names, judge
from chatrec.offline.knowledge.dialogue_statistics import DialogueStatistics, learn_statistics
from chatrec.offline.knowledge.loglinear import Choices, fit_conditional_logit
from chatrec.vocabulary.errors import InvalidInputError

__all__ = ["Fit", "Weights", "chunks", "fit_weights", "group_columns", "with_echo"]

Singles = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]

_CHUNK_CASES = 400
_NEVER = np.float32(-1e9)


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """What the experts are worth.

    Attributes:
        experts: One weight an expert: the logarithm of the product is their sum, for items not named before.
        echo: Weights of the product, of the product where an item was named before, and of the three echoes; with them
            items named before compete.
    """

    experts: Doubles
    echo: Doubles


@dataclass(frozen=True, slots=True)
class Fit:
    """How weights are fitted.

    Attributes:
        blocks: Into how many runs of dialogues that follow each other the known ones are cut; each is held out once.
        likely: Candidates of a case that co-mention and popularity find likely.
        others: Candidates drawn among the rest, each standing for its share of them.
        l2: Weight of the squared weights.
    """

    blocks: int = 4
    likely: int = 250
    others: int = 250
    l2: float = 10.0


def chunks(cases: Sequence[Case]) -> Iterator[Sequence[Case]]:
    """Cut cases into runs whose experts fit into memory."""
    for start in range(0, len(cases), _CHUNK_CASES):
        yield cases[start : start + _CHUNK_CASES]


def group_columns() -> Mapping[str, npt.NDArray[np.intp]]:
    """Give the columns of each group of experts."""
    names = expert_names()
    return {group: np.array([names.index(name) for name in some]) for group, some in GROUPS.items()}


def fit_weights(dialogues: Sequence[Dialogue], items: Items, fit: Fit, seeds: Sequence[int]) -> Mapping[int, Weights]:
    """Fit one weight an expert, and then the echo, for each seed, which draws the candidates.

    Raises:
        InvalidInputError: hardly any dialogue has text.

    The dialogues are cut in the order they come in, which is that of time where it is known: an expert that only knows
    the dialogues of the same days is not trusted more than it will deserve. Only dialogues with text are choices.
    """
    readable = [place for place, dialogue in enumerate(dialogues) if dialogue.has_text]
    if len(readable) < fit.blocks:
        raise InvalidInputError("Dialogues with text are needed to learn from.", count=len(readable))
    rngs = {seed: np.random.default_rng(seed) for seed in seeds}
    drawn: dict[int, list[Choices]] = {seed: [] for seed in seeds}
    for block in np.array_split(np.array(readable), fit.blocks):
        first, last = int(block[0]), int(block[-1])
        statistics = learn_statistics([*dialogues[:first], *dialogues[last + 1 :]], items)
        cases = list(cases_of([dialogues[place] for place in block]))
        for some in chunks(cases):
            echo, said = echoes(some, items.count), judge(some, statistics, items)
            likely = _likely(said, echo[0] > 0, statistics)
            told = np.concatenate((said, echo))
            for seed in seeds:
                drawn[seed].append(_draw(told, likely, [case.target for case in some], fit, rngs[seed]))
    return {seed: _fitted(_joined(parts), fit) for seed, parts in drawn.items()}


def with_echo(product: Singles, echo: Singles, weights: Weights) -> Singles:
    """Give the scores (cases, items) with which items named before compete, from the product and the three echoes."""
    parts = np.concatenate((product[None], (product * echo[0])[None], echo))
    return np.asarray(np.tensordot(weights.echo.astype(np.float32), parts, axes=1), dtype=np.float32)


def _fitted(choices: Choices, fit: Fit) -> Weights:
    said, echo = choices.features[..., :-3], choices.features[..., -3:]
    named = echo[..., 0] > 0
    new = ~named[:, 0]
    unnamed = np.where(named, _NEVER, choices.offsets)
    experts = fit_conditional_logit(Choices(said[new], unnamed[new]), l2=fit.l2)
    product = (said @ experts.astype(np.float32))[..., None]
    competing = np.concatenate((product, product * named[..., None], echo), axis=-1)
    return Weights(experts, fit_conditional_logit(Choices(competing, choices.offsets), l2=fit.l2))


def _likely(said: Singles, named: npt.NDArray[np.bool_], statistics: DialogueStatistics) -> Singles:
    names = expert_names()
    co_mention, content = said[names.index("co_mention")], said[names.index("content_mean")]
    concept = said[names.index("concept")]
    base = np.log(statistics.prior) + np.float32(0.3) * (co_mention + concept) + content
    return np.asarray(np.where(named, np.inf, base), dtype=np.float32)


def _draw(said: Singles, likely: Singles, targets: Sequence[int], fit: Fit, rng: np.random.Generator) -> Choices:
    count = said.shape[2]
    most = min(fit.likely, (count - 1) // 2)
    others = min(fit.others, count - 1 - most)
    features = np.empty((len(targets), 1 + most + others, len(said)), np.float32)
    offset = np.zeros((len(targets), 1 + most + others), np.float32)
    offset[:, 1 + most :] = np.log((count - 1 - most) / others)
    for row, target in enumerate(targets):
        order = np.argsort(-likely[row], kind="stable")
        order = order[order != target]
        rest = rng.choice(order[most:], others, replace=False)
        features[row] = said[:, row, np.concatenate(([target], order[:most], rest))].T
    return Choices(features, offset)


def _joined(parts: Sequence[Choices]) -> Choices:
    return Choices(np.concatenate([part.features for part in parts]), np.concatenate([part.offsets for part in parts]))
