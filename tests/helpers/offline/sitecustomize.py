"""A process that starts with this folder on PYTHONPATH reaches nothing but its own machine.

Every other connection is refused before it leaves, and written down in the file REFUSED names.
"""

import ipaddress
import os
import socket


def _refuse(host):
    with open(os.environ["REFUSED"], "a", encoding="utf-8") as log:
        log.write(f"{host}\n")
    raise ConnectionRefusedError(f"this test reaches nothing but its own machine, and not {host!r}")


def _stays(host):
    host = host.decode() if isinstance(host, bytes) else host
    if host in (None, "", "localhost"):
        return True
    try:
        address = ipaddress.ip_address(str(host).partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _guard(owner, name, host_of):
    real = getattr(owner, name)

    def guarded(*arguments, **named):
        host = host_of(arguments)
        return real(*arguments, **named) if _stays(host) else _refuse(host)

    setattr(owner, name, guarded)


def _of_call(arguments):
    sock, *_, address = arguments
    return address[0] if sock.family in (socket.AF_INET, socket.AF_INET6) else None


for _name in ("connect", "connect_ex"):
    _guard(socket.socket, _name, _of_call)
_guard(socket.socket, "sendto", _of_call)
_guard(socket, "getaddrinfo", lambda arguments: arguments[0])
_guard(socket, "gethostbyname", lambda arguments: arguments[0])
