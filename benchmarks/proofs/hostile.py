"""Hostile addresses, pictures and replies: no connection to a private host, no bad file, only typed errors."""

import io
import itertools
import json
import random
import socket
import tempfile
from pathlib import Path

from proofs.many import folder, tallied

PUBLIC = "93.184.215.14"
PRIVATE = [
    "127.0.0.1",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "168.63.129.16",
    "::1",
    "::ffff:127.0.0.1",
    "fd00:ec2::254",
    "fe80::1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "2a00:1450::5efe:7f00:1",
]
NAMES = ("localhost", "metadata.google.internal", "printer.local", "intranet", "sub.localhost", "inside.example")


def addresses(tries, seed):
    """Every spelling of private places, asked for at once and by a redirect: nothing connects."""
    import httpcore

    from imgen_nb.assets.fetch import Fetcher
    from imgen_nb.assets.sockets import Sockets
    from imgen_nb.errors import AssetError
    from imgen_nb.testing import png, virtually

    connected, wrong = [], []
    real = socket.getaddrinfo, Sockets.connect_tcp
    reply = {"text": b""}

    def lookup(host, port, *_, **__):
        if host in ("public.example",):
            return [(2, 1, 6, "", (PUBLIC, port))]
        if host.rstrip(".") in NAMES or not _literal(host):
            return [(2, 1, 6, "", (address, port)) for address in (PUBLIC, "127.0.0.1")]
        return [(2, 1, 6, "", (_literal(host), port))]

    async def connect(self, host, port, *_, **__):
        connected.append(host)
        return httpcore.AsyncMockStream([reply["text"]])

    async def fetch(address, place):
        return await Fetcher(Path(place)).fetch(address)

    spelled = list(_spellings())
    socket.getaddrinfo, Sockets.connect_tcp = lookup, connect
    try:
        with folder() as place:
            reply["text"] = _http("200 OK", png())
            virtually(fetch("https://public.example/a.png", place))  # so much may connect
            for address, redirected in itertools.product(spelled, (False, True)):
                connected.clear()
                sound = _http("200 OK", png())
                reply["text"] = _http(f"302 Found\r\nlocation: {address}", b"") if redirected else sound
                try:
                    virtually(fetch("https://public.example/a.png" if redirected else address, place))
                    wrong.append(f"{address} gave a picture")
                except AssetError:
                    pass
                except Exception as error:
                    wrong.append(f"{address}: {type(error).__name__}: {error}")
                wrong += [f"{address} connected to {host}" for host in connected if host != PUBLIC]
    finally:
        socket.getaddrinfo, Sockets.connect_tcp = real
    return [f"{len(spelled)} spellings of private places, at once and by a redirect: {len(wrong)} wrong"], wrong


def _http(head, body):
    return f"HTTP/1.1 {head}\r\ncontent-length: {len(body)}\r\nconnection: close\r\n\r\n".encode() + body


def _literal(host):
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except OSError:
        try:
            socket.inet_pton(socket.AF_INET6, host.partition("%")[0])
        except OSError:
            return None
        return host


