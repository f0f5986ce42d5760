"""The form's half of the studio: what is set, what there is to set, who answers, with which key, at what price.

It starts nothing that costs. Each verb of the page is one method here or in the studio, found by its name in `HEARS`.
"""

from __future__ import annotations

import tempfile
import threading
from pathlib import Path
from typing import Any, ClassVar

import traitlets

from imgen_nb.calls.keep import history
from imgen_nb.calls.keep import open as ask_picture
from imgen_nb.calls.whom import client_of
from imgen_nb.client import keys, process
from imgen_nb.client.access import Access
from imgen_nb.client.client import Client, default_client
from imgen_nb.client.process import budget_left
from imgen_nb.client.sources import LARGEST, data_url, travelling
from imgen_nb.errors import ImgenError, Unauthorized
from imgen_nb.flow import Provider
from imgen_nb.providers import known
from imgen_nb.show import tables
from imgen_nb.show.places import clean
from imgen_nb.types import Option
from imgen_nb.widgets import credentials, given, prices, starts
from imgen_nb.widgets import form as forms
from imgen_nb.widgets.kept import Keeping
from imgen_nb.widgets.rewrites import Lock

LACKING = ", but for its source pictures"
RECENT = 12
"""Prompts that are offered again."""


class Desk(Keeping):
    """A form for one request after another; `ig.studio()` is one with a status and pictures."""

    HEARS: ClassVar[dict[str, str]] = {
        "edit": "_edited",
        "give": "_given",
        "take": "_taken",
        "want": "_wanted",
        "recent": "_recalled",
        "models": "_looked_up",
        "balance": "_counted",
        "key": "_keyed",
        "keyless": "_unkeyed",
        "budget": "_budgeted",
        "unlock": "_unlocked",
    }
    """What a page may say of the form, and the method that hears it."""

    form = traitlets.Dict().tag(sync=True)
    prompt = traitlets.Unicode("")
    provider = traitlets.Unicode("")
    values = traitlets.Dict()

    def __init__(self, provider: str | None = None, prompt: str = "") -> None:
        self._known: dict[str, Provider] = known()
        self._edits: dict[str, int] = {}
        self._note = self._wrong = self._key_problem = self._looking = ""
        self._tried = False
        self._refused: dict[str, Access] = {}
        self._lock: Lock | None = None
        self._pieces: dict[str, list[bytes]] = {}
        super().__init__(provider=client_of(provider).provider.name, prompt=prompt)
        self.observe(self._on_change, ["prompt", "provider", "values"])

    # --- values -------------------------------------------------------------------------------------------------------

    def _options(self, values: dict[str, Any] | None = None) -> dict[str, Option]:
        model = (self.values if values is None else values).get("model")
        return dict(self._known[self.provider].options_for(model if isinstance(model, str) else None))

    @traitlets.validate("provider")
    def _named(self, proposal: Any) -> str:
        if proposal.value in self._known:
            return str(proposal.value)
        name = str(client_of(proposal.value).provider.name)  # says which is nearest, if nobody has that name
        self._known = known()
        return name

    @traitlets.validate("values")
    def _merged(self, proposal: Any) -> dict[str, Any]:
        merged = {**self.values, **proposal.value}
        options = self._options(merged)
        for name, value in proposal.value.items():
            if value is not None and (name not in options or name == "prompt"):
                takes = ", ".join(one for one in options if one != "prompt")
                raise TypeError(f"{self._known[self.provider].title} has no option {name!r}; it takes {takes}")
            merged[name] = _sendable(options[name], value) if value is not None else None
        return {name: value for name, value in merged.items() if value is not None}

    def _on_change(self, change: Any) -> None:
        self._wrong = ""
        if change.name == "provider":
            self._note = self._key_problem = ""
            self._tried = False
            self._carry(self._known[change.new].title)
        elif change.name == "values" and change.new.get("model") != change.old.get("model"):
            self._carry(str(change.new.get("model") or "This model"))
        if self._lock and (self.prompt != self._lock.used or self.values.get("enhance")):
            self._loosen()
        self._offer()

    def _carry(self, title: str) -> None:
        """Keep every value that fits here too, and note which did not."""
        kept, note = forms.carried(self._options(), title, self.values)
        self._note = note or self._note
        changed = dict.fromkeys(set(self.values) - set(kept)) | self._as_locked()
        if changed:
            self.values = changed

    def _fill(self, message: dict[str, Any]) -> None:
        """Take what the page says stands in the form."""
        written, lock = dict(message.get("values", {})), self._lock
        if "provider" in message:
            self.provider = message["provider"]
        if "prompt" in message:
            self.prompt = message["prompt"]
        if lock and not self._lock:  # loosened by this very edit: its switch stands as it was locked
            written.pop("enhance", None)
        model = forms.read(Option("model", "text"), written.get("model", self.values.get("model")))
        options = self._options({"model": model})
        read = {name: self._read(options[name], raw) for name, raw in written.items() if name in options}
        if read:
            self.values = read

    def _read(self, option: Option, written: Any) -> Any:
        before = self.values.get(option.name)
        if given.takes(option):
            return given.written(option, before, str(written or ""))
        value = forms.read(option, written)
        return None if before is None and value == option.default else value

    def _edited(self, message: dict[str, Any], buffers: Any) -> None:
        self._edits[str(message.get("page"))] = int(message.get("edit", 0))
        self._fill(message)
        self._offer()

    # --- a rewritten prompt that is kept ------------------------------------------------------------------------------

    def _lock_to(self, asked: str, used: str) -> None:
        """Send this rewritten prompt word for word from now on, to whoever is asked."""
        before = self._lock.enhance if self._lock else self.values.get("enhance")
        self._lock = None  # until all of it is set: a change that is seen meanwhile would loosen it
        self.prompt = used
        self.values = {"enhance": False} if "enhance" in self._options() else {}
        self._lock = Lock(asked, used, before)
        self._offer()

    def _as_locked(self) -> dict[str, Any]:
        return {"enhance": False} if self._lock and "enhance" in self._options() else {}

    def _loosen(self) -> None:
        lock, self._lock = self._lock, None
        if lock and self.values.get("enhance") is False:
            self.values = {"enhance": lock.enhance}

    def _unlocked(self, message: dict[str, Any], buffers: Any) -> None:
        lock = self._lock
        self._loosen()
        if lock:
            self.prompt = lock.asked
        self._offer()

    # --- pictures in hand ---------------------------------------------------------------------------------------------

    def _given(self, message: dict[str, Any], buffers: Any) -> None:
        """A piece of a file that somebody chose, dropped or pasted; with the last, all of it is taken."""
        file = str(message.get("file"))
        pieces = self._pieces.setdefault(file, [])
        pieces += [bytes(one) for one in buffers]
        if len(pieces) < int(message.get("of", 1)) and sum(map(len, pieces)) <= LARGEST:
            return
        raw = b"".join(self._pieces.pop(file))
        try:
            address = data_url(raw if len(raw) <= LARGEST else b"")
        except ValueError:
            said = f"“{clean(message.get('name') or 'That file', 80)}” is no picture, or of more than"
            self._remark(f"{said} {LARGEST // 2**20} MiB: left out.")
            return
        if message.get("field") or not self._asked_as(raw):
            self._use_as_source(address, message.get("field"))

    def _asked_as(self, raw: bytes) -> bool:
        """Fill the form with how a picture was asked for, where its own record says so."""
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "picture")
            file.write_bytes(raw)
            try:
                request = ask_picture(file)
            except ImgenError:
                return False
        if request.provider not in self._known:
            self._remark(f"That picture was asked of {clean(request.provider, 40)}, which nobody here knows.")
            return True
        self.provider, self.prompt = request.provider, request.prompt
        model = request.params.get("model")
        options = self._options({"model": model})
        known = {name: value for name, value in request.params.items() if name in options and name != "prompt"}
        kept = {name: value for name, value in known.items() if not given.takes(options[name])}
        kept = {name: value for name, value in kept.items() if value != options[name].default}
        self.values = {**dict.fromkeys(self.values), **kept}
        lost = LACKING if any(given.takes(options[name]) for name in known) else ""
        self._remark(f"The form has what that picture was asked with{lost}. As a source, drop it on its field.")
        return True

    def _use_as_source(self, address: str, field: Any = None) -> None:
        options = self._options()
        takers = [one for one in options.values() if given.takes(one)]
        option = next((one for one in takers if one.name == field), takers[0] if takers else None)
        if option is None:
            self._remark(f"{self._known[self.provider].title} takes no source picture.")
            return
        self.values = {option.name: given.more(option, self.values.get(option.name), address)}

    def _taken(self, message: dict[str, Any], buffers: Any) -> None:
        option = self._options()[str(message.get("field"))]
        self.values = {option.name: given.less(option, self.values.get(option.name), int(message["at"]))}

    def _wanted(self, message: dict[str, Any], buffers: Any) -> None:
        """Small copies of pictures in hand, and of those to start from, for a page that lacks them."""
        wanted = message.get("shas", ())
        found = starts.pictures(wanted)
        for value in self.values.values():
            found |= given.small(value, wanted)
        for sha, raw in found.items():
            self.send({"kind": "thumb", "sha": sha, "type": "image/webp"}, [raw])

    # --- what is looked up when somebody asks -------------------------------------------------------------------------

    def _recalled(self, message: dict[str, Any], buffers: Any) -> None:
        page = history(limit=10 * RECENT)
        prompts = dict.fromkeys(prompt for one in page if (prompt := one.request.prompt).strip())
        self.send({"kind": "recent", "prompts": [one for one in prompts if len(one) <= forms.LONGEST][:RECENT]})

    def _looked_up(self, message: dict[str, Any], buffers: Any) -> None:
        self._meanwhile("models", self._look_up_models)

    def _look_up_models(self, client: Client) -> None:
        self._note = f"{client.provider.title} offers {len(client.refresh())} models now."

    def _counted(self, message: dict[str, Any], buffers: Any) -> None:
        self._meanwhile("balance", lambda client: client.balance())

    def _meanwhile(self, what: str, act: Any) -> None:
        """Ask the provider something that is free, in a thread of its own: a page must be answered at once."""
        client = default_client(self.provider)

        def ask() -> None:
            try:
                act(client)
            except Exception as error:  # whatever it is, the form says it, and goes on
                self._heard_of(client.provider.name, client.access, error)
                self._note = forms.words_of(error)
            self._looking = ""
            self._offer()

        self._looking = what
        self._offer()
        threading.Thread(target=ask, name="imgen-ask", daemon=True).start()

    # --- keys ---------------------------------------------------------------------------------------------------------

    def _keyed(self, message: dict[str, Any], buffers: Any) -> None:
        self._key_problem = ""
        try:
            credentials.taken(self._known[self.provider], message)
        except ImgenError as error:
            self._key_problem = forms.words_of(error)
        self._offer()
        self.send({"kind": "keyed", "problem": self._key_problem})

    def _unkeyed(self, message: dict[str, Any], buffers: Any) -> None:
        keys.forget(self.provider)
        self._offer()

    def _heard_of(self, provider: str, access: Access | None, error: Exception | None) -> None:
        """Remember a key that was refused: the form says so until there is another."""
        if isinstance(error, Unauthorized) and access is not None:
            self._refused[provider] = access

    def _budgeted(self, message: dict[str, Any], buffers: Any) -> None:
        problem = ""
        try:
            process.allow(prices.budget_of(message))
        except ImgenError as error:
            problem = forms.words_of(error)
        self._offer()
        self.send({"kind": "budgeted", "problem": problem})

    # --- what the page is told ----------------------------------------------------------------------------------------

    def _remark(self, words: str) -> None:
        self._note = words
        self._offer()

    def _client(self) -> tuple[Client | None, str]:
        """Who answers here, and why: choosing a provider in the form is naming it."""
        try:
            client = default_client(self.provider)
        except ImgenError as error:
            return None, forms.words_of(error)
        return client, client.access.why

    def _offer(self) -> None:
        """Tell the page what there is to fill in, what is set, who answers, and what it costs."""
        provider, options = self._known[self.provider], self._options()
        client, why = self._client()
        access, live = client.access if client else None, client is not None and not client.sandbox
        refused = access is not None and self._refused.get(provider.name) == access
        wrong = forms.wrong(options, self.values)
        prompt = options.get("prompt")
        if self._tried and prompt and (problem := prompt.problem(self.prompt)):
            wrong["prompt"] = f"The prompt {problem}."
        self.form = {
            "prompt": self.prompt,
            "limit": prompt.most if prompt else None,
            "teach": forms.TEACH,
            "starts": starts.told(),
            "provider": provider.name,
            "providers": [{"id": one.name, "title": one.title} for one in self._known.values()],
            "live": live,
            "why": why,
            "terms": tables.terms(provider.policy),
            "key": credentials.told(provider, access, refused=refused, problem=self._key_problem),
            **prices.told(client, provider.price, self.prompt, self.values),
            "budget": prices.budgeted(process.budget(), budget_left(live=live), live=live),
            "asks": [verb for verb in ("balance", "catalogue") if provider.has(verb)],
            "looking": self._looking,
            "fields": forms.fields(options.values(), self.values, wrong, provider.options, provider.listed),
            "code": forms.left_to_code(options.values()),
            "cell": forms.code(self.prompt, provider.name, self.values),
            "note": self._note,
            "lock": self._lock.used[: forms.LONGEST] if self._lock else "",
            "wrong": {"prompt": wrong.get("prompt", ""), "form": self._wrong},
            "edits": dict(self._edits),
        }


def _sendable(option: Option, value: Any) -> Any:
    """A picture in hand as a data URL, a number of numpy as Python's; what cannot be read is left for the check."""
    try:
        return travelling(option, value)
    except ValueError:
        return value
