"""A Redis of the tests' own, from Debian's redis-server, which keeps nothing."""

import subprocess

from kontor import free_ports


class RedisServer:
    def __init__(self, folder):
        self.folder, [self.port] = folder, free_ports(1)
        self.url, self.process = f"redis://127.0.0.1:{self.port}", None

    def start(self):
        self.process = subprocess.Popen(
            ["redis-server", "--bind", "127.0.0.1", "--port", str(self.port), "--dir", str(self.folder), "--save", "", "--appendonly", "no"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while self.ask("ping") != "PONG":
            assert self.process.poll() is None, "redis-server ended by itself"
        return self

    def ask(self, *command):
        """What it says to a command, as its own client shows it."""
        return subprocess.run(["redis-cli", "-p", str(self.port), *command], capture_output=True, text=True).stdout.strip()

    def stop(self):
        """As when the machine goes down."""
        self.process.kill()
        self.process.wait()
