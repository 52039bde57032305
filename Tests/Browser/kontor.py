"""A Kontor to test: the built program, on ports and a database of its own."""

import os
import pathlib
import re
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
import uuid

HOUSE = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("KONTOR_BIN") or str(HOUSE / ".build/debug/kontor")


class Database:
    """A database, seen as the superuser, whom no wall stops."""

    def __init__(self, connection):
        self.connection = connection

    def ask(self, sql):
        """The rows of a query, each a list of texts."""
        psql = ["psql", "-X", "-q", "-A", "-t", "-F", "\x1f", "-R", "\x1e", "-v", "ON_ERROR_STOP=1", "-d", self.connection]
        done = subprocess.run([*psql, "-c", sql], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        text = done.stdout.removesuffix("\n")
        return [row.split("\x1f") for row in text.split("\x1e")] if text else []

    def value(self, sql):
        rows = self.ask(sql)
        return rows[0][0] if rows else None

    def named(self, name):
        return Database(re.sub(r"dbname=\S+", f"dbname={name}", self.connection))


def fresh_database(superuser):
    """Makes a database for this run. The caller drops it."""
    name = f"browser_{uuid.uuid4().hex[:12]}"
    superuser.ask(f"create database {name}")
    return name, superuser.named(name)


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


class Server:
    """One `kontor serve`. Its log is kept to be shown when a test fails."""

    def __init__(self, folder, database=None, home=HOUSE, **settings):
        self.folder = pathlib.Path(folder)
        self.port, self.admin_port = free_ports(2)
        self.url, self.admin_url = f"http://127.0.0.1:{self.port}", f"http://127.0.0.1:{self.admin_port}"
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("KONTOR_", "DATABASE_"))},
            "KONTOR_HOME": str(home), "KONTOR_PORT": str(self.port), "KONTOR_ADMIN_PORT": str(self.admin_port), **settings,
        }
        if database:
            self.environment["DATABASE_URL"] = database.connection
        self.log = self.folder / "server.log"
        self.process = None

    def run(self, *arguments, typed=""):
        """Runs another command of the program, as an operator would."""
        done = subprocess.run(
            [PROGRAM, *arguments], env=self.environment, input=typed, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self):
        with open(self.log, "a") as log:
            self.process = subprocess.Popen([PROGRAM, "serve"], env=self.environment, stdout=log, stderr=log)
        self.wait(lambda: status(f"{self.url}/health/ready") == 200, "to be ready")
        return self

    def wait(self, condition, what, seconds=60):
        until = time.monotonic() + seconds
        while not condition():
            assert self.process.poll() is None, f"the server ended by itself:\n{self.said()}"
            assert time.monotonic() < until, f"waited in vain for the server {what}:\n{self.said()}"
            time.sleep(0.02)

    def kill(self):
        """As by a power cut."""
        self.process.kill()
        self.process.wait()

    def stop(self):
        """As an operator does.
        Returns its exit code."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                return self.process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                self.kill()
        return self.process.returncode if self.process else None

    def said(self, lines=40):
        return "\n".join(self.log.read_text().splitlines()[-lines:]) if self.log.exists() else ""


def home_of_its_own():
    """A home with the house's templates and files, and a `var` of its own. The caller removes it.
    Not in pytest's own folder: PostgreSQL runs as a user who must be able to come this way."""
    home = pathlib.Path(tempfile.mkdtemp(prefix="kontor-browser."))
    home.chmod(0o755)
    for name in ["templates", "static"]:
        (home / name).symlink_to(HOUSE / name)
    return home


def status(url):
    """The status of an address; None while nobody answers."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return None



def private_database(home):
    """The database of the private server that `kontor` keeps in its home."""
    return Database(f"host={home}/var/postgres port=5432 user=kontor_owner dbname=kontor")
