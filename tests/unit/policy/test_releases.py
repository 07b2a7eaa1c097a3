"""The registry and its audit: what runs is what the records say, and no record can be changed unseen."""

import json
import multiprocessing
import shutil
from pathlib import Path

import pytest

from chatrec.policy.adapters import open_artefact
from chatrec.policy.adapters.registry import Registry
from chatrec.policy.domain.releases import Stage, Standing, on_canary
from chatrec.policy.settings import SHIPPED_ARTEFACT
from chatrec.vocabulary.errors import InvalidInputError, NotFoundError, UnavailableError
from tests.unit.policy.artefacts import artefact_of

OLD, NEW = "learned-old", "learned-new"


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    registry = Registry(tmp_path / "registry")
    for version in ("old", "new"):
        registry.add(artefact_of(tmp_path / version, version))
    return registry


def stages(registry: Registry, *steps: tuple[str, Stage]) -> Standing:
    for policy_id, stage in steps:
        registry.record(policy_id, stage, ("a test",), share=0.25 if stage is Stage.CANARY else 0.0)
    return registry.standing()


def test_what_is_put_in_is_listed_and_opened(registry: Registry) -> None:
    assert registry.policy_ids() == (NEW, OLD)
    assert registry.open(NEW).card.policy_id == NEW


def test_a_release_goes_from_shadow_to_canary_to_promoted(registry: Registry) -> None:
    assert registry.standing() == Standing()
    assert stages(registry, (NEW, Stage.SHADOW)).trial == NEW
    canary = stages(registry, (NEW, Stage.CANARY))
    assert (canary.running, canary.trial, canary.share) == ("", NEW, 0.25)
    promoted = stages(registry, (NEW, Stage.PROMOTED))
    assert (promoted.running, promoted.trial, promoted.stage) == (NEW, "", None)


def test_a_roll_back_of_a_trial_leaves_what_runs(registry: Registry) -> None:
    standing = stages(registry, (OLD, Stage.PROMOTED), (NEW, Stage.CANARY), (NEW, Stage.ROLLED_BACK))
    assert (standing.running, standing.trial) == (OLD, "")


def test_a_roll_back_of_what_runs_brings_back_what_ran_before(registry: Registry) -> None:
    standing = stages(registry, (OLD, Stage.PROMOTED), (NEW, Stage.PROMOTED), (NEW, Stage.ROLLED_BACK))
    assert standing.running == OLD
    assert stages(registry, (OLD, Stage.ROLLED_BACK)).running == ""


def test_a_refusal_changes_nothing_that_runs(registry: Registry) -> None:
    assert stages(registry, (OLD, Stage.PROMOTED), (NEW, Stage.REFUSED)).running == OLD


def test_what_neither_runs_nor_is_on_trial_cannot_be_rolled_back(registry: Registry) -> None:
    with pytest.raises(InvalidInputError):
        registry.record(NEW, Stage.ROLLED_BACK, ())
    assert registry.records() == ()


def test_a_record_that_was_changed_or_taken_out_is_found(registry: Registry, tmp_path: Path) -> None:
    stages(registry, (NEW, Stage.SHADOW), (NEW, Stage.CANARY), (NEW, Stage.PROMOTED))
    audit = tmp_path / "registry" / "releases.jsonl"
    lines = audit.read_text().splitlines(keepends=True)
    changed = json.loads(lines[0]) | {"reasons": ["nothing to see"]}
    for broken in ([json.dumps(changed) + "\n", *lines[1:]], [lines[0], lines[2]], ["{}\n", *lines]):
        audit.write_text("".join(broken))
        with pytest.raises(UnavailableError):
            registry.records()


def test_a_line_cut_off_by_a_kill_is_passed_over_and_goes_with_the_next_record(
    registry: Registry, tmp_path: Path
) -> None:
    stages(registry, (NEW, Stage.SHADOW))
    audit = tmp_path / "registry" / "releases.jsonl"
    with audit.open("a") as file:
        file.write('{"unix_ms": 12, "poli')
    assert len(registry.records()) == 1
    assert stages(registry, (NEW, Stage.CANARY)).stage is Stage.CANARY
    assert len(registry.records()) == 2


