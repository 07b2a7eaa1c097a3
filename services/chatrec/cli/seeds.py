"""`--seeds 1,2,3`."""

from chatrec.vocabulary.errors import InvalidInputError

__all__ = ["seeds_of"]


def seeds_of(text: str) -> tuple[int, ...]:
    """Read seeds that commas separate.

    Raises:
        InvalidInputError: one is not a whole number of 0 or more.
    """
    try:
        seeds = tuple(int(seed) for seed in text.split(","))
    except ValueError as error:
        raise InvalidInputError("--seeds: whole numbers separated by commas are needed.", field="seeds") from error
    if min(seeds) < 0:
        raise InvalidInputError("--seeds: whole numbers of 0 or more are needed.", field="seeds")
    return seeds
