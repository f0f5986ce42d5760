"""What is odd about a picture is said once, where a person looks, and again when the store answers."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from pictures import animated, plain, progressive
from wires import destinpq

from imgen_nb import providers
from imgen_nb.testing import Bench, reply

ODD = {
    "nothing": (plain("PNG"), ""),
    "an animation": (animated("WEBP"), "an animation of 3 pictures"),
    "more scans than are decoded": (progressive((64, 48), 300), "not decoded, as it has 300 scans"),
}


@pytest.mark.parametrize("name", ODD)
def test_what_is_odd_about_a_picture_is_a_warning_beside_it(tmp_path: Path, name: str) -> None:
    data, said = ODD[name]
    bench = Bench(providers.get("destinpq"), destinpq.Wire(), tmp_path)
    bench.server.on_asset.append(reply(httpx.Response(200, content=data)))
    for made in (bench.generate(), bench.generate()):
        assert made.images[0].read_bytes() == data
        assert made.images[0].thumbnail()
        assert sum(bool(said) and said in warning for warning in made.warnings) == bool(said)
        assert made.images[0].warning in ("", *made.warnings)
