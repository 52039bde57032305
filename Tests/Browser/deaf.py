"""A way to PostgreSQL on which nobody hears what is notified, as through a pooler that lets nobody listen."""

import re
import shutil
import socket
import tempfile
import threading

from kontor import Database


class Deaf:
    """Passes everything on but NotificationResponse ('A', PostgreSQL's protocol §55.7)."""

    def __init__(self, database):
        host, port = re.search(r"host=(\S+)", database.connection).group(1), re.search(r"port=(\d+)", database.connection).group(1)
        self.folder = tempfile.mkdtemp(prefix="kontor-deaf.")
        self.real, self.heard = f"{host}/.s.PGSQL.{port}", 0
        self.database = Database(database.connection.replace(f"host={host}", f"host={self.folder}"))
        self.door = socket.socket(socket.AF_UNIX)
        self.door.bind(f"{self.folder}/.s.PGSQL.{port}")
        self.door.listen(100)

    def start(self):
        threading.Thread(target=self._welcome, daemon=True).start()
        return self

    def stop(self):
        self.door.close()
        shutil.rmtree(self.folder)

    def _welcome(self):
        while True:
            try:
                client, _ = self.door.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            server.connect(self.real)
            for way in [lambda c=client, s=server: self._pass(c, s), lambda c=client, s=server: self._filter(s, c)]:
                threading.Thread(target=way, daemon=True).start()

    def _pass(self, source, target):
        try:
            while data := source.recv(65536):
                target.sendall(data)
        except OSError:
            pass
        self._hang_up(source, target)

    def _filter(self, server, client):
        """Message by message: a letter, then its length."""
        try:
            with server.makefile("rb") as said:
                while len(head := said.read(5)) == 5:
                    body = said.read(int.from_bytes(head[1:], "big") - 4)
                    if head[:1] == b"A":
                        self.heard += 1
                    else:
                        client.sendall(head + body)
        except OSError:
            pass
        self._hang_up(server, client)

    def _hang_up(self, *ends):
        for end in ends:
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
