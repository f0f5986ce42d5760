"""What is shown and kept: no key in it, and nothing of what others wrote becomes more than text."""

import base64
import copy
import html
import io
import json
import logging
import pickle
import random
import string
import traceback
from pathlib import Path
from urllib.parse import quote

from proofs.many import folder, over_cores, tallied

PICTURE = "https://pictures.example/a.png"
JOB = "662a10df4197b3af58532e89"


def keys(tries, seed):
    """A service that sends the key back anywhere: it is in no repr, page, error, log, pickle or file."""
    looked, wrong = tallied(_keys, range(seed * 10_000_000, seed * 10_000_000 + tries))
    return [f"{tries} keys sent back anywhere, {looked:,} surfaces looked through: {len(wrong)} with a key"], wrong


def _keys(seeds):
    looked = []
    for seed in seeds:
        chance = random.Random(seed)
        key = "".join(chance.choices(string.ascii_letters + string.digits + "-_", k=chance.choice((24, 40, 64))))
        with folder() as place:
            surfaces = _surfaces(chance, key, Path(place))
        looked.append(len(surfaces))
        forms = _forms(key)
        looked += [
            f"seed {seed}: {name} has it as {form}"
            for name, said in surfaces.items()
            for form, spelled in forms.items()
            if spelled in said
        ]
    return looked


def _forms(key):
    raw = key.encode()
    shifted = {f"base64 after {n}": base64.b64encode(b"\0" * n + raw)[-(-4 * n // 3) + 1 : -4] for n in range(3)}
    return {"itself": raw, "percent": quote(key, safe="").encode(), "its first half": raw[: len(raw) // 2], **shifted}


def _surfaces(chance, key, place):
    import httpx

    from imgen_nb.client.client import Client
    from imgen_nb.errors import ImgenError
    from imgen_nb.show import listing, sheet
    from imgen_nb.testing import png
    from imgen_nb.types import Page

    said, heard = {}, io.StringIO()
    log = logging.StreamHandler(heard)
    logging.disable(logging.NOTSET)
    logging.getLogger().addHandler(log)
    logging.getLogger().setLevel(1)
    broken = chance.random() < 0.4

    def answer(request):
        if request.url.host == "pictures.example":
            return httpx.Response(200, content=png())
        if broken:
            body = {"code": chance.choice((1003, 1006, 1101)), "msg": f"no: {key}", "data": {"why": [key]}}
            return httpx.Response(200, json=body, headers={"X-Echo": key})
        job = {"_id": JOB, "image_status": 3, "image": PICTURE, "prompt": f"a fox {key}", "deduction_credit": 2}
        job |= {chance.choice(("uid", "from", "msg", "type")): key, "deep": [{"a": {key: key}}]}
        return httpx.Response(200, json={"code": 1000, "msg": key, "data": job}, headers={"X-Echo": key})

    try:
        with Client("akool", api_key=key, transport=httpx.MockTransport(answer), store=place, deadline=20) as client:
            try:
                made = client.generate("a fox")
                bundles = [sheet.generation(made), listing.page(Page((made,), 1, False))]
                said |= {
                    f"shown {n} {kind}": words.encode() for n, one in enumerate(bundles) for kind, words in one.items()
                }
                said |= {"repr": repr(made).encode(), "vars": repr(vars(made)).encode(), "raw": repr(made.raw).encode()}
                said |= {"pickle": pickle.dumps(made), "copy": repr(copy.deepcopy(made)).encode()}
            except ImgenError as error:
                frames = traceback.TracebackException.from_exception(error, capture_locals=True)
                said |= {"error": str(error).encode(), "its data": json.dumps(error.to_dict()).encode()}
                said |= {"its frames": _ours("".join(frames.format())), "its pickle": pickle.dumps(error)}
        said |= {"client": repr(client).encode(), "access": repr(client.access).encode()}
    finally:
        logging.getLogger().removeHandler(log)
        logging.disable(logging.CRITICAL)
    said["log"] = heard.getvalue().encode()
    return said | {f"file {file.name}": file.read_bytes() for file in place.rglob("*") if file.is_file()}


def _ours(frames):
    """Frames but for this file's, which made the key up."""
    parts = frames.split('  File "')
    return "".join(part for part in parts if not part.startswith(__file__)).encode()


# --- text that wants to be markup -------------------------------------------------------------------------------------


def markup(tries, seed):
    """Texts that want to be markup, in every field of every view: nothing but text comes of them."""
    found = over_cores(_markup, range(seed * 10_000_000, seed * 10_000_000 + tries))
    return [f"{tries} hostile texts in every field of every view: {len(found)} became more than text"], found


PIECES = (
    *("<script>", "</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "<iframe src=//x.example>"),
    *("<a href='javascript:alert(1)'>", "<form action=//x.example>", "<style>*{}</style>", "<!--", "-->", "]]>", "<?"),
    *('"', "'", ">", "<", "&lt;", "&#60;", "&", "\x00", "\x1b]0;x\x07", "\x1b[2J", "\u202e", "\u2066", "\ud800", "$x$"),
    *(
        "</bdi>",
        "</td></table>",
        "{{",
        "}}",
        "`",
        "\\(",
        "data:text/html,",
        "javascript:",
        "onmouseover=",
        "x",
        " ",
        "\n",
    ),
    "<button data-commandlinker-command='x'>",
    "<math><mi xlink:href='//x.example'>",
    "<base href=//x.example>",
)


def _markup(seeds):
    import tempfile
    from dataclasses import replace
    from types import SimpleNamespace

    from views import check_static, picture

    from imgen_nb.errors import GenerationFailed
    from imgen_nb.show import listing, sheet
    from imgen_nb.show.places import Place, places
    from imgen_nb.types import Cost, Event, Generation, ImageRequest, Page, State

    wrong = []
    with tempfile.TemporaryDirectory() as folder_:
        real = picture(Path(folder_))
        for seed in seeds:
            chance = random.Random(seed)
            text = "".join(chance.choices(PIECES, k=chance.randint(1, 12)))
            text = html.escape(text) if chance.random() < 0.1 else text
            params = dict.fromkeys(("aspect_ratio", "model", "template", "alias", "seed"), text) | {
                "meta": {text: text}
            }
            asked = ImageRequest(text, text, params, 2, text, text)
            image = replace(real, alt=text, media_type=text)
            more = {"prompt_used": f"{text}!", "warnings": (text,), "raw": {"meta": {text: text}}, "actions": (text,)}
            made = Generation(asked, State.SAVED, (image,), text, cost=Cost(1), title=text, missing=(text,), **more)
            error = GenerationFailed(text, provider=text, remote_id=text, hint=text, json_path=text)
            event = Event(text, State.RUNNING, text, 1.0, 2.0, remote_id=text)
            cells = [*places(made, text), Place(text, asked, State.FAILED, error=error, title=text)]
            cells.append(Place(text, asked, State.RUNNING, event))
            grid = SimpleNamespace(title=text, cells=[SimpleNamespace(places=cells)])
            page = Page((made, text, {"a": text}), 3, False)
            shown = (sheet.generation(made), sheet.grid(grid), sheet.results(cells), listing.page(page))
            try:
                for bundle in (*shown, sheet.progress(cells[-1], 1.0)):
                    check_static(bundle["text/html"])
                    assert not {one for one in bundle["text/plain"] if one < " " and one != "\n"}, "a control character"
            except Exception as found:
                where = traceback.extract_tb(found.__traceback__)[-1].line
                wrong.append(f"seed {seed}: {type(found).__name__}: {found or where}")
    return wrong
