"""The Akool sandbox against document 002, and docs.akool.com for what it only names."""

import io
import threading

import pytest
from PIL import Image, ImageChops, ImageStat

V4 = "/api/open/v4/content/image/createBySourcePrompt"
V3 = "/api/open/v3/content/image/createbyprompt"
PRESS = "/api/open/v3/content/image/createbybutton"
QUOTA = "/api/open/v3/faceswap/quota/info"
BUTTONS = ["U1", "U2", "U3", "U4", "V1", "V2", "V3", "V4"]
WEEK = 7 * 86_400


@pytest.fixture
def ak(bench):
    return bench("akool")


@pytest.fixture
def made(ak):
    """Send a create, wait for its result, and return the record."""

    def make(path=V3, **body):
        sent = data(ak.send("POST", path, json={"prompt": "a red fox"} | body))
        ak.time += 6
        return data(ak.poll(sent["_id"]))

    return make


def data(answer):
    body = answer.json()
    assert answer.status_code == 200
    assert set(body) == {"code", "msg", "data"}
    assert (body["code"], body["msg"]) == (1000, "OK")
    return body["data"]


def refused(answer):
    """Return the business code of a refusal: HTTP 200 all the same."""
    body = answer.json()
    assert answer.status_code == 200
    assert set(body) == {"code", "msg"}
    return body["code"]


def picture(ak, url):
    return Image.open(io.BytesIO(ak.fetch(url).content))


def distance(one, other):
    """How far two pictures are from each other, seen small: the mean difference of a channel."""
    pair = [image.convert("RGB").resize((64, 64), Image.Resampling.BOX) for image in (one, other)]
    return sum(ImageStat.Stat(ImageChops.difference(*pair)).mean) / 3


def press(ak, parent, button, **more):
    return ak.send("POST", PRESS, json={"_id": parent, "button": button} | more)


# --- the record of document 002 ---------------------------------------------------------------------------------------


def test_the_attributes_of_the_document(made):
    record = made()
    documented = {
        "_id": str,
        "create_time": int,
        "uid": int,
        "type": int,
        "image_status": int,
        "image": str,
        "deduction_credit": int,
        "buttons": list,
        "used_buttons": list,
        "upscaled_urls": list,
    }
    assert {name: type(record[name]) for name in documented} == documented
    assert len(str(record["create_time"])) == 13


def test_the_image_is_there_at_status_3_and_not_before(ak):
    sent = data(ak.send("POST", V4, json={"prompt": "a red fox", "webhookurl": ""}))
    assert (sent["image_status"], "image" in sent, sent["buttons"]) == (1, False, [])
    ak.time += 1.5
    assert "image" not in data(ak.poll(sent["_id"]))
    ak.time += 3
    record = data(ak.poll(sent["_id"]))
    assert record["image_status"] == 3
    assert record["upscaled_urls"] == [record["image"]]


def test_pictures_are_gone_after_seven_days_and_records_stay(ak, made):
    record = made()
    ak.time += WEEK - 10
    assert ak.fetch(record["image"]).status_code == 200
    ak.time += 10
    assert ak.fetch(record["image"]).status_code == 404
    assert data(ak.poll(record["_id"]))["image"] == record["image"]


def test_an_unknown_or_missing_id(ak):
    assert refused(ak.poll("662a10df4197b3af58532e89")) == 1008
    assert refused(ak.poll("")) == 1003
    assert ak.send("GET", "/api/open/v3/content/image/other").status_code == 404


# --- keys -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({}, 1102),
        ({"x-api-key": ""}, 1102),
        ({"x-api-key": "invalid"}, 1101),
        ({"Authorization": "Bearer invalid"}, 1101),
        ({"Authorization": "a-token-without-its-word"}, 1101),
        ({"Authorization": "Bearer "}, 1102),
        ({"x-api-key": "good", "Authorization": "Bearer invalid"}, 1101),
        ({"x-api-key": "invalid", "Authorization": "Bearer good"}, 1000),
        ({"x-api-key": "good", "Authorization": ""}, 1000),
        ({"x-api-key": "good"}, 1000),
        ({"Authorization": "Bearer good"}, 1000),
    ],
)
def test_with_both_headers_the_token_is_used_and_the_key_discarded(ak, headers, code):
    answer = ak.send("POST", V4, json={"prompt": "a red fox"}, headers=headers)
    assert answer.status_code == 200
    assert answer.json()["code"] == code
    assert len(ak.box.billed) == (code == 1000)


