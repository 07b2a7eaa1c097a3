"""Steps 3 to 5 of a turn: candidates from the graph, the policy's choice, one score."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from chatrec.orchestrator.domain.diversity import varied, worths_of
from chatrec.orchestrator.domain.exposure import drawn_worths, seed_of
from chatrec.orchestrator.domain.fallback import popular_ranking
from chatrec.orchestrator.domain.fusion import Exponents, Scored, fuse
from chatrec.orchestrator.domain.hearing import Heard
from chatrec.orchestrator.domain.moves import Asking, may_ask, wants_items_now
from chatrec.orchestrator.domain.planner import plan
from chatrec.orchestrator.domain.ports import Knowledge, Policy
from chatrec.orchestrator.domain.shelf import Shelf
from chatrec.orchestrator.domain.walk import Walk
from chatrec.vocabulary.conversation import PhrasedItem
from chatrec.vocabulary.decisions import Belief, Choice, Decision
from chatrec.vocabulary.graph import ItemCard, Label, Path, Ranking, RankQuery, last_step
from chatrec.vocabulary.likeness import unpack_likeness
from chatrec.vocabulary.plans import Plan
from chatrec.vocabulary.steps import Steps
from chatrec.vocabulary.words import Move, Text

__all__ = ["Course", "Recommender", "Shown", "Slate"]


_ASKING = Asking()


@dataclass(frozen=True, slots=True)
class Slate:
    """How many items to show, and to whom."""

    max_items: int
    subject: str


@dataclass(frozen=True, slots=True)
class Shown:
    """An item to show with the shares of its score, and its place by score alone where variety made the list."""

    item: PhrasedItem
    scored: Scored
    place_by_score: int = 0


@dataclass(frozen=True, slots=True)
class Course:
    """What the turn will do, before it is worded."""

    move: Move
    shown: tuple[Shown, ...] = ()
    labels: tuple[Label, ...] = ()
    asked_facet: str = ""
    options: tuple[Label, ...] = ()
    relaxed_facets: tuple[str, ...] = ()
    matched: int = 0
    policy_id: str = ""
    propensity: float = 1.0
    plan: Plan | None = None
    choice: Choice | None = None
    values_propensity: float = 1.0
    experiment_arm: str = ""
    trial_policy_id: str = ""
    trial_failed: bool = False


class Recommender:
    """Ranks, chooses and fuses; falls back to popular items and to the planner where a leaf is lost."""

    def __init__(
        self,
        knowledge: Knowledge,
        policy: Policy,
        shelf: Shelf,
        exponents: Exponents,
        asking: Asking = _ASKING,
        *,
        diversity: float = 0.0,
        exposure: float = 0.0,
    ) -> None:
        """Keep the leaves, the exponents of the fusion, when questions are welcome, and how lists are arranged.

        `diversity` is how much the items of a list shall differ, `exposure` how evenly good ones shall come first.
        """
        self._knowledge = knowledge
        self._policy = policy
        self._shelf = shelf
        self._exponents = exponents
        self._asking = asking
        self._diversity = diversity
        self._exposure = exposure

    def recommend(self, walk: Walk, query: RankQuery, heard: Heard, slate: Slate) -> Course:
        """Decide whether to ask or to show items, and which."""
        gains = may_ask(heard.reading, heard.state, self._asking)
        query = replace(query, gains=gains, likeness=self._diversity > 0.0)
        ranking = walk.step("rank", "knowledge", lambda: self._knowledge.rank(query))
        if ranking is None:
            schema = self._shelf.schemas().get(query.catalogue)
            ranking = popular_ranking(query, self._shelf.popular(query.catalogue), schema) if schema else Ranking()
        choice = _choice(query, ranking, heard, slate)
        decision = walk.step("choose", "policy", lambda: _checked(self._policy.choose(choice), choice)) or plan(choice)
        if decision.move is Move.ASK and choice.may_ask:
            course = _question(ranking, decision)
        else:
            course = self._course(walk, query, ranking, decision, choice)
        return replace(
            course,
            choice=choice,
            values_propensity=decision.values_propensity,
            experiment_arm=decision.experiment_arm,
            trial_policy_id=decision.trial_policy_id,
            trial_failed=decision.trial_failed,
        )

    def _course(self, walk: Walk, query: RankQuery, ranking: Ranking, decision: Decision, choice: Choice) -> Course:
        # Whatever the graph gives: what was turned down or excluded does not come back.
        gone = {*query.excluded_item_ids, *query.rejected_item_ids}
        fused = fuse(ranking.f_llm, ranking.f_kg, decision.f_rl, self._exponents)
        best = tuple(scored for scored in fused if ranking.item_ids[scored.position] not in gone)
        if ranking.relaxed:
            # The nearest come in the order of what they break; the fused score decides only among equals.
            best = tuple(sorted(best, key=lambda scored: len(ranking.misses[scored.position])))
        arranged = self._arranged(best, ranking, choice)
        places = {} if arranged is best else {scored: place for place, scored in enumerate(best, start=1)}
        best = arranged[: choice.belief.slate_size]
        chosen = [ranking.item_ids[scored.position] for scored in best]
        paths = [ranking.paths[scored.position] for scored in best]
        cards, labels = self.describe(walk, query.catalogue, chosen, _node_ids(paths))
        shown = tuple(
            Shown(PhrasedItem(cards[item_id], walks, ranking.misses[scored.position]), scored, places.get(scored, 0))
            for item_id, walks, scored in zip(chosen, paths, best, strict=True)
        )
        return Course(
            move=Move.RELAX if ranking.relaxed or not shown else Move.RECOMMEND,
            shown=shown,
            labels=labels,
            relaxed_facets=ranking.relaxed_facets,
            matched=ranking.matched,
            policy_id=decision.policy_id,
            propensity=decision.propensity,
        )

    def _arranged(self, best: tuple[Scored, ...], ranking: Ranking, choice: Choice) -> tuple[Scored, ...]:
        """Give the list as exposure and variety make it; as it is where neither does, or items break what was said."""
        varies = self._diversity > 0.0 and bool(ranking.likeness)
        if ranking.relaxed or not (varies or self._exposure > 0.0):
            return best
        worths = worths_of(best)
        if self._exposure > 0.0:
            worths = drawn_worths(worths, self._exposure, seed_of(choice.subject, choice.belief.turn))
            order = np.argsort(-worths, kind="stable")
            best, worths = tuple(best[place] for place in order), worths[order]
        if not varies:
            return best
        likeness = unpack_likeness(ranking.likeness, len(ranking.item_ids))
        return varied(best, worths, likeness, self._diversity, choice.belief.slate_size)

    def candidates(self, walk: Walk, query: RankQuery) -> tuple[Shown, ...]:
        """Give what a plan may choose from: the items of a query with their scores, best first, none relaxed."""
        ranking = walk.step("rank", "knowledge", lambda: self._knowledge.rank(query)) or Ranking()
        if ranking.relaxed:
            return ()
        cards, _ = self.describe(walk, query.catalogue, ranking.item_ids, ())
        return tuple(
            Shown(PhrasedItem(cards[item_id], ranking.paths[scored.position]), scored)
            for scored in fuse(ranking.f_llm, ranking.f_kg, (), self._exponents)
            if cards[item_id := ranking.item_ids[scored.position]].available
        )

    def describe(
        self, walk: Walk, catalogue: str, item_ids: Sequence[str], label_ids: Sequence[str]
    ) -> tuple[dict[str, ItemCard], tuple[Label, ...]]:
        """Give a card for every item asked for; one that only has its id where nothing else is known."""
        found = walk.step("describe", "knowledge", lambda: self._knowledge.describe(catalogue, item_ids, label_ids))
        cards = {card.id: card for card in (found[0] if found else self._shelf.popular(catalogue))}
        bare = {item_id: ItemCard(item_id, "", Text(en=item_id)) for item_id in item_ids}
        return bare | cards, found[1] if found else ()


def _choice(query: RankQuery, ranking: Ranking, heard: Heard, slate: Slate) -> Choice:
    reading, state = heard.reading, heard.state
    closed = {*state.active.asked_facets, *state.active.declined_facets}
    gains = [gain for gain in ranking.gains if gain.facet not in closed]
    impatient = wants_items_now(reading)
    return Choice(
        belief=Belief(
            turn=state.turn,
            questions=len(state.active.asked_facets),
            slates=-(-len(state.active.shown_item_ids) // slate.max_items),
            rejections=len(state.rejected),
            preferences=len(state.active.preferences) + len(state.active.wishes) + len(state.active.liked_item_ids),
            matched=ranking.matched,
            entropy_bits=ranking.entropy_bits,
            slate_size=slate.max_items,
            impatient=impatient,
        ),
        facets=tuple(gain.facet for gain in gains),
        gain_bits=tuple(gain.gain_bits for gain in gains),
        coverage=tuple(gain.coverage for gain in gains),
        may_ask=query.gains and bool(gains) and not ranking.relaxed,
        item_ids=ranking.item_ids,
        scores=tuple(llm * kg for llm, kg in zip(ranking.f_llm, ranking.f_kg, strict=True)),
        steps=Steps.of(tuple(map(last_step, paths)) for paths in ranking.paths),
        subject=slate.subject,
        catalogue=query.catalogue,
    )


def _checked(decision: Decision, choice: Choice) -> Decision:
    """Keep only what makes sense of a decision: a question that was offered, a value for every candidate."""
    if decision.move is Move.ASK and decision.facet not in choice.facets:
        decision = replace(decision, move=Move.RECOMMEND, facet="")
    if len(decision.f_rl) != len(choice.item_ids):
        decision = replace(decision, f_rl=())
    return decision


def _question(ranking: Ranking, decision: Decision) -> Course:
    gain = next(gain for gain in ranking.gains if gain.facet == decision.facet)
    return Course(
        move=Move.ASK,
        asked_facet=decision.facet,
        options=gain.options,
        matched=ranking.matched,
        policy_id=decision.policy_id,
        propensity=decision.propensity,
    )


def _node_ids(paths: Sequence[Sequence[Path]]) -> tuple[str, ...]:
    triples = [triple for walks in paths for walk in walks for triple in walk.triples]
    ends = [end for triple in triples for end in (triple.head, triple.tail) if isinstance(end, str)]
    return tuple(dict.fromkeys(ends))
