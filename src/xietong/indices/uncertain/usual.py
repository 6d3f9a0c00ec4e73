"""The design where nobody wrote one: every weight that does not come from the data, a quarter up or down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xietong.indices.uncertain.read import from_table, sound
from xietong.indices.vary import MOVABLE, moved

if TYPE_CHECKING:
    from xietong.indices.framework import Framework
    from xietong.indices.uncertain.model import Design

NOISE = 0.25


def usual(
    framework: Framework, element: str, runs: int = 512, seed: int = 1, *, apart: bool = False
) -> tuple[Framework, Design]:
    """A design for the score of one node: its descendants' weights vary alone, each between 1 ± 0.25 times its own; with
    the framework, in which equal weights are written out so that they can. apart: each weight is an input of its own.

    Raises FaultyIndexError where no weight under the node varies.
    """
    tree, place = framework.tree, framework.position(element)
    methods = {node.code: node.weigh.method for node in framework.nodes}
    on = [
        one.code
        for at, one in enumerate(framework.elements)
        if methods.get(one.parent) in MOVABLE
        and place in tree.lineage(at)[1:]
        and len(tree.children[tree.parents[at]]) > 1
    ]
    equal = [one.code for one in framework.elements if methods.get(one.parent) == "equal"]
    one = {"code": "weights", "zh": "权重", "en": "weights", "what": "weights", "noise": NOISE, "on": on}
    vary = [{**one, "code": code, "on": [code]} for code in on] if apart else [one]
    design = from_table({"design": {"runs": runs, "seed": seed, "elements": [element]}, "vary": vary})
    return moved(framework, dict.fromkeys(equal, 1.0)) if equal else framework, sound(design)
