"""How a wire reads a request: each check returns the value, or raises `ValueError` that names the field.

An absent field takes its default; `null` is a value, and a wrong one.
"""

from typing import Any


def an_object(body: Any, name: str = "the body") -> dict[str, Any]:
    """Return a JSON object."""
    if not isinstance(body, dict):
        raise ValueError(f"{name} must be a JSON object")
    return body


def text(given: dict[str, Any], name: str, *, required: bool = False, longest: int | None = None) -> str:
    """Return a string; a required one has more than blanks."""
    value = given.get(name, "")
    if not isinstance(value, str) or (required and not value.strip()):
        raise ValueError(f"{name} must be a {'non-empty ' if required else ''}string")
    if longest is not None and len(value) > longest:
        raise ValueError(f"{name} must have at most {longest} characters")
    return value


def one_of(given: dict[str, Any], name: str, allowed: tuple[str, ...], default: str | None = None) -> str:
    """Return one of the allowed words; without a default the field is required."""
    value = given.get(name, default)
    if not isinstance(value, str) or (value not in allowed and value != default):
        raise ValueError(f"{name} must be one of: {', '.join(allowed)}")
    return value


def flag(given: dict[str, Any], name: str, *, default: bool) -> bool:
    """Return true or false, and nothing that only looks like it."""
    value = given.get(name, default)
    if not isinstance(value, bool):
        raise ValueError(f"{name} must be true or false")
    return value


def whole(given: dict[str, Any], name: str, least: int, most: int, default: int) -> int:
    """Return a whole number; neither `3.0` nor `true` is one."""
    value = given.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise ValueError(f"{name} must be a whole number from {least} to {most}")
    return value


def number(given: dict[str, Any], name: str, least: float, most: float, default: float) -> float:
    """Return a number."""
    value = given.get(name, default)
    if not isinstance(value, int | float) or isinstance(value, bool) or not least <= value <= most:
        raise ValueError(f"{name} must be a number from {least} to {most}")
    return value


def addresses(given: dict[str, Any], name: str) -> list[str]:
    """Return a list of addresses; what they lead to is not looked at."""
    value = given.get(name, [])
    if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
        raise ValueError(f"{name} must be a list of addresses")
    return value


def digits(query: str, name: str, least: int, most: int) -> int:
    """Return the number of a query parameter."""
    if not (query.isascii() and query.isdigit() and len(query) < 12 and least <= int(query) <= most):
        raise ValueError(f"{name} must be a whole number from {least} to {most}")
    return int(query)
