"""YAML read as data with the line of every key: no tags, no merge keys, no aliases that grow without end."""

from datetime import date
from typing import Any

import yaml

from chatrec.knowledge.domain.catalogue.fields import Field, MarkedDict, MarkedList
from chatrec.knowledge.domain.catalogue.problems import Place, Problems
from chatrec.vocabulary.words import Language

__all__ = ["read_yaml"]

_MOST_NODES = 200_000
_DEEPEST = 20
_PLAIN = frozenset({"tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"})
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _TooMuchError(Exception):
    """A document is larger, or deeper, than any catalogue."""


def read_yaml(text: str, file: str, problems: Problems, language: Language = Language.EN) -> Field:
    """Read a document; what is no YAML is noted and read as nothing."""
    place = Place(file, 1)
    loader = _LOADER(text)
    try:
        node = loader.get_single_node()
        value = None if node is None else _Reader(loader, file, problems).read(node, 0)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problems.add(Place(file, mark.line + 1 if mark else 0), f"is not YAML: {error.problem or error.context}")
        value = None
    except (yaml.YAMLError, RecursionError):
        problems.add(Place(file), "is not YAML: it holds characters or a depth that are not allowed")
        value = None
    except _TooMuchError as error:
        problems.add(Place(file), str(error))
        value = None
    finally:
        loader.dispose()
    return Field(problems, place, "", value, language)


class _Reader:
    def __init__(self, loader: Any, file: str, problems: Problems) -> None:  # noqa: ANN401  either of yaml's loaders
        self._loader = loader
        self._file = file
        self._problems = problems
        self._nodes = 0

    def read(self, node: yaml.Node, depth: int) -> object:
        self._nodes += 1
        if self._nodes > _MOST_NODES or depth > _DEEPEST:
            raise _TooMuchError("is too large or too deep once its aliases are written out")
        if isinstance(node, yaml.CollectionNode) and node.tag not in _PLAIN:
            self._problems.add(self._place(node), f"the tag {node.tag!r} is not allowed")
            return None
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, depth)
        if isinstance(node, yaml.SequenceNode):
            items = MarkedList(self.read(entry, depth + 1) for entry in node.value)
            items.lines = [_line(entry) for entry in node.value]
            return items
        return self._scalar(node)

    def _mapping(self, node: yaml.MappingNode, depth: int) -> MarkedDict:
        found = MarkedDict()
        found.lines = {}
        for key_node, value_node in node.value:
            key = self.read(key_node, depth + 1)
            if not isinstance(key, str):
                self._problems.add(self._place(key_node), f"the key {key!r} is not a text: put it in quotes")
            elif key in found:
                self._problems.add(self._place(key_node), f"the key {key!r} is already in line {found.lines[key]}")
            else:
                found[key] = self.read(value_node, depth + 1)
                found.lines[key] = _line(key_node)
        return found

    def _scalar(self, node: yaml.Node) -> object:
        try:
            value = self._loader.construct_object(node)
        except ValueError as error:
            self._problems.add(self._place(node), f"is not YAML: {error}")
            return None
        return value.isoformat() if isinstance(value, date) else value

    def _place(self, node: yaml.Node) -> Place:
        return Place(self._file, _line(node))


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
