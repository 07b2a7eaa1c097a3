"""The typed Python client for product backends.

>>> with ChatClient("127.0.0.1:50050") as client:
...     session = client.start("user-1")
...     turn = session.send("我想买一部新手机")
...     print(turn.reply, [item.name for item in turn.items])
"""

from chatrec.client.chat import ChatClient, ChatSession

__all__ = ["ChatClient", "ChatSession"]
