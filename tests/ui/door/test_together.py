"""What a page says goes to its browser in handfuls: all of it, in its order, and to nobody else."""

from collections.abc import Sequence

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.util import calc_hash

from bench.door_visitor import line_to
from bench.spied_server import SpiedServer
from ui.frame.door.together import MOST_TOGETHER

LONG_PAGE = "levers"
FINISHED = "script_finished"


def said(server: SpiedServer, pages: Sequence[str]) -> list[list[ForwardMsg]]:
    """The messages of each page that a fresh visitor opens one after the other."""
    heard = []
    with line_to(server, server.url) as line:
        for page in pages:
            state = ClientState(page_script_hash=calc_hash(page) if page else "", page_name=page)
            line.send(BackMsg(rerun_script=state).SerializeToString())
            messages: list[ForwardMsg] = []
            while not messages or messages[-1].WhichOneof("type") != FINISHED:
                one = ForwardMsg()
                one.ParseFromString(bytes(line.recv(timeout=120, decode=False)))
                messages.append(one)
            heard.append(messages)
    return heard


def test_a_page_of_many_messages_comes_whole_and_in_its_order(spied_server: SpiedServer) -> None:
    _, page, again = said(spied_server, ["", LONG_PAGE, LONG_PAGE])
    assert len(page) > MOST_TOGETHER
    kinds = [one.WhichOneof("type") for one in page]
    assert kinds.count("new_session") == kinds.count(FINISHED) == 1
    assert kinds.index("new_session") < kinds.index("delta")
    paths = [tuple(one.metadata.delta_path) for one in page if one.WhichOneof("type") == "delta"]
    for number, path in enumerate(paths):  # whatever stands in a box comes after the box
        inside = path[:-1]
        assert len(inside) < 2 or inside in paths[:number]
    places = {tuple(one.metadata.delta_path) for one in again if one.metadata.delta_path}
    assert places == set(paths)
