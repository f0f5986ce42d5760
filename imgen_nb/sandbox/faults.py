"""The menu of faults: what can go wrong on the way to a picture, one line each.

Ids are those of the project's fault matrix where it has one: C for submissions, P for polls, D and E for downloads.
"""

import math

from imgen_nb.sandbox import effects, jobs
from imgen_nb.sandbox.jobs import State
from imgen_nb.sandbox.plan import Kind, Phase

TROUBLE = r"connect|reset|protocol|timeout|malformed|[45]\d\d"
AFTER = r"reset|protocol|timeout|5\d\d"
SECONDS = r"\d{1,6}"
NOTHING = r""
WORDS = r"[ -~]{1,500}"
END = "aborted|canceled"
MODERATED = "(Content|Request) Moderated"
ADDRESS = r"[!-~]{1,500}"

UNFINISHED = frozenset({State.QUEUED, State.RUNNING})
DONE = frozenset({State.DONE})

AKOOL, BANATIE, BFL, FAL, QOLABA, REPLICATE = (
    frozenset({name}) for name in ("akool", "banatie", "bfl", "fal", "qolaba", "replicate")
)

GEMINI, OPENAI = (frozenset({name}) for name in ("gemini", "openai"))
FORMED = frozenset({"openai", "openrouter"})  # OpenAI's words, and those that follow them
HELD = FORMED | GEMINI  # the answer to the paid request is the picture
KEPT_BACK = frozenset({"ideogram", "stability"})

_REFUSE = (
    Kind("C1", Phase.REFUSE, "429 with Retry-After in seconds", effects.wait_seconds, "7", SECONDS),
    Kind("C2", Phase.REFUSE, "429 with Retry-After as an HTTP date so far ahead", effects.wait_date, "7", SECONDS),
    Kind("C3", Phase.REFUSE, "429 with retryAfter in the body and no header", effects.wait_in_body, "7", SECONDS),
    Kind("C4", Phase.REFUSE, "429 with a Retry-After that is no number", effects.wait_seconds, "nan", r"[ -~]{1,80}"),
    Kind("C6", Phase.REFUSE, "a 5xx before the job was accepted", effects.trouble, "500", TROUBLE),
    Kind("C7", Phase.REFUSE, "200 with this business code", effects.business_code, "1108", r"\d{1,5}", wires=AKOOL),
    Kind("C8", Phase.REFUSE, "HTTP 200 around an error of the API", effects.refused_with_200, "", NOTHING),
    Kind("C12", Phase.REFUSE, "the connection breaks before acceptance", effects.trouble, "reset", TROUBLE),
    Kind("C15", Phase.REFUSE, "a redirect to this address", effects.redirect_submission, effects.ELSEWHERE, ADDRESS),
    Kind("C16", Phase.REFUSE, "the key is refused: 401 or 403", effects.trouble, "401", "401|403"),
    Kind("C17", Phase.REFUSE, "402: nothing left to pay with", effects.trouble, "402", "402"),
)

_ANSWER = (
    Kind("C5", Phase.ANSWER, "rate headers: nothing left", effects.window_spent, "30", r"\d{1,6}|epoch"),
    Kind("C9", Phase.ANSWER, "accepted, but the answer is no JSON", effects.malformed, "cut", effects.NONSENSE),
    Kind("C10", Phase.ANSWER, "accepted, but the answer has no id", effects.without_id, "", NOTHING),
    Kind("C11", Phase.ANSWER, "accepted, but the id is a path", effects.id_is_a_path, "../../admin", WORDS),
    Kind("C13", Phase.ANSWER, "the connection breaks after acceptance", effects.trouble, "reset", AFTER),
    Kind("cut", Phase.ANSWER, "a box in between cuts the connection after so long", effects.cut_after, "60", SECONDS),
    Kind("502-after", Phase.ANSWER, "a gateway fails after acceptance", effects.trouble, "502", AFTER),
)

