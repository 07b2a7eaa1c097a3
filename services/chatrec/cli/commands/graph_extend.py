"""`chatrec graph extend|review`: new triples read from texts, and what people decide about them."""

import argparse
import os
import sys
from pathlib import Path

from chatrec.knowledge.domain.catalogue.problems import CatalogueError
from chatrec.vocabulary.errors import InvalidInputError

__all__ = ["add_extend"]

_SHOWN = 20
_KEY = "CHATREC_EXTEND_API_KEY"


def add_extend(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the commands."""
    extend = commands.add_parser("extend", help="read new triples from texts and documents, each with its evidence")
    extend.add_argument("--catalogue", type=Path, required=True, metavar="DIR")
    extend.add_argument("--out", type=Path, metavar="DIR", help="the extended catalogue (default: DIR-extended)")
    extend.add_argument("--threshold", type=_share, default=0.7, help="least confidence to enter (default 0.7)")
    extend.add_argument(
        "--endpoint", metavar="URL", help=f"OpenAI-compatible second reader; its key is read from {_KEY}"
    )
    extend.add_argument("--model", default="", metavar="NAME", help="model of the endpoint")
    extend.add_argument(
        "--likeness",
        choices=("encoder", "words"),
        default="encoder",
        help="how texts are compared: by the encoder's vectors too (better), or by words alone (default encoder)",
    )
    extend.add_argument("--seed", type=int, default=0, help="parts the items for cross-fitting (default 0)")
    extend.set_defaults(do=_extend)
    review = commands.add_parser("review", help="list, accept or reject triples that wait for review")
    review.add_argument("folder", type=Path, metavar="DIR", help="an extended catalogue")
    review.add_argument("decision", choices=("list", "accept", "reject"))
    review.add_argument("ids", nargs="*", metavar="ID")
    review.add_argument("--above", type=_share, metavar="CONFIDENCE", help="all that have at least this confidence")
    review.set_defaults(do=_review)


def _extend(arguments: argparse.Namespace) -> None:
    from chatrec.offline.extend.extend import extend_folder  # noqa: PLC0415  only where it is needed
    from chatrec.offline.preparing import folder_encoder  # noqa: PLC0415  only where it is needed
    from chatrec.serving import Endpoint  # noqa: PLC0415  only where it is needed

    folder: Path = arguments.catalogue
    out = arguments.out or folder.with_name(f"{folder.resolve().name}-extended")
    endpoint = Endpoint(arguments.endpoint, arguments.model, os.environ.get(_KEY, "")) if arguments.endpoint else None
    encoder = folder_encoder() if arguments.likeness == "encoder" else None
    try:
        outcome = extend_folder(
            folder,
            out,
            threshold=arguments.threshold,
            endpoint=endpoint,
            encoder=encoder,
            seed=arguments.seed,
        )
    except CatalogueError as error:
        raise InvalidInputError("\n".join(error.problems)) from error
    sys.stdout.write(f"{len(outcome.accepted)} triples added, {len(outcome.review)} wait for review\n{out}\n")


def _review(arguments: argparse.Namespace) -> None:
    from chatrec.offline.extend import review  # noqa: PLC0415  only where it is needed
    from chatrec.offline.extend.extension import REVIEW, read_extensions  # noqa: PLC0415  only where it is needed

    if not (arguments.folder / REVIEW).is_file():
        raise InvalidInputError("No triples wait for review here.", folder=arguments.folder)
    if arguments.decision == "list":
        choice = review.above(arguments.above or 0.0)
        for row in choice(read_extensions(arguments.folder / REVIEW))[: None if arguments.above else _SHOWN]:
            text = f"{row.id}  {row.confidence:.2f}  {row.item}  {row.facet}={row.value}  {row.sentence}"
            sys.stdout.write("".join(char if char.isprintable() else " " for char in text) + "\n")
        return
    if bool(arguments.ids) == (arguments.above is not None):
        raise InvalidInputError("Name the ids, or give --above, and not both.")
    choice = review.named(arguments.ids) if arguments.ids else review.above(arguments.above)
    decide = review.accept if arguments.decision == "accept" else review.reject
    sys.stdout.write(f"{len(decide(arguments.folder, choice))} triples {arguments.decision}ed\n")


def _share(text: str) -> float:
    value = float(text)
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError("is not between 0 and 1")
    return value