# --- create -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (V4, {"prompt": ""}),
        (V4, {"prompt": None}),
        (V4, {"scale": "21:9"}),
        (V4, {"scale": "Original"}),
        (V4, {"resolution": "8k"}),
        (V4, {"batch_quantity": 5}),
        (V4, {"batch_quantity": 0}),
        (V4, {"batch_quantity": "2"}),
        (V4, {"batch_quantity": True}),
        (V4, {"similar": 1.1}),
        (V4, {"source_images": "https://a.invalid/a.png"}),
        (V4, {"model_name": "midjourney"}),
        (V4, {"webhookurl": 7}),
        (V3, {"scale": "Original"}),
        (V3, {"source_image": []}),
    ],
)
def test_wrong_parameters_are_1003(ak, path, body):
    assert refused(ak.send("POST", path, json={"prompt": "a red fox"} | body)) == 1003
    assert ak.box.billed == ()


def test_source_pictures_choose_the_model_and_allow_the_original_scale(ak):
    sources = {"source_images": ["https://a.invalid/a.png"], "scale": "Original", "similar": 0.8}
    assert data(ak.send("POST", V4, json={"prompt": "a fox"} | sources))["model_name"].endswith("kontext-dev")
    assert data(ak.send("POST", V4, json={"prompt": "a fox"}))["model_name"].endswith("krea-dev-lora")


@pytest.mark.parametrize(("scale", "size"), [("1:1", (1536, 1536)), ("16:9", (1536, 864)), ("2:3", (1024, 1536))])
def test_a_v4_picture_is_a_jpeg_of_the_asked_scale(ak, made, scale, size):
    image = picture(ak, made(V4, scale=scale)["image"])
    assert (image.format, image.size) == ("JPEG", size)


def test_a_batch_is_a_list_of_records_with_pictures_of_their_own(ak):
    batch = data(ak.send("POST", V4, json={"prompt": "a fox", "batch_quantity": 3, "resolution": "1080p"}))
    assert [record["deduction_credit"] for record in batch] == [3, 3, 3]
    (charge,) = ak.box.billed
    assert (charge.remote_id, charge.credits) == (batch[0]["_id"], 9)
    ak.time += 5
    finished = [data(ak.poll(record["_id"])) for record in batch]
    assert [record["_id"] for record in finished] == [record["_id"] for record in batch]
    assert len({ak.fetch(record["image"]).content for record in finished}) == 3


def test_credits_are_deducted_until_there_are_none(ak, monkeypatch):
    before = data(ak.send("GET", QUOTA))["credit"]
    ak.send("POST", V4, json={"prompt": "a fox"})
    ak.send("POST", V3, json={"prompt": "a fox"})
    assert data(ak.send("GET", QUOTA))["credit"] == before - 4 - 2
    monkeypatch.setattr(ak.box._wire, "_credit", 3)
    assert refused(ak.send("POST", V4, json={"prompt": "a fox"})) == 1006
    assert data(ak.send("GET", QUOTA))["credit"] == 3
    assert [charge.credits for charge in ak.box.billed] == [4, 2]


# --- sheets and buttons -----------------------------------------------------------------------------------------------


def test_a_v3_picture_is_a_sheet_of_four_with_all_buttons(ak, made):
    record = made(scale="3:2")
    image = picture(ak, record["image"])
    assert image.size == (1024, 682)
    assert (record["buttons"], record["used_buttons"]) == (BUTTONS, [])
    assert len(record["upscaled_urls"]) == 4
    singles = [picture(ak, url) for url in record["upscaled_urls"]]
    assert [one.size for one in singles] == [(512, 341)] * 4
    for number in range(4):
        left, top = number % 2 * 512, number // 2 * 341
        apart = [distance(image.crop((left, top, left + 512, top + 341)), one) for one in singles]
        assert apart.index(min(apart)) == number, "each quarter is its single, but for the cross and the captions"
        assert min(apart) < 0.3 * sorted(apart)[1]


