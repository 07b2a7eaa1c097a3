"""The benchmark of the policy: every agreed figure, the peer is the same network, and ten thousand are all valued."""

import numpy as np

from chatrec.offline.bench.policy import offered, peer_of, run
from chatrec.policy.adapters import load_network, open_artefact
from chatrec.policy.domain import LearnedDecider, Policy
from chatrec.policy.domain.features import FEATURES, action_mask, best_facets, features
from chatrec.policy.settings import SHIPPED_ARTEFACT
from tests.unit.policy.choices import choice


def test_every_agreed_figure_is_reported() -> None:
    figures = run(rounds=3)
    for count in ("50", "10000"):
        for way in ("core", "grpc"):
            assert figures["choose_move"][count][way]["p95_ms"] > 0.0
    assert figures["network"]["times_faster"]["p50_ms"] > 0.0


def test_the_peer_takes_the_actions_of_the_network_that_ships() -> None:
    artefact = open_artefact(SHIPPED_ARTEFACT)
    network, peer = load_network(artefact.network), peer_of(artefact.network)
    rng = np.random.default_rng(5)
    mask = action_mask(choice(), best_facets(choice()))
    for state in (features(choice(), best_facets(choice())), *rng.random((50, len(FEATURES)), np.float32)):
        ours = int(np.where(mask, network.logits(state), -np.inf).argmax())
        assert int(peer.predict(state, deterministic=True, action_masks=mask)[0]) == ours


def test_ten_thousand_candidates_are_each_worth_what_their_own_steps_are() -> None:
    artefact = open_artefact(SHIPPED_ARTEFACT)
    values = artefact.values
    policy = Policy(LearnedDecider(load_network(artefact.network), artefact.card.policy_id), values)
    many = offered(10_000, np.random.default_rng(3))
    f_rl = policy.choose(many).f_rl
    assert len(f_rl) == 10_000
    np.testing.assert_allclose(f_rl[::997], [values.value(steps) for steps in list(many.steps)[::997]])
