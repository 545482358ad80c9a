"""*Show the code*: programs that ask a published model, each of which runs as it is shown."""

from core.content import read

_PLACE = "ADDRESS"


def calling_code(address: str) -> dict[str, str]:
    """Language → a program that asks the model at `address` (of its page, with the last slash)
    about `photo.jpg` beside it."""
    programs = read("deploy.yaml", dict[str, str], "code")
    return {name: code.replace(_PLACE, address) for name, code in programs.items()}
