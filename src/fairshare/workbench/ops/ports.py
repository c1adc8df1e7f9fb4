"""Whether a port is free, and whether something answers on it."""

from __future__ import annotations

import socket
from time import sleep
from urllib.request import urlopen

from fairshare.faults import bad_argument


def require_free(host: str, port: int) -> None:
    """Refuse a port on which something listens: the server would share it without a word, and either would answer."""
    try:
        kind, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise bad_argument("--host", f"{host!r} is no address ({error.strerror})", "such as 127.0.0.1") from None
    with socket.socket(kind, socket.SOCK_STREAM) as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # not REUSEPORT: what ended just now is no hindrance
        try:
            one.bind(address)
        except OSError as error:
            raise bad_argument("--port", f"{port} cannot be used ({error.strerror})", "a port that is free") from None


def wait_for(address: str, seconds: int = 30) -> bool:
    """Wait until an address answers."""
    for _ in range(seconds * 5):
        try:
            with urlopen(address, timeout=2):
                return True
        except OSError:
            sleep(0.2)
    return False
