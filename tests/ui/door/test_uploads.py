"""A session puts only what a page asked for, within its budget and everybody's."""

from bench.door_visitor import session
from bench.spied_server import SpiedServer

MB = 1_000_000  # the server here allows 3 MB a session and 5 MB in all


def test_an_id_that_nobody_gave_out_is_refused(spied_server: SpiedServer) -> None:
    with session(spied_server) as visitor:
        place = visitor.asked_for(1)[0]
        made_up = [f"{place.rsplit('/', 1)[0]}/{n:032x}" for n in range(25)]
        assert {visitor.put(path, 100) for path in made_up} == {403}
        with session(spied_server) as other:
            mixed = f"{other.asked_for(1)[0].rsplit('/', 1)[0]}/{place.rsplit('/', 1)[1]}"
            assert visitor.put(mixed, 100) == 403
        assert visitor.put(place, 100) == 204
        assert visitor.put(place, 100) == 403, "an id is good for one file"


def test_a_session_has_its_budget_and_so_has_everybody(spied_server: SpiedServer) -> None:
    with session(spied_server) as first, session(spied_server) as second:
        one, two, three = first.asked_for(3)
        assert first.put(one, 2 * MB) == 204
        assert first.put(two, 2 * MB) == 413
        assert first.put(two, 2 * MB, chunked=True) == 413, "counted, whatever is declared"
        assert first.put(three, MB // 2) == 204
        of_second = second.asked_for(2)
        assert second.put(of_second[0], 2 * MB) == 204
        assert second.put(of_second[1], MB * 9 // 10) == 413, "5 MB in all"
