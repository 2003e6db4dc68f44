"""Opens the Streamlit page without a browser: connects like one, and collects messages until the page is rendered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets import Origin, Subprotocol
from websockets.sync.client import ClientConnection, connect

_SECONDS = 60
STREAM = "/_stcore/stream"


@dataclass(frozen=True)
class Opened:
    """The theme in Streamlit's message, and all messages joined."""

    theme: str
    sent: str


def open_page(address: str, query: str = "") -> Opened:
    """The page at the http `address`, rendered once."""
    with page_socket(address) as socket:
        return drawn(socket, query)


@contextmanager
def page_socket(
    address: str, client: str = "127.0.0.1", headers: Mapping[str, str] | None = None
) -> Iterator[ClientConnection]:
    """The WebSocket of a page at the http `address`, open during the block, from the IP address `client`."""
    url = f"ws{address.removeprefix('http')}{STREAM}"
    protocols = [Subprotocol("streamlit")]
    with connect(
        url,
        origin=Origin(address),
        subprotocols=protocols,
        additional_headers=headers,
        max_size=None,
        source_address=(client, 0),
    ) as socket:
        yield socket


def drawn(socket: ClientConnection, query: str = "") -> Opened:
    """The messages for the link with this `query`, until the page is rendered."""
    socket.send(asking(query))
    theme, sent = "", []
    while True:
        message = ForwardMsg()
        message.ParseFromString(socket.recv(_SECONDS, decode=False))
        sent.append(str(message))
        kind = message.WhichOneof("type")
        if kind == "new_session":
            theme = str(message.new_session.custom_theme)
        elif kind == "script_finished":
            return Opened(theme, "\n".join(sent))


def asking(query: str) -> bytes:
    """The message that requests a run of the page."""
    wanted = BackMsg()
    wanted.rerun_script.query_string = query
    return bytes(wanted.SerializeToString())
