"""What programs live through: stolen tokens, lost answers, and sending a thing twice."""

import collections
import http.client
import json
import threading
import time
import uuid

from api import CUSTOMERS, ROOT, Program, program, token
from office import Owner
from visitor import Visitor, registered

CLIENTS, EACH = 16, 12


def refreshed(url, refresh_token):
    return Visitor(url).ask("POST", f"{ROOT}/auth/refresh", json.dumps({"refresh_token": refresh_token}), Content_Type="application/json")


def test_a_leaked_refresh_token_used_twice_signs_the_whole_family_out(server):
    owner = Owner()
    registered(server.url, owner)
    first, elsewhere = token(server.url, owner), program(server.url, owner)
    thief = Program(server.url, json.loads(refreshed(server.url, first["refresh_token"]).text))
    mine = Program(server.url, first)
    assert thief.get(CUSTOMERS).status == mine.get(CUSTOMERS).status == 200

    answer = refreshed(server.url, first["refresh_token"])
    assert answer.status == 400, "it was used before"
    for one in [thief, mine]:
        server.wait(lambda: one.get(CUSTOMERS).status == 401, "to sign the family out", seconds=2)
        assert "Bearer" in one.get(CUSTOMERS).headers["www-authenticate"]
    assert refreshed(server.url, thief.pair["refresh_token"]).status == 400
    assert elsewhere.get(CUSTOMERS).status == 200, "another sign-in is another family"
    assert program(server.url, owner).get(CUSTOMERS).status == 200


def test_signing_out_ends_the_access_token_too(server):
    owner = Owner()
    registered(server.url, owner)
    mine = program(server.url, owner)
    assert mine.get(CUSTOMERS).status == 200
    body = json.dumps({"refresh_token": mine.pair["refresh_token"]})
    assert Visitor(server.url).ask("POST", f"{ROOT}/auth/revoke", body, Content_Type="application/json").status == 204
    server.wait(lambda: mine.get(CUSTOMERS).status == 401, "to sign out", seconds=2)


def test_twenty_duplicates_at_once_are_done_once_and_answered_alike(server, database):
    owner = Owner()
    registered(server.url, owner)
    pair, key, name = token(server.url, owner), str(uuid.uuid4()), f"Only {uuid.uuid4().hex}"
    start, answers = threading.Barrier(20), []

    def send():
        one = Program(server.url, pair)
        start.wait()
        answers.append(one.send("POST", CUSTOMERS, {"name": name}, Idempotency_Key=key))

    threads = [threading.Thread(target=send) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert [answer.status for answer in answers] == [201] * 20
    assert len({answer.bytes for answer in answers}) == 1
    assert sum("idempotent-replayed" not in answer.headers for answer in answers) == 1
    assert database.value(f"select count(*) from customers where name = '{name}'") == "1"


class Sender(threading.Thread):
    """A program that sends each thing with its key until it hears that it was done."""

    def __init__(self, url, pair, number):
        super().__init__(daemon=True)
        self.program, self.number = Program(url, pair), number
        self.done, self.refused = {}, []

    def run(self):
        for turn in range(EACH):
            name, key = f"Customer {self.number}-{turn}", str(uuid.uuid4())
            while not (answer := self.send(name, key)):
                time.sleep(0.02)
            self.done[name] = key, answer

    def send(self, name, key):
        """None while nobody answers."""
        try:
            if self.number % 4:
                answer = self.program.send("POST", CUSTOMERS, {"name": name}, Idempotency_Key=key)
            else:
                answer = self.program.send("POST", f"{CUSTOMERS}/bulk", {"create": [{"name": name}]}, Idempotency_Key=key)
        except (OSError, http.client.HTTPException):
            return None
        if answer.status not in (200, 201, 503):
            self.refused.append((answer.status, answer.text))
        return answer if answer.status != 503 else None


def test_what_is_sent_again_after_a_power_cut_is_done_once_also_when_the_answer_was_lost(faulty):
    server, database = faulty
    owner = Owner()
    registered(server.url, owner)
    pair = token(server.url, owner)
    senders = [Sender(server.url, pair, number) for number in range(CLIENTS)]
    for sender in senders:
        sender.start()
    heard = lambda: sum(len(sender.done) for sender in senders)
    unheard = 0
    for cut in range(1, 9):
        server.wait(lambda: heard() >= cut * CLIENTS * EACH // 10, "to do a part of it")
        server.kill()
        assert any(sender.is_alive() for sender in senders), "the power must be cut while programs write"
        time.sleep(0.1)  # what was answered before the cut is heard by now
        while database.value("select count(*) from pg_stat_activity where application_name = 'kontor' and state <> 'idle'") != "0":
            time.sleep(0.01)
        unheard += int(database.value("select count(*) from customers")) - heard()
        server.start()
        if cut > 2 and unheard:
            break
    for sender in senders:
        sender.join(timeout=60)
        assert not sender.is_alive() and not sender.refused, sender.refused
    assert unheard > 0, "some of it must have been done without anybody hearing of it"

    expected = [name for sender in senders for name in sender.done]
    assert len(expected) == CLIENTS * EACH
    counted = collections.Counter(name for [name] in database.ask("select name from customers"))
    assert counted == collections.Counter(expected), "each is there exactly once"
    told = database.ask("select count(*) from events where name = 'crm.customers.created'")
    assert told == [[str(len(expected))]]
    for sender in senders:
        sender.program.hang_up()
        for name, (key, first) in sender.done.items():
            again = sender.send(name, key)
            assert again.bytes == first.bytes and again.status == first.status and again.headers["idempotent-replayed"] == "true"
    assert database.value("select count(*) from customers") == str(len(expected))