def _spellings():
    for address in PRIVATE:
        if ":" in address:
            hosts = {f"[{address}]", f"[{address.upper()}]", f"[0{address}]", f"[{address}%25eth0]"}
        else:
            parts = [int(part) for part in address.split(".")]
            number = int.from_bytes(bytes(parts), "big")
            hosts = {address, f"{address}.", str(number), hex(number), "0" + oct(number)[2:], f"[::ffff:{address}]"}
            hosts |= {
                ".".join(map(hex, parts)),
                ".".join(f"0{part:o}" for part in parts),
                f"{parts[0]}.{number & 0xFFFFFF}",
            }
            hosts |= {"".join(chr(0xFEE0 + ord(letter)) if letter.isdigit() else letter for letter in address)}
            hosts |= {
                f"user:word@{address}",
                f"{address}:8443",
                address.replace(".", "\u3002"),
                address.replace("1", "%31"),
            }
            # what carries an IPv4 address within one of IPv6: compatible, NAT64, 6to4, Teredo
            high, low = number >> 16, number & 0xFFFF
            hosts |= {f"[::{address}]", f"[64:ff9b::{address}]", f"[2002:{high:x}:{low:x}::1]"}
            hosts |= {f"[2001:0:4136:e378:8000:63bf:{high ^ 0xFFFF:x}:{low ^ 0xFFFF:x}]"}
        for host in sorted(hosts):
            yield f"https://{host}/a.png"
    for name in NAMES:
        yield from (f"https://{name}/a.png", f"https://{name}./a.png", f"https://{name.upper()}/a.png")
    for scheme in ("http", "ftp", "file", "gopher", "data", "unix", "javascript", ""):
        yield from (f"{scheme}://127.0.0.1/a.png", f"{scheme}:127.0.0.1/a.png")
    yield from (
        "https://public.example@127.0.0.1/a.png",
        "https://127.0.0.1#@public.example/a.png",
        "//127.0.0.1/a.png",
    )
    yield from (
        "https://127.0.0.1:443/a.png",
        "https://127.0.0.1:22/a.png",
        "https:/\\127.0.0.1/a.png",
        "\\\\127.0.0.1\\a",
    )


# --- pictures ---------------------------------------------------------------------------------------------------------


def images(tries, seed):
    """Pictures with bytes changed, cut, doubled or put in: kept whole and shown, or refused with a type."""
    kept, wrong = tallied(_images, range(seed * 10_000_000, seed * 10_000_000 + tries))
    return [f"{tries} mutated pictures: {kept} still whole and kept, the rest refused; {len(wrong)} wrong"], wrong


def _images(seeds):
    from imgen_nb.assets.fetch import Fetcher
    from imgen_nb.errors import AssetError, StoreError
    from imgen_nb.testing import virtually

    kept, wrong, sound = 0, [], _sound()

    async def keep(place, data):
        return await Fetcher(Path(place)).keep(data)

    for seed in seeds:
        chance = random.Random(seed)
        data = _mutated(chance, bytearray(chance.choice(sound)))
        with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").exists() else None) as place:
            try:
                picture = virtually(keep(place, bytes(data)))
                if picture.read_bytes() != data or not picture.thumbnail():
                    wrong.append(f"{seed}: other bytes were kept")
                kept += 1
            except (AssetError, StoreError):
                if left := [file.name for file in Path(place).iterdir() if file.is_file()]:
                    wrong.append(f"{seed}: refused, and yet there is {left}")
            except Exception as error:
                wrong.append(f"{seed}: {type(error).__name__}: {error}")
    return [kept, *wrong]


def _sound():
    from PIL import Image

    made = []
    for size in ((64, 48), (200, 120)):
        image = Image.effect_noise(size, 60).convert("RGB")
        for kind, how in (
            ("PNG", {}),
            ("JPEG", {"progressive": True}),
            ("JPEG", {}),
            ("WEBP", {}),
            ("WEBP", {"lossless": True}),
        ):
            out = io.BytesIO()
            image.save(out, kind, **how)
            made.append(out.getvalue())
    return made


def _mutated(chance, data):
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        if not data:
            break
        at = chance.randrange(min(len(data), chance.choice((64, len(data)))))
        match chance.randrange(6):
            case 0:
                data[at] ^= 1 << chance.randrange(8)
            case 1:
                data[at : at + 4] = chance.choice((b"\xff" * 4, b"\0" * 4, b"\x7f\xff\xff\xff"))
            case 2:
                del data[at:]
            case 3:
                del data[at : at + chance.randrange(1, 64)]
            case 4:
                data[at:at] = chance.randbytes(chance.randrange(1, 64))
            case _:
                data += data[at : at + 500]
    return data


# --- replies ----------------------------------------------------------------------------------------------------------

