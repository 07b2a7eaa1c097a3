"""`chatrec models`: a better policy goes all the way from the gate to promoted, one that is not is refused."""

import json
import shutil
from pathlib import Path

import pytest

from chatrec.cli.__main__ import main
from chatrec.policy.adapters import load_network, open_artefact
from chatrec.policy.adapters.registry import Registry
from chatrec.policy.domain import LearnedDecider
from chatrec.policy.domain.releases import Stage, on_canary
from tests.unit.policy.artefacts import artefact_of
from tests.unit.policy.live_log import HOUR_MS, write_conversations

EVEN = [0.0, 0.0, 0.0, 0.0, 0.0]
ASKING = [0.0, 2.0, 0.0, 0.0, 0.0]


def decider(folder: Path) -> LearnedDecider:
    artefact = open_artefact(folder)
    return LearnedDecider(load_network(artefact.network), artefact.card.policy_id, 1.0)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A registry in which `learned-even` runs, and a log of what it did; asking is better than showing."""
    folder = tmp_path_factory.mktemp("town")
    registry = Registry(folder / "registry")
    registry.record(registry.add(artefact_of(folder / "even", "even", logits=EVEN)), Stage.PROMOTED, ("first",))
    artefact_of(folder / "asking", "asking", logits=ASKING)
    artefact_of(folder / "showing", "showing", logits=[2.0, 0.0, 0.0, 0.0, 0.0])
    even = decider(folder / "even")
    write_conversations(folder / "log.sqlite", lambda _: even, 2_000)
    return folder


@pytest.fixture
def town(built: Path, tmp_path: Path) -> Path:
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    return tmp_path


def models(town: Path, what: str, *more: str) -> int:
    return main(["models", what, "--registry", str(town / "registry"), *more])


def promote(town: Path, policy: str, *more: str) -> int:
    return models(town, "promote", policy, "--log", str(town / "log.sqlite"), "--temperature", "1", *more)


def test_a_better_policy_goes_all_the_way(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    registry, even = Registry(town / "registry"), decider(town / "even")
    assert promote(town, str(town / "asking")) == 0
    assert registry.standing().stage is Stage.SHADOW
    assert promote(town, "learned-asking") == 1  # nothing was decided beside it yet
    began_ms = registry.records()[-1].unix_ms
    later = {"first": 10_000, "unix_ms": began_ms + HOUR_MS, "shadow": "learned-asking"}
    write_conversations(town / "log.sqlite", lambda _: even, 250, **later)
    assert promote(town, "learned-asking", "--share", "0.5") == 0
    standing = registry.standing()
    assert (standing.stage, standing.share) == (Stage.CANARY, 0.5)
    asking = decider(town / "asking")
    write_conversations(
        town / "log.sqlite",
        lambda subject: asking if on_canary(standing, subject) else even,
        2_000,
        first=20_000,
        unix_ms=registry.records()[-1].unix_ms + HOUR_MS,
        asked=0.9,
        unasked=0.1,
    )
    assert promote(town, "learned-asking") == 0
    assert registry.standing().running == "learned-asking"
    assert "reward is higher" in registry.records()[-1].reasons[0]
    assert models(town, "list", "--audit") == 0
    assert "running" in capsys.readouterr().out
    assert models(town, "rollback", "--reason", "people complain") == 0
    assert registry.standing().running == "learned-even"


def test_a_worse_policy_is_refused_with_reasons_and_the_refusal_is_kept(
    town: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert promote(town, str(town / "showing")) == 1
    assert "gain by switch_dr" in capsys.readouterr().out
    registry = Registry(town / "registry")
    assert registry.standing().running == "learned-even"
    assert registry.records()[-1].stage is Stage.REFUSED
    assert registry.records()[-1].figures["dr_gain"] < 0.0


def test_a_log_of_other_propensities_than_the_settings_give_is_refused(
    town: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = ["--log", str(town / "log.sqlite"), "--temperature", "0"]
    assert models(town, "promote", str(town / "asking"), *log) == 1
    assert "propensities" in capsys.readouterr().out


def test_verify_says_what_is_damaged(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert models(town, "verify") == 0
    (town / "registry" / "policies" / "learned-even" / "policy.onnx").write_bytes(b"")
    assert models(town, "verify") == 1
    assert "learned-even" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        ["promote", "nobody", "--log", "LOG"],
        ["promote", "ASKING", "--log", "/nowhere"],
        ["promote", "ASKING", "--log", "LOG", "--share", "0"],
        ["promote", "ASKING", "--log", "LOG", "--rewards", "REWARDS"],
        ["promote", "learned-even", "--log", "LOG"],
        ["rollback", "learned-asking"],
    ],
)
def test_bad_use_is_said_in_one_line(town: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    rewards = town / "rewards.json"
    rewards.write_text('{"accept": 1, "applause": 3}')
    known = {"LOG": town / "log.sqlite", "ASKING": town / "asking", "REWARDS": rewards}
    given = [str(known.get(word, word)) for word in arguments]
    assert models(town, given[0], *given[1:]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_shadow_that_fails_is_refused_with_its_reason_on_record(
    town: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    registry, even = Registry(town / "registry"), decider(town / "even")
    assert promote(town, str(town / "asking")) == 0
    began_ms = registry.records()[-1].unix_ms
    log = town / "log.sqlite"
    write_conversations(log, lambda _: even, 250, first=10_000, unix_ms=began_ms + HOUR_MS, shadow="learned-asking")
    failing = {"first": 20_000, "unix_ms": began_ms + HOUR_MS, "shadow": "learned-asking", "failing": True}
    write_conversations(log, lambda _: even, 5, **failing)
    assert promote(town, "learned-asking") == 1
    refused = registry.records()[-1]
    assert refused.stage is Stage.ROLLED_BACK
    assert "no answer in" in refused.reasons[0]
    assert refused.figures["failures"] >= 5
    assert registry.standing().trial == ""
    assert "refused" in capsys.readouterr().out


def test_a_shadow_that_never_ran_is_not_let_on(town: Path) -> None:
    registry, even = Registry(town / "registry"), decider(town / "even")
    assert promote(town, str(town / "asking")) == 0
    began_ms = registry.records()[-1].unix_ms
    write_conversations(town / "log.sqlite", lambda _: even, 250, first=10_000, unix_ms=began_ms + HOUR_MS)
    assert promote(town, "learned-asking") == 1
    assert registry.standing().stage is Stage.SHADOW


def test_only_one_policy_is_on_trial_at_a_time(town: Path) -> None:
    assert promote(town, str(town / "asking")) == 0
    assert promote(town, str(town / "showing")) == 2


def test_the_arms_of_a_log_are_reported_with_what_became_of_its_events(
    town: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = town / "report.json"
    assert main(["experiment", "report", "--log", str(town / "log.sqlite"), "--json", str(report)]) == 0
    assert "counted: " in capsys.readouterr().out
    (row,) = json.loads(report.read_text())
    assert (row["catalogue"], row["policy_id"], row["conversations"]) == ("shop", "learned-even", 2_000)
    assert 0.3 < row["means"]["abandonment"] < 0.7


def test_a_policy_learned_from_a_log_leans_to_what_paid_and_is_let_through_on_a_later_one(town: Path) -> None:
    log, running = str(town / "log.sqlite"), str(town / "even")
    more = ["--running", running, "--temperature", "1", "--out", str(town / "learned")]
    assert main(["train", "policy", "--from-logs", log, *more]) == 0
    artefact = open_artefact(town / "learned")
    lean = artefact.card.training["lean"]
    assert lean["ask_1"] > 0.5
    assert artefact.values.entities["made_by", "maker-a"] != 0.0
    even = decider(town / "even")
    later = town / "later.sqlite"
    write_conversations(later, lambda _: even, 2_000, first=50_000)
    assert models(town, "promote", str(town / "learned"), "--log", str(later), "--temperature", "1") == 0


def test_an_experiment_is_started_and_ended_on_the_record(town: Path) -> None:
    folder = ["--registry", str(town / "registry")]
    shares = ["--arm", "learned-even=0.5", "--arm", "planner-1=0.5"]
    registry = Registry(town / "registry")
    assert main(["experiment", "start", "calm", "--catalogue", "shop", *shares, *folder]) == 0
    assert dict(registry.standing().experiments["shop"].arms) == {"learned-even": 0.5, "planner-1": 0.5}
    assert main(["experiment", "start", "calm", "--catalogue", "films", *shares, *folder]) == 2
    assert (
        main(["experiment", "start", "odd", "--catalogue", "films", "--arm", "nobody=0.5", *shares[2:], *folder]) == 2
    )
    assert main(["experiment", "end", "calm", *folder]) == 0
    assert registry.standing().experiments == {}
