"""What all fake servers share: discovery, clock, bill, and patience with whatever is sent."""

import json
import math
import pkgutil
import re
import subprocess
import sys
import threading
import time
from datetime import timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import quote, urlencode

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import imgen_nb.sandbox.apis
from imgen_nb.sandbox import FAULTS, Sandbox, names
from imgen_nb.sandbox.core import wires
from imgen_nb.sandbox.replies import read_json

OPTIONAL = {
    "destinpq": ("extra",),
    "banatie": ("aspectRatio", "autoEnhance", "enhancementOptions", "meta"),
    "akool": ("model_name", "source_images", "scale", "batch_quantity", "similar", "negative_prompt", "webhookurl"),
    "ideogram": ("quality", "seed", "num_images", "aspect_ratio", "magic_prompt"),
    "fal": ("seed", "image_size", "num_images", "output_format", "guidance_scale", "num_inference_steps"),
    "bfl": ("seed", "width", "height", "output_format", "safety_tolerance", "input_image", "prompt_upsampling"),
    "replicate": ("webhook", "webhook_events_filter"),
    "qolaba": ("image_urls", "reference_images", "aspect_ratio", "quality", "num_images", "seed", "temperature"),
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def test_wires_are_found_by_their_files():
    files = pkgutil.iter_modules(imgen_nb.sandbox.apis.__path__)
    assert names() == tuple(sorted(file.name for file in files))
    assert all(what and ours for wire in wires().values() for what, ours in wire.choices)


def test_version_is_text_for_the_store_key():
    assert isinstance(imgen_nb.sandbox.VERSION, str)


def test_unknown_names_faults_and_speeds_are_refused():
    with pytest.raises(ValueError, match="no sandbox for 'dall-e'"):
        Sandbox("dall-e")
    with pytest.raises(ValueError, match="nearest: C13"):
        Sandbox("banatie", faults=("C133",))
    with pytest.raises(ValueError, match="does not fit"):
        Sandbox("banatie", faults=("C1:soon",))
    with pytest.raises(ValueError, match="no fault 'eager'"):
        Sandbox("destinpq", faults=("eager",))
    for speed in (-1, math.nan, math.inf):
        with pytest.raises(ValueError, match="speed"):
            Sandbox("banatie", speed=speed)


def test_every_fault_has_one_line_of_help():
    assert all(text and "\n" not in text for text in FAULTS.values())


def test_another_host_is_no_part_of_a_sandbox(each):
    with pytest.raises(httpx.ConnectError):
        each().fetch("http://127.0.0.1:9/picture.png")


def test_pillow_is_not_imported_with_the_package():
    code = "import imgen_nb.sandbox, sys; print('PIL' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


def test_states_only_go_forward(each):
    bench = each()
    remote_id = bench.accepted()
    seen = []
    for _ in range(60):
        seen.append(bench.of.status(bench.poll(remote_id).json()))
        bench.time += 0.1
    assert tuple(dict.fromkeys(seen)) == bench.of.words[:3]
    assert seen == sorted(seen, key=bench.of.words.index)


@pytest.mark.sampled(3)
def test_same_requests_seed_and_clock_give_the_same_answers(each):
    def run(**options):
        bench = each(**options)
        answers = [bench.create(), bench.create(), bench.create("two foxes")]
        bench.time += 5
        answers += [bench.poll(charge.remote_id) for charge in bench.box.billed]
        answers.append(bench.fetch(bench.of.url(answers[-1].json())))
        return [(answer.status_code, answer.headers.raw, answer.content) for answer in answers]

    assert run() == run()
    assert run(seed=1) != run(seed=2)


def test_the_same_request_twice_is_two_jobs_with_two_pictures(each):
    bench = each()
    bodies = [bench.finished(), bench.finished()]
    assert bench.of.id(bodies[0]) != bench.of.id(bodies[1])
    assert bench.fetch(bench.of.url(bodies[0])).content != bench.fetch(bench.of.url(bodies[1])).content


def test_arrival_order_of_other_requests_does_not_change_an_id(each):
    first, second = each(), each()
    first.create("a"), first.create("b")
    second.create("b"), second.create("a")
    assert {charge.remote_id for charge in first.box.billed} == {charge.remote_id for charge in second.box.billed}


def test_the_bill_is_the_accepted_submissions(each):
    bench = each()
    bench.create(), bench.create(), bench.create("another")
    bench.send("POST", "/nowhere", json={})
    bench.send("GET", "/creations/none")
    first, again, other = bench.box.billed
    assert first.fingerprint == again.fingerprint != other.fingerprint
    assert len({charge.remote_id for charge in bench.box.billed}) == 3
    assert {(charge.credits, charge.usd) for charge in bench.box.billed} == {bench.of.price}


def test_a_refused_submission_is_not_billed(each):
    bench = each()
    for content in (b"{}", b"{", b"[]", b""):
        answer = bench.send("POST", bench.of.create, content=content)
        assert answer.status_code == bench.shown(bench.of.malformed)
        assert answer.json().get("code", 1003) == 1003
    assert bench.box.billed == ()


def test_the_log_has_method_path_and_status_alone(each):
    bench = each()
    remote_id = bench.accepted("secret garden")
    bench.poll(remote_id)
    bench.fetch(bench.of.url(bench.finished()))
    *first, _ = [seen.method for seen in bench.box.requests]
    assert first == ["POST", "GET", "POST", "GET", *(["GET"] if bench.of.result else [])]
    assert {seen.status for seen in bench.box.requests} <= {200, 201, 202}
    assert "secret" not in repr(bench.box.requests)
    assert "practice-key" not in repr(bench.box.requests) + repr(vars(bench.box))


def test_speed_0_finishes_a_job_at_once(each):
    bench = each(speed=0)
    done = bench.poll(bench.accepted()).json()
    assert bench.fetch(bench.of.url(done)).status_code == 200


def test_speed_hastens_the_clock_of_a_sandbox_that_has_none():
    slow, fast = Sandbox("banatie", now=lambda: 0.0), Sandbox("banatie", now=lambda: 0.0, speed=1000)
    begin = time.monotonic()
    while parsedate_to_datetime(date(fast)) - parsedate_to_datetime(date(slow)) < timedelta(seconds=10):
        assert time.monotonic() - begin < 5


def date(box):
    request = httpx.Request("GET", box.base_url + "/api/v1/generations", headers={"X-API-Key": "k"})
    return box.handle(request).headers["date"]


def test_the_pieces_keep_their_heads_in_threads(each):
    bench = each()

    def many():
        for turn in range(20):
            bench.poll(bench.accepted(f"prompt {turn}"))

    threads = [threading.Thread(target=many) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    accepted = sum(seen.method == "POST" and seen.status < 300 for seen in bench.box.requests)
    assert len(bench.box.billed) == len({charge.remote_id for charge in bench.box.billed}) == accepted > 0


def test_ids_have_the_shape_the_documents_print(each):
    bench = each()
    assert re.fullmatch(bench.of.id_form, bench.accepted())


@given(body=JSON, name=st.sampled_from(sorted(OPTIONAL)))
def test_any_json_is_answered_as_documented(bench_for, body, name):
    bench = bench_for(name)
    answer = bench.send("POST", bench.of.create, content=json.dumps(body).encode())
    assert 200 <= answer.status_code < 500
    assert isinstance(answer.json(), dict)


@given(data=st.data(), value=JSON, name=st.sampled_from(sorted(OPTIONAL)))
def test_a_good_request_with_one_field_spoilt_is_refused_or_billed_once(bench_for, data, value, name):
    bench = bench_for(name)
    body = bench.of.body("a fox")
    place = body["input_data"] if name == "destinpq" and data.draw(st.booleans()) else body
    place[data.draw(st.sampled_from([*place, *OPTIONAL[name]]))] = value
    before = len(bench.box.billed)
    answer = bench.send("POST", bench.of.create, content=json.dumps(body).encode())
    accepted = answer.status_code in (200, 201, 202) and answer.json().get("code", 1000) == 1000
    assert accepted or answer.status_code in (200, 400, 422)
    assert len(bench.box.billed) == before + accepted
    if accepted:
        assert bench.poll(bench.box.billed[-1].remote_id).status_code == 200


@given(
    method=st.sampled_from(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]),
    tail=st.sampled_from(["", "/", "/x", "//"]) | st.text(max_size=12),
    query=st.dictionaries(st.sampled_from(["status", "limit", "offset", "raw", "includeDeleted"]), st.text(max_size=6)),
    name=st.sampled_from(sorted(OPTIONAL)),
    content=st.binary(max_size=40),
)
def test_any_path_is_answered_as_documented(bench_for, method, tail, query, name, content):
    bench = bench_for(name)
    answer = bench.send(method, f"{bench.of.create}{quote(tail)}?{urlencode(query)}", content=content)
    assert 200 <= answer.status_code < 500


@pytest.mark.parametrize(
    "text",
    ["NaN", "[Infinity]", '"\\ud800"', "[" * 100_000, "[" * 40 + "]" * 40, "1" * 5000, "1e400", "{", "", '{"a":1}x'],
)
def test_json_that_could_not_be_written_back_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        read_json(text.encode())
