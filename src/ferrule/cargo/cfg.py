"""Conditions of the form `cfg(…)`, as keys of cargo's configuration write them.

Enters: an expression and the facts that `rustc --print cfg` lists. Leaves: whether it
holds. Source: the Rust reference, "Conditional compilation".
"""

import re
from typing import TypeAlias

TOKEN = re.compile(r'\s*(?:("[^"]*"|[^\W\d]\w*|[(),=])|$)')

Facts: TypeAlias = frozenset[tuple[str, str | None]]


def parse_facts(output: str) -> Facts:
    """Read the lines of `rustc --print cfg`: `name` or `name="value"`."""
    facts: set[tuple[str, str | None]] = set()
    for line in output.splitlines():
        name, equals, value = line.strip().partition("=")
        if name:
            facts.add((name, value.strip('"') if equals else None))
    return frozenset(facts)


def holds(expression: str, facts: Facts) -> bool:
    """Tell whether a condition holds; a malformed one does not, cargo reports it itself."""
    try:
        tokens = _split(expression)
        if tokens.pop() != "cfg":
            return False
        (result,) = _evaluate_list(tokens, facts)
    except (IndexError, ValueError):
        return False
    return result and not tokens


def _split(expression: str) -> list[str]:
    # The first token is the last item, so that reading one is `pop`.
    tokens: list[str] = []
    position = 0
    while position < len(expression):
        match = TOKEN.match(expression, position)
        if match is None:
            raise ValueError(expression)
        if match[1]:
            tokens.append(match[1])
        position = match.end()
    return tokens[::-1]


def _evaluate(tokens: list[str], facts: Facts) -> bool:
    name = tokens.pop()
    if tokens[-1] == "=":
        tokens.pop()
        value = tokens.pop()
        return (name, value.strip('"')) in facts
    if tokens[-1] == "(":
        results = _evaluate_list(tokens, facts)
        match name:
            case "all":
                return all(results)
            case "any":
                return any(results)
            case "not":
                (result,) = results
                return not result
            case _:
                raise ValueError(name)
    return name == "true" or (name, None) in facts


def _evaluate_list(tokens: list[str], facts: Facts) -> list[bool]:
    if tokens.pop() != "(":
        raise ValueError
    results = []
    while tokens[-1] != ")":
        results.append(_evaluate(tokens, facts))
        if tokens[-1] != ")" and tokens.pop() != ",":
            raise ValueError
    tokens.pop()
    return results
