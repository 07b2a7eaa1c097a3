"""`chatrec catalogue answers-from-logs|accept-answers`: support answers learned from past dialogues, after review."""

import argparse
from pathlib import Path

__all__ = ["add_answers"]


def add_answers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the commands."""
    logs = commands.add_parser("answers-from-logs", help="propose support answers from past dialogues, for review")
    logs.add_argument("log", type=Path, metavar="FILE", help='lines {"dialogue", "turn", "speaker", "text"}')
    logs.add_argument("--out", type=Path, metavar="FILE", help="default: FILE.review.jsonl")
    logs.add_argument("--catalogue", type=Path, metavar="DIR", help="leave out what this one answers already")
    logs.add_argument("--least", type=int, default=2, metavar="N", help="exchanges that ask the same (default 2)")
    logs.set_defaults(do=_propose)
    accept = commands.add_parser("accept-answers", help="put reviewed answers into a catalogue")
    accept.add_argument("review", type=Path, metavar="FILE")
    accept.add_argument("folder", type=Path, metavar="DIR")
    accept.add_argument("--id", action="append", default=[], metavar="ID", help="only this one; may be repeated")
    accept.set_defaults(do=_accept)


def _propose(arguments: argparse.Namespace) -> str:
    from chatrec.knowledge.adapters.catalogue_files import read_catalogue  # noqa: PLC0415  only where it is needed
    from chatrec.offline.catalogue.answers_from_logs import propose, read_log, write_proposals  # noqa: PLC0415
    from chatrec.offline.preparing import folder_encoder  # noqa: PLC0415

    exchanges = read_log(arguments.log)
    answers = read_catalogue(arguments.catalogue).answers if arguments.catalogue else ()
    known = [text for row in answers for text in (row.question.en, row.question.zh, *row.variants.every()) if text]
    proposals = propose(exchanges, folder_encoder(), known=known, least=arguments.least)
    out = arguments.out or arguments.log.with_suffix(".review.jsonl")
    write_proposals(proposals, out)
    shown = [f"{one.count:5} x {one.agreement:.2f}  {one.question[:60]}  ->  {one.answer[:60]}" for one in proposals]
    return "\n".join([*shown, f"{len(proposals)} proposals from {len(exchanges)} exchanges: {out}"])


def _accept(arguments: argparse.Namespace) -> str:
    from chatrec.offline.catalogue.answers_from_logs import accept_answers  # noqa: PLC0415

    count = accept_answers(arguments.review, arguments.folder, arguments.id)
    return f"{count} answers accepted into {arguments.folder}"
