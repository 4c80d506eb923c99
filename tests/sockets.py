"""What a bare connection is told."""

import socket
from contextlib import suppress


def rest(connection: socket.socket) -> bytes:
    """All that comes until the other side hangs up."""
    said = bytearray()
    with suppress(ConnectionResetError):
        while piece := connection.recv(65_536):
            said += piece
    return bytes(said)
