"""Nothing acknowledged is ever lost, nothing is done twice: the power is cut, and then everything is counted."""

import collections
import http.client
import os
import pathlib
import signal
import threading
import time
import uuid

from crm import PATH
from office import Owner
from visitor import Visitor, registered, uuid7
from words import Words

CLIENTS, EACH = 16, 20


class Writer(threading.Thread):
    """A client that adds customers and sends each until it hears that it was taken."""

    def __init__(self, url, cookies, number):
        super().__init__(daemon=True)
        self.visitor = Visitor(url)
        self.visitor.cookies = dict(cookies)
        self.number, self.acknowledged, self.refused = number, [], []

    def run(self):
        for turn in range(EACH):
            name, id = f"Customer {self.number}-{turn}", uuid7()
            while not self.is_taken(name, id):
                time.sleep(0.02)
            self.acknowledged.append((id, name))

    def is_taken(self, name, id):
        try:
            answer = self.visitor.post(PATH, {"id": id, "name": name, "segment": "lead"})
        except (OSError, http.client.HTTPException):
            return False
        if answer.status not in (303, 503):
            self.refused.append((answer.status, name))
        return answer.status != 503


def test_a_power_cut_under_sixteen_writing_clients_loses_nothing_and_doubles_nothing(faulty):
    server, database = faulty
    owner = registered(server.url, Owner())
    writers = [Writer(server.url, owner.cookies, number) for number in range(CLIENTS)]
    for writer in writers:
        writer.start()
    taken = lambda: sum(len(writer.acknowledged) for writer in writers)
    for cut in range(1, 4):
        server.wait(lambda: taken() >= cut * CLIENTS * EACH // 5, "to take a part of the customers")
        server.kill()
        assert any(writer.is_alive() for writer in writers), "the power must be cut while clients write"
        server.start()
    for writer in writers:
        writer.join(timeout=60)
        assert not writer.is_alive() and not writer.refused, writer.refused

    acknowledged = sorted(one for writer in writers for one in writer.acknowledged)
    assert len(acknowledged) == CLIENTS * EACH
    kept = sorted(tuple(row) for row in database.ask("select id, name from customers"))
    assert kept == acknowledged
    told = database.ask("select record_id, count(*) from events where name = 'crm.customers.created' group by 1")
    assert sorted(told) == sorted([id, "1"] for id, _ in acknowledged), "each is announced exactly once"
    assert database.value("select sum(difference) from record_tallies where record = 'customers'") == str(len(acknowledged))


def test_a_power_cut_during_an_import_leaves_none_of_it_and_the_next_start_completes_it(faulty):
    server, database = faulty
    owner = registered(server.url, Owner())
    rows = 30_000
    table = "Name,Email\n" + "".join(f"Person {number},person{number}@example.com\n" for number in range(rows))
    path = uploaded(owner, table)
    answer = owner.post(f"{path}/mapping", mapping(owner, path))
    assert answer.status == 303, answer.text
    state = lambda: database.value("select state from imports")
    server.wait(lambda: state() == "checked", "to check the file")
    assert owner.post(f"{path}/start").status == 303
    server.wait(lambda: int(database.value("select rows_read from imports")) > 2_000 or state() == "done", "to be in the middle of the import")
    assert state() == "running", "the power must be cut in the middle"
    server.kill()
    server.start()
    seen = set()
    def done():
        seen.add(database.value("select count(*) from customers"))
        return state() == "done"
    server.wait(done, "to complete the import")
    assert seen <= {"0", str(rows)}, "nobody ever sees half an import"
    assert database.value("select count(distinct email) from customers") == database.value("select count(*) from customers") == str(rows)
    owner.hang_up()
    assert owner.get(path).status == 200


def uploaded(visitor, table):
    boundary = uuid.uuid4().hex
    body = (f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="people.csv"\r\nContent-Type: text/csv\r\n\r\n'
            f"{table}\r\n--{boundary}--\r\n")
    answer = visitor.ask("POST", f"{PATH}/import", body.encode(), Content_Type=f"multipart/form-data; boundary={boundary}")
    assert answer.status == 303, answer.text
    return answer.headers["location"]


def mapping(visitor, path):
    """The columns as they are guessed."""
    from html.parser import HTMLParser

    class Selects(HTMLParser):
        def __init__(self):
            super().__init__()
            self.chosen, self.name = {}, None

        def handle_starttag(self, tag, attributes):
            attributes = dict(attributes)
            if tag == "select":
                self.name = attributes["name"]
            if tag == "option" and "selected" in attributes:
                self.chosen[self.name] = attributes["value"]

    selects = Selects()
    selects.feed(visitor.get(path).text)
    return selects.chosen


def test_while_postgresql_is_dead_pages_say_so_and_then_all_goes_on_by_itself(faulty):
    server, database = faulty
    owner = registered(server.url, Owner(), language="ar")
    assert owner.post(PATH, {"name": "Nora", "segment": "lead"}).status == 303
    folder = pathlib.Path(server.environment["KONTOR_HOME"]) / "var/postgres/data"
    postmaster = int((folder / "postmaster.pid").read_text().split()[0])
    children = [int(pid) for pid in pathlib.Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()]
    for pid in [postmaster, *children]:
        os.kill(pid, signal.SIGKILL)

    statuses = collections.Counter()
    def recovered():
        answer = owner.get(PATH)
        statuses[answer.status] += 1
        if answer.status == 503:
            assert Words("ar")("platform.errors.unavailable_title") in answer.text
            assert answer.headers["retry-after"]
        return answer.status == 200 and statuses[503] > 0
    server.wait(recovered, "to recover by itself")
    assert set(statuses) <= {200, 503}
    assert "Nora" in owner.get(PATH).text
    assert owner.post(PATH, {"name": "Anna", "segment": "lead"}).status == 303
    server.wait(lambda: Visitor(server.url).get("/health/ready").status == 200, "to be ready again")
