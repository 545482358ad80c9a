"""Small decision problems: drawn at random for properties, made by hand for figures."""

import numpy as np
from hypothesis import strategies as st

from core.drivetrain.costs.stakes import Stakes
from core.drivetrain.decide.stream import Stream


def stakes(
    table: list[list[float]],
    *,
    rates: list[float] | None = None,
    look: float = 0.2,
    capacity: float = 0.0,
) -> Stakes:
    """Stakes of a table whose last action is doing nothing."""
    costs = np.array(table, dtype=np.float64)
    actions, classes = costs.shape
    shares = np.array(rates if rates is not None else np.ones(classes), dtype=np.float64)
    return Stakes(
        classes=[f"class {i}" for i in range(classes)],
        actions=[f"action {i}" for i in range(actions)],
        idle=actions - 1,
        table=costs,
        rates=shares / shares.sum(),
        look=look,
        capacity=capacity,
    )


def pictures(probs: list[list[float]], targets: list[int], weights: list[float]) -> Stream:
    """A stream with these chances; weights are made to sum to 1."""
    chances, counts = np.array(probs, dtype=np.float64), np.array(weights, dtype=np.float64)
    chances = chances / chances.sum(axis=1, keepdims=True)
    return Stream(np.array(targets), chances.argmax(axis=1), chances, counts / counts.sum())


COST = st.floats(0, 100).map(lambda cost: round(cost, 6))  # nobody says a cost of 1e-200
SHARE = st.floats(0.01, 1)


@st.composite
def problems(draw: st.DrawFn, least: int = 2, most: int = 3) -> tuple[Stakes, Stream]:
    """Two to three actions, `least` to `most` classes, one to five pictures, any capacity."""
    ends = ((2, 3), (least, most), (1, 5))
    actions, classes, count = (draw(st.integers(*each)) for each in ends)
    row = st.lists(COST, min_size=classes, max_size=classes)
    shares = st.lists(SHARE, min_size=classes, max_size=classes)
    return (
        stakes(
            draw(st.lists(row, min_size=actions, max_size=actions)),
            rates=draw(shares),
            look=draw(st.floats(0, 20)),
            capacity=draw(st.floats(0, 1)),
        ),
        pictures(
            draw(st.lists(shares, min_size=count, max_size=count)),
            draw(st.lists(st.integers(0, classes - 1), min_size=count, max_size=count)),
            draw(st.lists(SHARE, min_size=count, max_size=count)),
        ),
    )
