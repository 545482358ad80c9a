"""How programs ask a published model: openapi.json, and code that runs as it is shown."""

from typing import Any

from core.content import read, says
from core.deploy.published.body import MOST_PICTURES
from core.deploy.published.trouble import STATUS
from core.words import file_size, listed

_BINARY = {"schema": {"type": "string", "format": "binary"}}
_NOVELTY = {
    "type": "object",
    "description": "How far it is from all the model learned, where the owner set a line for that",
    "properties": {
        "distance": {"type": "number"},
        "line": {"type": "number"},
        "strange": {"type": "boolean"},
    },
}
_ANSWER = {"$ref": "#/components/schemas/Answer"}
_ANSWERS = {"$ref": "#/components/schemas/Answers"}


def openapi(name: str, classes: list[str], most_bytes: int) -> dict[str, Any]:
    """The description (OpenAPI 3.1) of one published model with these classes."""
    return {
        "openapi": "3.1.0",
        "info": {"title": name, "version": "1", "description": _about(classes)},
        "servers": [{"url": "./"}],
        "paths": {"/predict": {"post": _predict(most_bytes)}},
        "components": {"schemas": _schemas(classes)},
    }


def _about(classes: list[str]) -> str:
    return says("deploy", "tells_apart", count=len(classes), classes=listed(classes))


def _predict(most_bytes: int) -> dict[str, Any]:
    form = {
        "schema": {
            "type": "object",
            "properties": {"photo": {"type": "array", "items": _BINARY["schema"]}},
        }
    }
    troubles = {
        str(status): {
            "description": ", ".join(code for code, one in STATUS.items() if one == status),
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Trouble"}}},
        }
        for status in sorted(set(STATUS.values()))
    }
    return {
        "operationId": "predict",
        "summary": "The class of a picture",
        "description": says("deploy", "takes", most=MOST_PICTURES, size=file_size(most_bytes)),
        "requestBody": {
            "required": True,
            "content": {"multipart/form-data": form, "image/*": _BINARY},
        },
        "responses": {
            "200": {
                "description": "The answer; for several pictures a list of answers in their order",
                "content": {"application/json": {"schema": {"oneOf": [_ANSWER, _ANSWERS]}}},
            },
            **troubles,
        },
    }


def _schemas(classes: list[str]) -> dict[str, Any]:
    share = {"type": "number", "minimum": 0, "maximum": 1}
    answer = {
        "class": {"type": "string", "enum": classes},
        "probabilities": {"type": "object", "additionalProperties": share},
        "action": {"type": "string", "description": "What to do, where the owner decided it"},
        "milliseconds": {"type": "number", "description": "Time on the server"},
        "novelty": _NOVELTY,
    }
    asked = ["class", "probabilities", "milliseconds"]
    texts = {name: {"type": "string"} for name in ("error", "code")}
    return {
        "Answer": {"type": "object", "properties": answer, "required": asked},
        "Answers": {
            "type": "object",
            "properties": {"answers": {"type": "array", "items": _ANSWER}},
            "required": ["answers"],
        },
        "Trouble": {"type": "object", "properties": texts, "required": list(texts)},
    }


_PLACE = "ADDRESS"


def calling_code(address: str) -> dict[str, str]:
    """Language → a program that asks the model at `address` (of its page, with the last slash)
    about `photo.jpg` beside it."""
    programs = read("deploy.yaml", dict[str, str], "code")
    return {name: code.replace(_PLACE, address) for name, code in programs.items()}
