"""`lastfm`: the artists of Last.FM under 33 merged attributes."""

from chatrec.offline.evaluate.asking.task import measure_asking
from chatrec.offline.evaluate.evaluation import Evaluation, Options, folder_of

__all__ = ["evaluate"]


def evaluate(options: Options) -> Evaluation:
    """Hold the dialogues of a split, as `measure_asking` does."""
    return measure_asking(folder_of(options, "lastfm"), options)
