"""The numbers of nodes by id, kept over growth without writing those down again that only moved along."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

__all__ = ["Numbers"]

_MOST_NEW: Final = 20_000
"""New nodes that are kept beside those numbered before; above, all are numbered anew."""


@dataclass(frozen=True, slots=True, eq=False)
class Numbers(Mapping[str, int]):
    """Numbers by id: items first, then entities, both in their order.

    What was numbered once stays as it is in `old`; the entities among it, from `first_entity` on, count `moved` more.
    Reading costs one look-up more for what is `new`.
    """

    ids: Sequence[str]
    item_count: int
    old: Mapping[str, int]
    first_entity: int
    moved: int
    new: Mapping[str, int]

    @classmethod
    def of(cls, ids: Sequence[str], items: int) -> "Numbers":
        """Number nodes, of which the first `items` are items; of an id that is there twice the first counts."""
        numbered = dict(zip(reversed(ids), range(len(ids) - 1, -1, -1), strict=True))
        return cls(ids, items, numbered, items, 0, {})

    def after(self, ids: Sequence[str], items: int) -> "Numbers":
        """Number nodes of which most may be those numbered here."""
        if ids is self.ids:
            return self
        before, added = self.ids, items - self.item_count
        entities = ids[items : items + len(before) - self.item_count]
        if added < 0 or ids[: self.item_count] != before[: self.item_count] or entities != before[self.item_count :]:
            return Numbers.of(ids, items)
        new = {id_: number + added * (number >= self.item_count) for id_, number in self.new.items()}
        new.update((ids[number], number) for number in range(self.item_count, items))
        new.update((ids[number], number) for number in range(len(before) + added, len(ids)))
        if len(new) > _MOST_NEW:
            return Numbers.of(ids, items)
        return replace(self, ids=ids, item_count=items, moved=self.moved + added, new=new)

    def __getitem__(self, id_: str) -> int:
        number = self.old.get(id_)
        if number is None:
            return self.new[id_]
        return number + self.moved if number >= self.first_entity else number

    def __contains__(self, id_: object) -> bool:
        return id_ in self.old or id_ in self.new

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(self.ids))

    def __len__(self) -> int:
        return len(self.old) + len(self.new)
