"""Values that are of a setting's type and yet odd: empty, huge, negative, hostile, oddly named."""

import random
from typing import Any

from core.project.settings import Setting

HOSTILE = (
    "![x](http://127.0.0.2:9/x.png)",
    "<img src=http://127.0.0.2:9/x.png onerror=alert(1)>",
    ":material/bolt: :red[danger] :rocket: :small[x]",
    "[click](http://127.0.0.2:9/) <http://127.0.0.2:9/> www.example.org",
    "$\\frac{1}{0}$ and $$x$$",
    "# head\n\n- list\n\n> quote\n\n```\ncode\n```\n|a|b|\n|-|-|",
    "`code` **bold** _thin_ ~~gone~~ \\* ~ --- -> <- ≥",
    "{{7*7}} {0} %s {x}",
)
WORDS = ("", " ", "x" * 5_000, "a\nb\tc", "\u202e\u0000\u200b", "null", "0", "../..", *HOSTILE)
WHOLE = (0, 1, -1, 7, 10**6, -(10**9), 10**15)
FLOATS = (0.0, -0.0, 0.5, 1.0, -1.0, 1e-300, 1e15, -1e15, 1e9)


def odd_value(setting: Setting[Any], chance: random.Random) -> Any:
    """A value that reads as one of the setting's type, most of the time."""
    schema = setting._type.json_schema()
    return _of(schema, schema.get("$defs", {}), chance, 0)


def _of(schema: dict[str, Any], named: dict[str, Any], chance: random.Random, depth: int) -> Any:
    if "$ref" in schema:
        return _of(named[schema["$ref"].rsplit("/", 1)[-1]], named, chance, depth)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return chance.choice(schema["enum"])
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            return _of(chance.choice(schema[several]), named, chance, depth)
    kind = schema.get("type")
    if kind == "object":
        return _object(schema, named, chance, depth)
    if kind == "array":
        return _array(schema, named, chance, depth)
    if kind is None:
        return _anything(chance, depth)
    return _plain(kind, schema, chance)


def _plain(kind: str, schema: dict[str, Any], chance: random.Random) -> Any:
    low, high = schema.get("minimum"), schema.get("maximum")
    if kind in ("integer", "number") and low is not None and high is not None:
        return chance.choice((low, high))
    return {
        "string": lambda: chance.choice(WORDS),
        "integer": lambda: chance.choice(WHOLE),
        "number": lambda: chance.choice(FLOATS),
        "boolean": lambda: chance.random() < 0.5,
        "null": lambda: None,
    }[kind]()


def _object(schema: dict[str, Any], named: Any, chance: random.Random, depth: int) -> Any:
    needed = set(schema.get("required", ()))
    made = {
        name: _of(inner, named, chance, depth + 1)
        for name, inner in schema.get("properties", {}).items()
        if name in needed or chance.random() < 0.7
    }
    other = schema.get("additionalProperties")
    if isinstance(other, dict) or (other is True and "properties" not in schema):
        inner = other if isinstance(other, dict) else {}
        for _ in range(chance.choice((0, 1, 3)) if depth < 4 else 0):
            made[chance.choice(WORDS)] = _of(inner, named, chance, depth + 1)
    return made


def _array(schema: dict[str, Any], named: Any, chance: random.Random, depth: int) -> list[Any]:
    if "prefixItems" in schema:
        return [_of(inner, named, chance, depth + 1) for inner in schema["prefixItems"]]
    count = chance.choice((0, 1, 2, 30)) if depth < 3 else chance.choice((0, 1))
    count = max(schema.get("minItems", 0), count)
    return [_of(schema.get("items", {}), named, chance, depth + 1) for _ in range(count)]


def _anything(chance: random.Random, depth: int) -> Any:
    plain = (*WORDS, *WHOLE, *FLOATS, None, True, [], {})
    if depth > 3 or chance.random() < 0.6:
        return chance.choice(plain)
    return {chance.choice(WORDS): chance.choice(plain), "at": chance.choice(plain)}
