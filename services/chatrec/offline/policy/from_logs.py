"""A policy from live conversations: values learned from what users did, and the running network leaning where it paid.

The lean is one number an action, added to the network's logits: the one that most raises the self-normalised estimate
of the reward less its standard error, which keeps it near what was tried. Source: Swaminathan, Joachims, "The
self-normalized estimator for counterfactual learning" (NIPS 2015). So few numbers cannot fit a log by heart; the gate
judges the outcome on conversations that came after these.
"""

import hashlib
import math
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean
from typing import Final

import numpy as np
import onnx
from onnx import helper, numpy_helper
from scipy import optimize

from chatrec.offline.policy.ope.estimators import Forecast, contributions
from chatrec.offline.policy.ope.log import Doubles, Log, Ratios
from chatrec.offline.policy.ope.replay import replay
from chatrec.policy.adapters import Artefact, load_network, open_artefact, write_artefact
from chatrec.policy.adapters.onnx_network import OUTPUT
from chatrec.policy.domain import LearnedDecider, Values
from chatrec.policy.domain.bandit import BanditRates
from chatrec.policy.domain.features import ACTIONS
from chatrec.policy.domain.learner import Learner
from chatrec.policy.domain.ports import LearningLog
from chatrec.policy.domain.rewards import JoinLimits, Rewarding, join

__all__ = ["LogTraining", "train_from_logs"]

_FARTHEST: Final = 2.0
_NAME: Final = "learned"


@dataclass(frozen=True, slots=True)
class LogTraining:
    """What to learn from.

    Attributes:
        log: The learning log.
        running: Folder of the artefact that made the log's decisions.
        temperature: The temperature at which it made them; above 0, or nothing was tried that could be learned from.
        rewarding: What happenings are worth.
        out: Folder of the new artefact.
    """

    log: LearningLog
    running: Path
    temperature: float
    rewarding: Rewarding
    out: Path


def train_from_logs(training: LogTraining) -> Path:
    """Learn from a log and write the artefact.

    Raises:
        InvalidInputError: the log has no conversation of this policy.
        UnavailableError: the log or the artefact cannot be read.
    """
    base = open_artefact(training.running)
    entries = [entry for _, entry in training.log.after(0)]
    limits = JoinLimits()
    learner = Learner(base.values, rates=BanditRates(), rewarding=training.rewarding, limits=limits)
    for entry in entries:
        learner.enter(entry)
    decider = LearnedDecider(load_network(base.network), base.card.policy_id, training.temperature)
    log, odds = replay(join(entries, training.rewarding, limits).conversations, decider, decider)
    lean = _lean(log, odds.running) if training.temperature > 0.0 else np.zeros(len(ACTIONS))
    network = _leaning(base.network, lean * training.temperature)
    values = _merged(learner, base.values)
    version = hashlib.sha256(network + repr(values).encode()).hexdigest()[:8]
    facts = {
        "from_logs_of": base.card.policy_id,
        "conversations": len(log.lengths),
        "reward": round(float(log.returns.mean()), 4),
        "lean": dict(zip(ACTIONS, np.round(lean, 4).tolist(), strict=True)),
    }
    card = replace(base.card, name=_NAME, version=version, training=facts, results={})
    write_artefact(training.out, Artefact(card, network, values))
    return training.out


def _lean(log: Log, running: Doubles) -> Doubles:
    """Search the lean of all actions but the first, which it is relative to."""
    nothing = Forecast(np.zeros_like(log.rewards), np.zeros_like(log.rewards))

    def loss(lean: Doubles) -> float:
        ratios = Ratios.of(log, _leant(running, np.concatenate([[0.0], lean])))
        values = contributions("snips", log, ratios, nothing)
        return float(values.std()) / math.sqrt(len(values)) - float(values.mean())

    bounds = [(-_FARTHEST, _FARTHEST)] * (len(ACTIONS) - 1)
    found = optimize.minimize(loss, np.zeros(len(bounds)), method="Powell", bounds=bounds, options={"maxfev": 400})
    return np.concatenate([[0.0], np.asarray(found.x, np.float64)])


def _leant(running: Doubles, lean: Doubles) -> Doubles:
    odds: Doubles = running * np.exp(lean)
    total = odds.sum(axis=-1, keepdims=True)
    return np.asarray(np.divide(odds, total, out=np.zeros_like(odds), where=total > 0.0), np.float64)


def _leaning(network: bytes, lean: Doubles) -> bytes:
    """Add a number for each action to the network's logits."""
    model = onnx.load_from_string(network)
    inner = f"{OUTPUT}_before_lean_{len(model.graph.node)}"
    for node in model.graph.node:
        node.output[:] = [inner if name == OUTPUT else name for name in node.output]
    name = f"lean_{len(model.graph.node)}"
    model.graph.initializer.append(numpy_helper.from_array(lean.astype(np.float32), name))
    model.graph.node.append(helper.make_node("Add", [inner, name], [OUTPUT]))
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())


def _merged(learner: Learner, prior: Values) -> Values:
    """Join what was learned of each catalogue: a relation of several gets the mean of its weights."""
    learned = [posterior.means for posterior in learner.posteriors().values()] or [prior]
    names = sorted({relation for values in learned for relation in values.relations})
    relations = {name: fmean(v.relations[name] for v in learned if name in v.relations) for name in names}
    entities = {step: weight for values in learned for step, weight in values.entities.items()}
    return Values(
        {name: round(weight, 4) for name, weight in relations.items()},
        {step: round(weight, 4) for step, weight in entities.items()},
        round(fmean(values.baseline for values in learned), 4),
    )
