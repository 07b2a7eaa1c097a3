"""Where a text holds names of the database: the longest at each place."""

from collections.abc import Iterable, Mapping

import ahocorasick

from chatrec.offline.dialogue.spans import Span

__all__ = ["NameFinder"]

_SHORTEST = 2


class NameFinder:
    """Finds known names in texts.

    Args:
        names: Names by kind; where several kinds have a name, its label joins them.
    """

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        kinds: dict[str, list[str]] = {}
        for kind, known in names.items():
            for name in sorted(known):
                kinds.setdefault(name, []).append(kind)
        self._automaton = ahocorasick.Automaton()
        for name, of in kinds.items():
            if len(name) >= _SHORTEST:
                self._automaton.add_word(name, (len(name), "/".join(of)))
        self._automaton.make_automaton()

    def find(self, text: str) -> tuple[Span, ...]:
        """Give the names in a text, none within or across another."""
        if not len(self._automaton):
            return ()
        return tuple(
            Span(last - length + 1, last + 1, kinds) for last, (length, kinds) in self._automaton.iter_long(text)
        )

    def masked(self, text: str) -> str:
        """Write a text with its names put down as their kinds, so that what is learned holds for other names."""
        parts, at = [], 0
        for span in self.find(text):
            parts += [text[at : span.start], f"〔{span.label}〕"]
            at = span.end
        return "".join([*parts, text[at:]])
