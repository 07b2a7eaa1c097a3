"""Settings of the orchestrator, read once from CHATREC_ORCHESTRATOR_*."""

import math
from dataclasses import dataclass

from chatrec.serving import ServingSettings, secret
from chatrec.vocabulary.errors import InvalidInputError

__all__ = ["OrchestratorSettings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrchestratorSettings(ServingSettings):
    """What the orchestrator takes.

    Attributes:
        encoder: Address of the encoder service.
        dialogue: Address of the dialogue service.
        knowledge: Address of the knowledge service.
        policy: Address of the policy service.
        leaf_timeout_s: Longest wait for one leaf.
        sessions: `memory:`, `sqlite:PATH`, `redis://...`, `rediss://...` or `redis+cluster://...`.
        redis_password: Password of Redis, where it is not in the URL.
        session_ttl_s: A session untouched for this long is forgotten.
        max_sessions: Most sessions held by sqlite; those untouched for longest go first.
        max_memory_sessions: The same for `memory:`, where a session of ten turns takes about 0.12 MB.
        max_events: Most events held; the oldest go first.
        learning_log: What policies learn from, decisions and events: `sqlite:PATH` or a Redis URL; empty for none.
        max_learning_entries: Most entries of it, learned or not; the policy lets those it has learned go before that.
        events_a_minute: Events that one user may send within a minute, to each replica.
        llm_exponent: Weight of f_LLM; 0 switches it off.
        kg_exponent: Weight of f_KG.
        rl_exponent: Weight of f_RL.
        diversity: How much the items of a list shall differ, from 0 (the order of the scores) to 1 (variety alone).
        exposure: How evenly items that are about as good share the first places, from 0 (the best always leads) to 1
            (drawn in proportion to their scores).
        most_questions: Questions asked in a topic before items are shown in any case.
        ask_below_preferences: Questions are asked only while fewer preferences than this are held.
        taste_half_life_days: Days in which what is remembered of a user who agreed counts half as much.
        seed: Varies the wording of all conversations.
    """

    port: int = 50050
    threads: int = 16
    encoder: str = "127.0.0.1:50051"
    dialogue: str = "127.0.0.1:50052"
    knowledge: str = "127.0.0.1:50053"
    policy: str = "127.0.0.1:50054"
    leaf_timeout_s: float = 2.0
    sessions: str = "memory:"
    redis_password: str = secret()
    session_ttl_s: int = 7 * 24 * 3600
    max_sessions: int = 50_000
    max_memory_sessions: int = 1_000
    max_events: int = 1_000_000
    learning_log: str = ""
    max_learning_entries: int = 200_000
    events_a_minute: int = 600
    llm_exponent: float = 0.25
    kg_exponent: float = 1.0
    rl_exponent: float = 0.3
    diversity: float = 0.0
    exposure: float = 0.0
    most_questions: int = 2
    ask_below_preferences: int = 1
    taste_half_life_days: float = 30.0
    seed: int = 0

    def __post_init__(self) -> None:
        """Refuse what is out of bounds."""
        ServingSettings.__post_init__(self)
        for field in ("diversity", "exposure"):
            if not 0.0 <= getattr(self, field) <= 1.0:
                raise InvalidInputError(f"{field.upper()} must be from 0 to 1.", field=field)
        if not 0.0 < self.taste_half_life_days < math.inf:
            raise InvalidInputError("TASTE_HALF_LIFE_DAYS must be above 0.", field="taste_half_life_days")
        for field in ("max_learning_entries", "events_a_minute"):
            if getattr(self, field) < 1:
                raise InvalidInputError(f"{field.upper()} must be 1 or more.", field=field)
