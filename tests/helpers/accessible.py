"""What axe-core finds on a page: the rules of accessibility that a machine can check; its licence lies beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

AXE = Path(__file__).parent / "axe" / "axe.min.js"
RUN = """selector => axe.run(selector, {resultTypes: ['violations']}).then(found => found.violations
    .filter(one => ['serious', 'critical'].includes(one.impact))
    .flatMap(one => one.nodes.map(node => `${one.id}: ${node.html.slice(0, 160)} (${one.help})`)))"""


def complaints(page: Any, selector: str) -> list[str]:
    """What axe calls serious or critical below the elements of a selector."""
    if not page.evaluate("() => 'axe' in window"):
        page.add_script_tag(path=AXE)
    return list(page.evaluate(RUN, selector))
