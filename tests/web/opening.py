"""Opens the Streamlit page without a browser: connects as one does, and keeps what is sent until the page is drawn."""

from __future__ import annotations

from dataclasses import dataclass

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets import Origin, Subprotocol
from websockets.sync.client import connect

_SECONDS = 60


@dataclass(frozen=True)
class Opened:
    """The theme that a browser is told to use, as Streamlit's message prints it, and every message together."""

    theme: str
    sent: str


def open_page(address: str, query: str = "") -> Opened:
    """The page at the http `address`, drawn once."""
    wanted = BackMsg()
    wanted.rerun_script.query_string = query
    theme, sent = "", []
    url = f"ws{address.removeprefix('http')}/_stcore/stream"
    with connect(url, origin=Origin(address), subprotocols=[Subprotocol("streamlit")], max_size=None) as socket:
        socket.send(wanted.SerializeToString())
        while True:
            message = ForwardMsg()
            message.ParseFromString(socket.recv(_SECONDS, decode=False))
            sent.append(str(message))
            kind = message.WhichOneof("type")
            if kind == "new_session":
                theme = str(message.new_session.custom_theme)
            elif kind == "script_finished":
                return Opened(theme, "\n".join(sent))
