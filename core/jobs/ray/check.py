"""`python -m core.jobs.ray.check`: can this server use the class's cluster, and what is there?"""

import sys
from collections.abc import Sequence

from core.content import says
from core.jobs.queue.protocol import Resources
from core.jobs.ray.cluster import GB, ClusterUnavailable, Node, connected, nodes_of, share_of

USUAL = Resources(memory=2 * 2**30)


def in_words(nodes: Sequence[Node]) -> str:
    """What the cluster has, and how many fine-tunes of the usual size it has room for. Raises
    ClusterUnavailable when it has room for none."""
    cores, cards, memory = (
        sum(node.get(name, 0) for node in nodes) for name in ("CPU", "GPU", "memory")
    )
    share = share_of(nodes, USUAL)
    places = sum(share.times_in(node) for node in nodes)
    there = {"computers": len(nodes), "cores": cores, "cards": cards, "memory": memory / GB}
    return says("jobs", "cluster_here", **there, places=places)


def main() -> None:
    """Say so, or why not (with exit status 1)."""
    try:
        with connected() as ray:
            sys.stdout.write(in_words(nodes_of(ray)) + "\n")
    except ClusterUnavailable as problem:
        sys.exit(str(problem))


if __name__ == "__main__":
    main()
