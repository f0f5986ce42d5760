"""A wire whose token is had for an id and a secret: asked for before the first request, and anew when it is refused."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

import httpx

from imgen_nb.engine.redaction import Redactor, Secret
from imgen_nb.engine.wire import Heard, Prepared, Wire, unheard
from imgen_nb.errors import ImgenError, RateLimited, Unauthorized
from imgen_nb.flow import SignIn


class SigningWire(Wire):
    """Sends what a wire sends, under a token that lives in memory alone and is kept as secret as a key."""

    account: Secret
    """The id that goes with the secret."""
    way: SignIn
    _token: Secret | None = None

    def signed(self, account: Secret, way: SignIn) -> SigningWire:
        """Say whose token it is, and how it is had."""
        self.account, self.way, self._turn = account, way, asyncio.Lock()
        return self

    def _credentials(self, ours: bool) -> list[tuple[bytes, bytes]]:
        named = [(name.encode(), value.reveal().encode()) for name, value in self._headers.items()] if ours else []
        if not ours or self._token is None:
            return named
        return [*named, (self.way.header.encode(), (self.way.prefix + self._token.reveal()).encode())]

    async def exchange(
        self,
        request: httpx.Request | Prepared,
        *,
        paid: bool = False,
        wanted: Callable[[], bool] = lambda: True,
        heard: Heard = unheard,
    ) -> httpx.Response:
        """Send one request; one that is refused for its token did nothing, and is sent once more with a fresh one."""
        used = self._token or await self._sign_in(None)
        reply = await super().exchange(request, paid=paid, wanted=wanted, heard=heard)
        if not self.way.stale(reply):
            return reply
        await self._sign_in(used)
        return await super().exchange(request, paid=paid, wanted=wanted, heard=heard)

    async def _sign_in(self, used: Secret | None) -> Secret:
        """Ask for a token, unless another request has got one since `used` was refused; nothing paid is out then."""
        async with self._turn:
            if self._token is None or self._token == used:
                self._token = await self._asked()
                self._redactor = Redactor([self._token, self._secret], self._headers.values())
            return self._token

    @property
    def _secret(self) -> Secret:
        assert self._auth is not None
        return self._auth[2]

    async def _asked(self) -> Secret:
        asked = self.prepare(self.way.request(self.account.reveal(), self._secret.reveal()))
        try:
            reply = await super().exchange(replace(asked, ours=False))
            return Secret(self.way.read(reply))
        except httpx.RequestError as error:
            raise httpx.ConnectError(f"no token could be asked for ({type(error).__name__})") from None
        except (RateLimited, Unauthorized):
            raise
        except ImgenError as error:
            raise Unauthorized(f"no token could be had: {error.message}") from None