_FATE = (
    Kind("failed", Phase.FATE, "the job fails for this reason", jobs.fail, "The upstream model failed.", WORDS),
    Kind("P7", Phase.FATE, "the job fails without saying why", jobs.fail, "", NOTHING),
    Kind("P9", Phase.FATE, "the job never finishes", jobs.never_end, "", NOTHING),
    Kind("slow", Phase.FATE, "the job runs so many times as long", jobs.stretch, "10", r"\d{1,4}(\.\d{1,3})?"),
    Kind("eager", Phase.FATE, "the submission brings the result", jobs.mark("eager"), wires=BANATIE),
    Kind(
        "C24",
        Phase.FATE,
        "so many pictures fewer than are charged",
        jobs.mark("C24"),
        "1",
        r"[1-9]",
        wires=QOLABA | FORMED,
    ),
    Kind("ended", Phase.FATE, "canceled, or aborted before it began", jobs.end_as, "aborted", END, wires=REPLICATE),
    Kind("moderated", Phase.FATE, "a filter ends it", jobs.end_as, "Content Moderated", MODERATED, wires=BFL),
    Kind("nsfw", Phase.FATE, "the filter marks a picture", jobs.mark("nsfw"), wires=FAL),
    Kind(
        "withheld",
        Phase.FATE,
        "the safety system keeps the picture back",
        jobs.mark("withheld"),
        wires=HELD | KEPT_BACK,
    ),
    Kind("late", Phase.FATE, "an error after 200, in the stream", jobs.mark("late"), "gave up", WORDS, wires=FORMED),
    Kind("clamped", Phase.FATE, "shape and size are ignored, silently", jobs.mark("clamped"), wires=FORMED),
    Kind("as-url", Phase.FATE, "a picture by its address", jobs.mark("as-url"), wires=OPENAI),
    Kind(
        "unpictured", Phase.FATE, "200 without a picture", jobs.mark("unpictured"), "NO_IMAGE", r"[A-Z_]+", wires=GEMINI
    ),
    Kind("blocked", Phase.FATE, "the prompt is blocked", jobs.mark("blocked"), "SAFETY", r"[A-Z_]+", wires=GEMINI),
    Kind("bare", Phase.FATE, "the output is one address, not a list", jobs.mark("bare"), wires=REPLICATE),
    Kind("removed", Phase.FATE, "what it made is gone at once", jobs.mark("removed"), wires=REPLICATE),
    Kind("C25", Phase.FATE, "held where a ticket was asked, and vice versa", jobs.mark("C25"), wires=QOLABA),
)

_POLL = (
    Kind("P1", Phase.POLL, "a poll fails in passing", effects.trouble, "500", TROUBLE),
    Kind("P2", Phase.POLL, "a poll is refused: 401 or 403", effects.trouble, "401", "401|403"),
    Kind("P3", Phase.POLL, "a poll does not find the job", effects.trouble, "404", "404"),
    Kind("P4", Phase.POLL, "status missing, null or of another type", effects.status_wrong, "missing", effects.WRONG),
    Kind("P5", Phase.POLL, "an unknown status word", effects.status_word, "melting", WORDS, math.inf, UNFINISHED),
    Kind("P6", Phase.POLL, "an error beside running", effects.error_beside, "upstream", WORDS, math.inf, UNFINISHED),
    Kind("P8", Phase.POLL, "the status goes back and forth", effects.backwards, "", NOTHING, math.inf, UNFINISHED),
    Kind("P10", Phase.POLL, "finished, but the result is empty", effects.empty_result, "", NOTHING, 3, DONE),
    Kind("P12", Phase.POLL, "the output is a bare list", effects.bare_list, "", NOTHING, math.inf, DONE, QOLABA),
    Kind("P13", Phase.POLL, "the status under another name", effects.renamed, "state", r"\w+", math.inf, wires=BFL),
    Kind("P11", Phase.POLL, "the answer is about another job", effects.other_id, "", NOTHING),
    Kind("D10", Phase.POLL, "a hostile address", effects.other_address, "file:///etc/passwd", WORDS, math.inf, DONE),
)

_ASSET = (
    Kind("D1", Phase.ASSET, "the picture is gone: 404, 403 or 410", effects.asset_trouble, "404", "404|403|410"),
    Kind("D2", Phase.ASSET, "the picture breaks off half way", effects.cut, "", NOTHING),
    Kind("D2-error", Phase.ASSET, "the picture's host fails", effects.asset_trouble, "503", AFTER),
    Kind("D3", Phase.ASSET, "a wrong content type", effects.other_type, "image/OutputFormat.PNG", r"[ -~]{1,80}"),
    Kind("D4", Phase.ASSET, "a web page instead of the picture", effects.page_instead, "", NOTHING),
    Kind("D5", Phase.ASSET, "an SVG instead of the picture", effects.svg_instead, "", NOTHING),
    Kind("D6", Phase.ASSET, "96 MiB, or 10 GiB announced", effects.huge, "stream", "stream|announced"),
    Kind("D7", Phase.ASSET, "a small gzip of 32 MiB", effects.compressed, "", NOTHING),
    Kind("D8", Phase.ASSET, "one byte every so many seconds", effects.drip, "0.4", r"\d{1,3}(\.\d{1,3})?"),
    Kind(
        "D9", Phase.ASSET, "a redirect to a private address", effects.redirect, "http://127.0.0.1:9/", r"[!-~]{1,500}"
    ),
    Kind("D11", Phase.ASSET, "a redirect to another public host", effects.redirect_to_mirror, "", NOTHING),
    Kind("E1", Phase.ASSET, "a small file that unfolds to 256 megapixels", effects.bomb, "", NOTHING),
    Kind("E2", Phase.ASSET, "half a file, its length told right", effects.half_a_file, "", NOTHING),
)

MENU: dict[str, Kind] = {kind.id: kind for kind in (*_REFUSE, *_ANSWER, *_FATE, *_POLL, *_ASSET)}

FAULTS: dict[str, str] = {name: kind.help for name, kind in MENU.items()}
"""Every fault by its id, with one line of help."""
