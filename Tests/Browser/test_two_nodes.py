"""What is taken away on one node is gone on the other within a second: by PostgreSQL's word alone, and with a Redis."""

import contextlib
import subprocess
import threading
import time

import pytest

from api import CUSTOMERS
from deaf import Deaf
from kontor import HOUSE, PROGRAM, Server
from redis_server import RedisServer
from two_nodes import refused, running
from visitor import signed_in

HOME, LIST = "/home", "/crm/customers"
ways_in = pytest.mark.parametrize("way, path, wanted", [("session", HOME, 303), ("token", CUSTOMERS, 401)], ids=["session", "token"])
doors = pytest.mark.parametrize("way, path", [("session", LIST), ("token", CUSTOMERS)], ids=["session", "token"])


@pytest.fixture(scope="module")
def redis(tmp_path_factory):
    server = RedisServer(tmp_path_factory.mktemp("redis")).start()
    yield server
    server.stop()


@pytest.fixture(scope="module", params=["by_postgresql_alone", "with_redis", "with_redis_and_a_deaf_node"])
def nodes(request, redis, tmp_path_factory):
    settings = {} if request.param == "by_postgresql_alone" else {"KONTOR_REDIS_URL": redis.url}
    deaf = []

    def deafened(database):
        deaf.append(Deaf(database).start())
        return deaf[0].database

    if request.param == "with_redis_and_a_deaf_node":
        with running(tmp_path_factory, deafened, **settings) as nodes:
            yield nodes
            assert deaf[0].heard > 0, "the node must have been kept from hearing something"
        deaf[0].stop()
    else:
        with running(tmp_path_factory, **settings) as nodes:
            yield nodes


def test_a_revoked_key_opens_nothing_any_more(nodes):
    business = nodes.business()
    program, id = business.key()
    refused(401, program, CUSTOMERS, lambda: business.settles(f"/settings/keys/{id}/revoke"))


def test_who_signs_out_elsewhere_is_out_there(nodes):
    business = nodes.business()
    session, here = business.session(), signed_in(nodes.a.url, business.person)

    def end():
        assert here.post("/profile/sessions/others/end").status == 303

    refused(303, session, HOME, end)
    assert here.get(HOME).status == 200


@ways_in
def test_a_deactivated_person_is_out(way, path, wanted, nodes):
    business = nodes.business()
    refused(wanted, getattr(business, way)(), path, lambda: nodes.operates(f"/people/{business.user}/deactivate"))


@ways_in
def test_a_removed_member_is_out(way, path, wanted, nodes):
    business = nodes.business()
    refused(wanted, getattr(business, way)(), path, lambda: business.settles(f"/members/{business.seat}/remove"))


def test_another_role_allows_less(nodes):
    business = nodes.business()
    refused(403, business.session(), f"{LIST}/new", lambda: business.settles(f"/members/{business.seat}", role="viewer"))


@doors
def test_a_module_that_is_switched_off_is_gone(way, path, nodes):
    business = nodes.business()
    refused(403, getattr(business, way)(), path, lambda: business.settles("/settings/modules/crm/off"))


@doors
def test_a_feature_that_is_taken_away_is_gone(way, path, nodes):
    business = nodes.business()
    refused(403, getattr(business, way)(), path, lambda: nodes.operates(
        f"/businesses/{business.id}/plan/feature", feature__feature="crm", feature__state="off", feature__reason="not paid for"))


@doors
def test_a_suspended_business_may_not_work(way, path, nodes):
    business = nodes.business()
    refused(403, getattr(business, way)(), path, lambda: nodes.operates(f"/businesses/{business.id}/suspend", reason="unpaid"))


def test_a_node_whose_connections_are_cut_again_and_again_hears_it_all_the_same(redis, tmp_path_factory):
    with running(tmp_path_factory, KONTOR_REDIS_URL=redis.url) as nodes, cutting(nodes.database) as cuts:
        for _ in range(5):
            business = nodes.business()
            refused(403, business.session(), HOME, lambda: nodes.operates(f"/businesses/{business.id}/suspend", reason="unpaid"))
        assert len(cuts) > 5


def test_nodes_with_a_redis_grant_a_limit_once_and_go_on_without_it(tmp_path_factory):
    redis = RedisServer(tmp_path_factory.mktemp("redis")).start()
    with running(tmp_path_factory, KONTOR_REDIS_URL=redis.url, KONTOR_API_RATE="20") as nodes:
        program, _ = nodes.business().key()
        time.sleep(max(0, time.time() % 60 - 40) and 61 - time.time() % 60)  # all within one minute
        answers = [program[number % 2].get(CUSTOMERS) for number in range(24)]
        assert [answer.status for answer in answers] == [200] * 20 + [429] * 4
        assert [answer.headers["x-ratelimit-remaining"] for answer in answers] == [str(max(0, 19 - number)) for number in range(24)]

        redis.stop()
        business = nodes.business()
        refused(403, business.session(), LIST, lambda: business.settles("/settings/modules/crm/off"))
        alone, _ = nodes.business().key()
        assert [one.get(CUSTOMERS).headers["x-ratelimit-remaining"] for one in alone] == ["19", "19"], "each counts its own"
        redis.start()
        for node in nodes.both:
            node.wait(lambda: "Redis is back" in node.said(), "to find Redis again")
            assert node.log.read_text().count("Redis is away") == node.log.read_text().count("Redis is back") == 1, node.said()
        together, _ = nodes.business().key()
        assert [one.get(CUSTOMERS).headers["x-ratelimit-remaining"] for one in together] == ["19", "18"]


def test_an_address_of_a_redis_that_cannot_be_meant_is_refused_at_the_start(tmp_path):
    server = Server(tmp_path, home=HOUSE, KONTOR_REDIS_URL="rediss://cache.example")
    done = subprocess.run([PROGRAM, "serve"], env=server.environment, capture_output=True, text=True, timeout=30)
    assert done.returncode != 0 and "KONTOR_REDIS_URL is not right: " in done.stderr and "without TLS" in done.stderr


@contextlib.contextmanager
def cutting(database):
    """Ends all connections that listen, ten times a second."""
    cuts, is_over = [], threading.Event()

    def cut():
        while not is_over.wait(0.1):
            cuts.extend(database.ask("""
                select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query ilike 'listen%'"""))

    thread = threading.Thread(target=cut)
    thread.start()
    yield cuts
    is_over.set()
    thread.join()
