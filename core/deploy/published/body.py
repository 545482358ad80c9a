"""The pictures in the body of a request: one as it is, or the files of a form."""

from email.message import Message

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import File, FormParser

from core.deploy.published.trouble import Trouble

MOST_PICTURES = 16
_FORM = "multipart/form-data"
_MOST_FIELD_BYTES = 10_000


def is_form(content_type: str) -> bool:
    """Whether the body is a form, which may hold several pictures."""
    return _kind(content_type).get_content_type() == _FORM


def pictures_in(content_type: str, body: bytes) -> list[tuple[str, bytes]]:
    """File name ("" without one) and bytes of each picture, in order; nothing touches the disk.

    Raises Trouble where there is none, where there are more than MOST_PICTURES, and for a damaged
    form.
    """
    found = _files(content_type, body) if is_form(content_type) else [("", body)]
    pictures = [(name, data) for name, data in found if data]
    if not pictures:
        raise Trouble("no_picture")
    return pictures


def _files(content_type: str, body: bytes) -> list[tuple[str, bytes]]:
    files: list[tuple[str, bytes]] = []

    def keep(file: File) -> None:
        if len(files) == MOST_PICTURES:
            raise Trouble("too_many_pictures", most=MOST_PICTURES)
        files.append((_name(file), file.file_object.getvalue()))  # type: ignore[union-attr]
        file.close()

    in_memory = {"MAX_MEMORY_FILE_SIZE": len(body) + 1, "MAX_FIELD_SIZE": _MOST_FIELD_BYTES}
    boundary = _kind(content_type).get_boundary() or ""
    try:
        parser = FormParser(_FORM, lambda _field: None, keep, boundary=boundary, config=in_memory)
        parser.write(body)
        parser.finalize()
    except (FormParserError, ValueError) as error:
        raise Trouble("broken_form") from error
    return files


def _name(file: File) -> str:
    return (file.file_name or b"").decode("utf-8", "replace")[:200]


def _kind(content_type: str) -> Message:
    message = Message()
    message["Content-Type"] = content_type
    return message
