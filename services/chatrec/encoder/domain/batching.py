"""Which waiting texts are encoded together.

On a CPU a padded token costs as much as a real one, and a batch of equal length saves only about a seventh of the time.
So a batch holds texts of like length, or one text.
"""

from collections.abc import Sequence

__all__ = ["choose_batch"]


def choose_batch(lengths: Sequence[int], *, token_budget: int, max_padding: float) -> list[int]:
    """Choose from waiting texts, oldest first, those that join the oldest one.

    `lengths` are token counts, at least one of them. The batch, padded to its longest text, has at most `token_budget`
    tokens (a longer text goes alone), and at most the share `max_padding` of them is padding. Texts nearest in length
    to the oldest are taken first, the older first among equals. Returns positions in `lengths`, the oldest first.
    """
    oldest = lengths[0]
    chosen, longest, real = [0], oldest, oldest
    nearest = sorted(range(1, len(lengths)), key=lambda place: abs(lengths[place] - oldest))
    for place in nearest:
        length = lengths[place]
        stretched, total = max(longest, length), real + length
        padded = stretched * (len(chosen) + 1)
        if padded > token_budget or padded - total > max_padding * padded:
            break
        chosen.append(place)
        longest, real = stretched, total
    return chosen
