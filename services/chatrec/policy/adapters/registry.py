"""The registry: a folder of policy artefacts by name and version, and the audit of their releases.

REGISTRY/policies/<policy_id>/   card.json, policy.onnx, values.json
REGISTRY/releases.jsonl          append-only, one record a line
"""

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from chatrec.policy.adapters.artefact import Artefact, open_artefact
from chatrec.policy.domain.releases import FIRST, Record, Stage, Standing, follow, record_line, records_from_lines
from chatrec.vocabulary.errors import InvalidInputError, NotFoundError, UnavailableError

__all__ = ["Registry"]

_POLICIES: Final = "policies"
_AUDIT: Final = "releases.jsonl"


class Registry:
    """Artefacts and their releases; several processes may read while one writes."""

    def __init__(self, folder: Path) -> None:
        """Keep the folder; it is made when something is put in."""
        self._folder = folder

    def policy_ids(self) -> tuple[str, ...]:
        """List the policies, by name."""
        folder = self._folder / _POLICIES
        return tuple(sorted(path.name for path in folder.iterdir() if path.is_dir())) if folder.is_dir() else ()

    def open(self, policy_id: str) -> Artefact:
        """Read and check a policy.

        Raises:
            NotFoundError: there is no such policy.
            UnavailableError: it is damaged, made for another program, or not what its folder says.
        """
        folder = self._folder / _POLICIES / policy_id
        if Path(policy_id).name != policy_id or not folder.is_dir():
            raise NotFoundError("The registry has no such policy.", policy=policy_id, registry=self._folder)
        artefact = open_artefact(folder)
        if artefact.card.policy_id != policy_id:
            raise UnavailableError("A policy lies under another's name.", policy=artefact.card.policy_id, folder=folder)
        return artefact

    def add(self, source: Path) -> str:
        """Put an artefact in, all of it or nothing; give its id. One that is there already stays as it is.

        Raises:
            UnavailableError: it is damaged, or made for another program.
            InvalidInputError: other files lie under its name and version.
        """
        artefact = open_artefact(source)
        policy_id = artefact.card.policy_id
        folder = self._folder / _POLICIES / policy_id
        if folder.is_dir():
            if open_artefact(folder).card.files != artefact.card.files:
                raise InvalidInputError("Another policy has this name and version.", policy=policy_id)
            return policy_id
        folder.parent.mkdir(parents=True, exist_ok=True)
        half = Path(tempfile.mkdtemp(prefix=".", dir=folder.parent))
        shutil.copytree(source, half, dirs_exist_ok=True)
        half.rename(folder)
        return policy_id

    def records(self) -> tuple[Record, ...]:
        """Read the audit, oldest first.

        Raises:
            UnavailableError: it cannot be read, or a record was changed or taken out.
        """
        try:
            text = (self._folder / _AUDIT).read_text(encoding="utf-8")
        except FileNotFoundError:
            return ()
        except (OSError, ValueError) as error:
            raise UnavailableError("The audit of releases cannot be read.", folder=self._folder) from error
        return records_from_lines(text.splitlines(keepends=True))

    def audit_size(self) -> int:
        """Give the bytes of the audit, which every record makes more; 0 where there is none."""
        try:
            return (self._folder / _AUDIT).stat().st_size
        except OSError:
            return 0

    def standing(self) -> Standing:
        """Tell what runs now."""
        return follow(self.records())

    def record(
        self,
        policy_id: str,
        stage: Stage,
        reasons: tuple[str, ...],
        *,
        share: float = 0.0,
        figures: Mapping[str, float] | None = None,
        catalogue: str = "",
        arms: Mapping[str, float] | None = None,
    ) -> Record:
        """Append a record, on disk when this returns; a line that a killed writer left half goes.

        Raises:
            InvalidInputError: the step cannot follow on the ones before.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / _AUDIT).open("a+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            records = self.records()
            before = records[-1].digest if records else FIRST
            made = Record(
                unix_ms=time.time_ns() // 1_000_000,
                policy_id=policy_id,
                stage=stage,
                before=before,
                share=share,
                reasons=reasons,
                figures=dict(figures or {}),
                catalogue=catalogue,
                arms=dict(arms or {}),
            )
            follow((*records, made))
            file.truncate(sum(len(record_line(record).encode()) + 1 for record in records))
            file.write(record_line(made).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        return made