def test_the_singles_come_a_little_after_the_sheet(ak):
    sent = data(ak.send("POST", V3, json={"prompt": "a red fox"}))
    while (record := data(ak.poll(sent["_id"])))["image_status"] != 3:
        ak.time += 0.1
    assert record["upscaled_urls"] == []
    ak.time += 1.1
    assert len(data(ak.poll(sent["_id"]))["upscaled_urls"]) == 4


def test_a_u_button_enlarges_one_quarter(ak, made):
    parent = made()
    sent = data(press(ak, parent["_id"], "U2", webhookUrl=""))
    assert sent["_id"] != parent["_id"] == sent["image_content_model_id"]
    assert (sent["op_button"], sent["image_status"]) == ("U2", 1)
    assert data(ak.poll(parent["_id"]))["used_buttons"] == ["U2"]
    ak.time += 5
    record = data(ak.poll(sent["_id"]))
    assert (record["buttons"], record["upscaled_urls"]) == ([], [])
    large = picture(ak, record["image"])
    assert large.size == (2048, 2048)
    apart = [distance(large, picture(ak, url)) for url in parent["upscaled_urls"]]
    assert apart.index(min(apart)) == 1
    assert min(apart) < 0.5 * sorted(apart)[1], "the same layout, drawn again with more detail"


def test_a_v_button_makes_another_sheet(ak, made):
    parent = made()
    sent = data(press(ak, parent["_id"], "V3"))
    ak.time += 6
    record = data(ak.poll(sent["_id"]))
    assert (record["buttons"], len(record["upscaled_urls"])) == (BUTTONS, 4)
    assert distance(picture(ak, record["image"]), picture(ak, parent["image"])) > 5
    assert data(press(ak, record["_id"], "U1"))["image_content_model_id"] == record["_id"]


def test_a_button_works_once_and_only_where_it_is(ak, made):
    parent = made()
    assert refused(press(ak, "662a10df4197b3af58532e89", "U1")) == 1008
    assert refused(press(ak, parent["_id"], "U5")) == 1003
    assert refused(press(ak, "", "U1")) == 1003
    upscaled = data(press(ak, parent["_id"], "U1"))
    assert refused(press(ak, parent["_id"], "U1")) == 1010
    ak.time += 5
    assert refused(press(ak, upscaled["_id"], "U1")) == 1010
    assert refused(press(ak, made(V4)["_id"], "V1")) == 1010
    unfinished = data(ak.send("POST", V3, json={"prompt": "a red fox"}))
    assert refused(press(ak, unfinished["_id"], "U1")) == 1010
    assert [charge.credits for charge in ak.box.billed] == [2, 4, 4, 2]


def test_one_of_many_threads_gets_the_button(ak, made):
    parent = made()["_id"]
    codes = []
    threads = [threading.Thread(target=lambda: codes.append(press(ak, parent, "U4").json()["code"])) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == [1000] + [1010] * 7


def test_a_button_without_credit_stays_unused(ak, made, monkeypatch):
    parent = made()["_id"]
    monkeypatch.setattr(ak.box._wire, "_credit", 1)
    assert refused(press(ak, parent, "U4")) == 1006
    assert data(ak.poll(parent))["used_buttons"] == []


def test_a_button_whose_answer_is_lost_is_used_all_the_same(bench):
    ak = bench("akool", faults=("C13x2",))
    with pytest.raises(Exception, match="reset"):
        ak.send("POST", V3, json={"prompt": "a red fox"})
    parent = ak.box.billed[0].remote_id
    ak.time += 5
    with pytest.raises(Exception, match="reset"):
        press(ak, parent, "V1")
    assert refused(press(ak, parent, "V1")) == 1010
    assert data(ak.poll(parent))["used_buttons"] == ["V1"]
    assert len(ak.box.billed) == 2


# --- faults of this wire ----------------------------------------------------------------------------------------------


def test_business_codes_on_request(bench):
    ak = bench("akool", faults=("C7:1005", "C7", "C17", "C16"))
    assert [refused(ak.create()) for _ in range(4)] == [1005, 1108, 1006, 1101]
    assert ak.box.billed == ()


def test_statuses_of_another_number_or_type(bench):
    ak = bench("akool", faults=("P4:type", "P5:9"))
    remote_id = ak.accepted()
    assert [ak.status_of(remote_id) for _ in range(2)] == ["1", 9]
