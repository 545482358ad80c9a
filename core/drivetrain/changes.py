"""The pictures for which a policy does something else than the model's answer asks for."""

from __future__ import annotations

import numpy as np

from core.drivetrain.policy import Policy, expected_costs
from core.drivetrain.stakes import Stakes
from core.drivetrain.stream import Stream


def changed_rows(stakes: Stakes, pictures: Stream, policy: Policy) -> list[int]:
    """Rows of `pictures` whose action is not the right one of their likeliest class (`predicted`);
    those that save most, by the model's chances, come first."""
    usual = stakes.right_action[pictures.predicted]
    changed = (policy.asked > 0.5) | (policy.acts != usual)
    costs, every = expected_costs(stakes, pictures.probs), np.arange(len(usual))
    asked = pictures.probs @ stakes.asking
    mine = np.where(policy.asked > 0.5, asked, costs[every, policy.acts])
    saved = costs[every, usual] - mine
    rows = np.flatnonzero(changed)
    return [int(row) for row in rows[np.argsort(-saved[rows], kind="stable")]]