ODD = (
    None,
    True,
    False,
    0,
    -1,
    1e308,
    float("nan"),
    "",
    " ",
    "\x1b[31m",
    "<script>",
    "\ud800",
    [],
    {},
    [None],
    {"a": 1},
    "9" * 400,
)


def replies(tries, seed):
    """Replies of every provider with a value changed, dropped or nested: a picture, or a typed error."""
    from imgen_nb import providers

    names = providers.names()
    shares = [(name, seed * 10_000_000, -(-tries // len(names))) for name in names]
    parts = [(name, start + at, min(50, many - at)) for name, start, many in shares for at in range(0, many, 50)]
    made, wrong = tallied(_replies, parts)
    told = f"{made} pictures all the same, the rest typed errors; {len(wrong)} wrong"
    return [f"{tries} mutated replies of {len(names)} providers: {told}"], wrong


def _replies(parts):
    from wires import WIRES

    from imgen_nb import providers
    from imgen_nb.store.store import Store
    from imgen_nb.testing import Bench

    made, wrong = 0, []
    for name, start, many in parts:
        with folder() as place:
            store = Store(Path(place), "sqlite://")  # opened once, in memory: no other try is of this origin
            for seed in range(start, start + many):
                bench = Bench(providers.get(name), WIRES[name], Path(place))
                bench.store = store
                bench.origin = f"try {seed}"
                end = _answered(bench, random.Random(seed))
                made += end == "a picture"
                wrong += [] if end in ("a picture", "") else [f"{name} {seed}: {end}"]
    return [made, *wrong]


def _answered(bench, chance):
    """What comes of replies that are changed at random: "a picture", nothing (a typed error), or what is wrong."""
    from imgen_nb.errors import ImgenError, OutcomeUnknown, UnexpectedReply

    bench.server.always = dict.fromkeys(("submit", "poll", "asset"), _plain)
    for script in (bench.server.on_submit, bench.server.on_poll):
        script.extend(_changed(chance) if chance.random() < 0.6 else _plain for _ in range(3))
    end = ""
    try:
        end = "a picture" if bench.generate(deadline=60.0).images else "no picture"
    except (UnexpectedReply, OutcomeUnknown) as error:
        end = "" if error.json_path else f"without a JSON path: {error}"
    except ImgenError as error:
        end = str(error) if "internal error" in error.message else ""
    except Exception as error:
        end = f"{type(error).__name__}: {error}"
    return f"paid {bench.server.billed} times" if bench.server.billed > 1 else end


def _plain(request, normal):
    import httpx

    try:
        return normal()
    except StopIteration:  # the scripted server knows no job of a name that was changed
        return httpx.Response(404, json={"error": "not found"})


def _changed(chance):
    """An action that answers as the server would, with one or two values of its JSON changed."""

    def act(request, normal):
        import httpx

        reply = _plain(request, normal)
        try:
            data = json.loads(reply.content)
        except ValueError:
            return reply
        for _ in range(chance.choice((1, 1, 2))):
            data = _odd(chance, data)
        headers = [(name, value) for name, value in reply.headers.raw if name.lower() != b"content-length"]
        return httpx.Response(
            reply.status_code, headers=headers, content=json.dumps(data).encode("utf-8", "surrogatepass")
        )

    return act


def _odd(chance, data):
    """The same JSON with one place, at any depth, changed, dropped or doubled."""
    if isinstance(data, dict) and data and chance.random() < 0.85:
        key = chance.choice(sorted(data))
        if chance.random() < 0.15:
            return {name: value for name, value in data.items() if name != key}
        return {**data, key: _odd(chance, data[key])}
    if isinstance(data, list) and data and chance.random() < 0.8:
        at = chance.randrange(len(data))
        return [*data[:at], _odd(chance, data[at]), *data[at + 1 :]]
    return chance.choice((*ODD, [data], {"value": data}, str(data)))