def _append(folder: Path, times: int) -> None:
    for _ in range(times):
        Registry(folder).record(NEW, Stage.REFUSED, ("at once",))


def test_writers_at_once_lose_no_record(registry: Registry, tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_append, args=(tmp_path / "registry", 8)) for _ in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(30)
    assert len(registry.records()) == 24


def test_a_subject_stays_on_the_canary_and_the_share_is_kept() -> None:
    standing = Standing("", NEW, Stage.CANARY, 0.25)
    chosen = [on_canary(standing, f"u{number}") for number in range(4_000)]
    assert sum(chosen) / 4_000 == pytest.approx(0.25, abs=0.03)
    assert chosen == [on_canary(standing, f"u{number}") for number in range(4_000)]
    larger = Standing("", NEW, Stage.CANARY, 0.5)
    assert all(on_canary(larger, f"u{number}") for number in range(4_000) if chosen[number])


def test_nobody_is_on_the_canary_of_a_shadow() -> None:
    assert not on_canary(Standing("", NEW, Stage.SHADOW, 1.0), "u1")
    assert not on_canary(Standing("", NEW, Stage.CANARY, 1.0), "")


def started(registry: Registry, name: str, catalogue: str = "shop") -> Standing:
    registry.record(name, Stage.EXPERIMENT, (), catalogue=catalogue, arms={OLD: 0.5, NEW: 0.5})
    return registry.standing()


def test_an_experiment_is_on_record_and_leaves_releases_as_they_are(registry: Registry) -> None:
    stages(registry, (OLD, Stage.PROMOTED), (NEW, Stage.CANARY))
    standing = started(registry, "first")
    assert (standing.running, standing.trial) == (OLD, NEW)
    assert dict(standing.experiments["shop"].arms) == {OLD: 0.5, NEW: 0.5}
    assert stages(registry, (NEW, Stage.ROLLED_BACK)).experiments == standing.experiments
    assert stages(registry, ("first", Stage.ENDED)).experiments == {}


def test_a_catalogue_has_one_experiment_at_a_time_and_only_one_that_runs_can_end(registry: Registry) -> None:
    started(registry, "first")
    for name, catalogue in (("second", "shop"), ("first", "films")):
        with pytest.raises(InvalidInputError):
            started(registry, name, catalogue)
    with pytest.raises(InvalidInputError):
        registry.record("second", Stage.ENDED, ())
    assert list(started(registry, "third", "films").experiments) == ["shop", "films"]


def test_an_audit_from_before_experiments_is_still_whole(registry: Registry, tmp_path: Path) -> None:
    stages(registry, (NEW, Stage.SHADOW), (NEW, Stage.PROMOTED))
    lines = (tmp_path / "registry" / "releases.jsonl").read_text()
    assert "arms" not in lines
    assert "catalogue" not in lines
    assert len(registry.records()) == 2


def test_a_damaged_policy_is_not_put_in_and_not_opened(registry: Registry, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(SHIPPED_ARTEFACT, broken)
    (broken / "policy.onnx").write_bytes(b"not a network")
    with pytest.raises(UnavailableError):
        registry.add(broken)
    (tmp_path / "registry" / "policies" / NEW / "values.json").write_text("{}")
    with pytest.raises(UnavailableError):
        registry.open(NEW)


def test_other_files_under_the_same_name_and_version_are_refused(registry: Registry, tmp_path: Path) -> None:
    other = artefact_of(tmp_path / "other", "new", baseline=9.0)
    with pytest.raises(InvalidInputError):
        registry.add(other)
    assert registry.add(tmp_path / "new") == NEW


@pytest.mark.parametrize("policy_id", ["nobody", "../policies", "", "."])
def test_a_policy_that_is_not_there_is_not_found(registry: Registry, policy_id: str) -> None:
    with pytest.raises((NotFoundError, UnavailableError)):
        registry.open(policy_id)


def test_the_shipped_artefact_fits_the_registry(registry: Registry) -> None:
    assert registry.add(SHIPPED_ARTEFACT) == open_artefact(SHIPPED_ARTEFACT).card.policy_id
