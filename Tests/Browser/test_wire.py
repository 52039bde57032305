"""What goes over the wire around the pages."""

import gzip
import re
import socket
import time

import pytest

from crm import PATH, Customers
from kontor import Server
from office import Owner
from visitor import Visitor, added, registered, routes
from words import Words


@pytest.fixture(scope="module")
def member(server):
    return registered(server.url, Owner())


def pages(server):
    """Every page that asks for nothing."""
    return [route.path for route in routes(server) if route.portal != "admin" and route.method == "GET" and "{" not in route.path]


def test_every_page_forbids_what_it_does_not_need(server, member):
    for path in pages(server):
        answer = member.get(path)
        if answer.status == 303 or not answer.headers["content-type"].startswith("text/html"):
            continue
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy, path
        assert answer.headers["x-content-type-options"] == "nosniff", path
        assert answer.headers["referrer-policy"] in ("same-origin", "no-referrer"), path
        assert "public" not in answer.headers["cache-control"], path
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:", answer.text), f"{path} needs inline code"


def test_what_a_member_keeps_is_never_kept_by_a_cache_between(member):
    for path in [f"{PATH}/export", f"{PATH}/picker?q="]:
        assert "private" in (member.get(path).headers["cache-control"] or ""), path


def test_the_cookie_of_a_session_is_out_of_reach_of_scripts_and_other_sites(server):
    owner = Owner()
    cookie = registered_cookie(server.url, owner)
    assert re.fullmatch(r"kontor_session=[\w-]{32,}; Path=/; Max-Age=\d+; HttpOnly; SameSite=Lax", cookie)


def test_over_tls_cookies_are_bound_to_the_host_and_browsers_to_tls(place, tmp_path):
    secure = Server(tmp_path, **place, KONTOR_SECURE="true").start()
    try:
        cookie = registered_cookie(secure.url, Owner())
        assert re.fullmatch(r"__Host-kontor_session=[\w-]+; Path=/; Max-Age=\d+; HttpOnly; SameSite=Lax; Secure", cookie)
        assert "max-age=" in Visitor(secure.url).get("/").headers["strict-transport-security"]
    finally:
        assert secure.stop() == 0


def registered_cookie(url, owner):
    answer = Visitor(url).post("/sign-up", {
        "business_name": owner.business, "name": owner.name, "email": owner.email, "password": owner.password, "currency": "EUR"})
    return answer.cookies()[0]


@pytest.mark.parametrize("headers", [
    {"Sec_Fetch_Site": "cross-site"}, {"Sec_Fetch_Site": "same-site"}, {"Origin": "https://elsewhere.example"}, {"Origin": "null"},
    {"Sec_Fetch_Site": "cross-site", "Origin": "{own}"}], ids=str)
def test_a_form_sent_from_another_site_is_refused_by_every_route(headers, server, member):
    headers = {name: value.replace("{own}", server.url) for name, value in headers.items()}
    customer = added(member, PATH, name="Nora", segment="lead")
    for route in routes(server):
        if route.method == "POST" and route.portal != "admin":
            assert member.ask("POST", route.filled(customer), "name=x", **headers).status == 403, route
    assert "Nora" in member.get(f"{PATH}/{customer}").text


def test_a_form_of_the_portal_itself_is_taken(server, member):
    for headers in [{"Sec_Fetch_Site": "same-origin"}, {"Origin": server.url}, {}]:
        assert member.post(PATH, {"name": "Nora", "segment": "lead"}, **headers).status == 303


def test_guessing_a_password_gets_slower_and_says_so(server):
    owner = Owner()
    registered(server.url, owner)
    guesser = Visitor(server.url, Accept_Language="ar", X_Forwarded_For="203.0.113.7")
    statuses = [guesser.post("/sign-in", {"email": owner.email, "password": f"guess {number}"}).status for number in range(5)]
    assert set(statuses) == {422} or set(statuses) == {401}
    answer = guesser.post("/sign-in", {"email": owner.email, "password": owner.password})
    assert answer.status == 429 and "محاولات كثيرة" in answer.text
    elsewhere = Visitor(server.url, X_Forwarded_For="203.0.113.9")
    assert elsewhere.post("/sign-in", {"email": owner.email.upper(), "password": owner.password}).status == 429, "from wherever"
    colleague = Visitor(server.url, X_Forwarded_For="203.0.113.7")
    assert colleague.post("/sign-in", {"email": Owner().email, "password": "guess"}).status in (401, 422), "an office shares an address"


def test_signing_in_does_not_tell_whether_an_account_exists(server):
    owner = Owner()
    registered(server.url, owner)
    answers = [Visitor(server.url, X_Forwarded_For="203.0.113.8").post("/sign-in", {"email": email, "password": "guess"})
               for email in [owner.email, f"nobody.{owner.email}"]]
    assert answers[0].status == answers[1].status
    assert answers[0].text.replace(owner.email, "") == answers[1].text.replace(f"nobody.{owner.email}", "")


def test_a_form_too_large_is_refused_with_a_page(member):
    answer = member.post(PATH, {"name": "Nora", "notes": "x" * 1_100_000})
    assert answer.status == 413 and Words("en")("platform.errors.title") in answer.text
    assert member.get("/home").status == 200


@pytest.mark.parametrize("rest", [b"nonsense\r\n", b"5\r\nna"], ids=["malformed", "broken off"])
@pytest.mark.parametrize("path", ["/sign-in", f"{PATH}/import"])
def test_a_body_that_arrives_broken_is_no_error_of_the_server(path, rest, server, member):
    kind = "multipart/form-data; boundary=x" if path.endswith("import") else "application/x-www-form-urlencoded"
    cookie = "; ".join(f"{name}={value}" for name, value in member.cookies.items())
    host, port = member.host.split(":")
    with socket.create_connection((host, int(port)), timeout=10) as wire:
        wire.sendall(f"POST {path} HTTP/1.1\r\nHost: {member.host}\r\nCookie: {cookie}\r\nContent-Type: {kind}\r\n"
                     "Transfer-Encoding: chunked\r\n\r\n5\r\nname=\r\n".encode() + rest)
        if rest.startswith(b"nonsense"):
            assert wire.recv(12) == b"HTTP/1.1 400"
    assert member.get("/home").status == 200
    time.sleep(0.2)
    assert "HTTPParserError" not in server.said() and "IOError" not in server.said()


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_an_unknown_page_says_so_in_the_reader_s_language(language, server, member):
    for visitor in [Visitor(server.url), member]:
        for path in ["/nowhere", "/crm/customers/nowhere", "/crm/customers/00000000-0000-7000-8000-000000000000", "/static/none.css"]:
            visitor.cookies["kontor_language"] = language
            answer = visitor.get(path, Accept_Language=language)
            if answer.status == 303:
                continue  # nobody is told what is there before signing in
            assert answer.status == 404, path
            if visitor is not member:
                assert Words(language)("platform.errors.not_found_title") in answer.text, path


def test_head_answers_like_get_without_the_page(server, member):
    for path in ["/", "/sign-in", "/home", PATH, "/health/live"]:
        got, headed = member.get(path), member.ask("HEAD", path)
        assert (headed.status, headed.bytes) == (got.status, b""), path
        assert headed.headers["content-type"] == got.headers["content-type"], path


def test_pages_are_packed_for_those_who_can_unpack(member):
    plain, packed = member.get(PATH), member.get(PATH, Accept_Encoding="br, gzip")
    assert plain.headers["content-encoding"] is None and packed.headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["vary"] and "Accept-Encoding" in plain.headers["vary"]
    assert gzip.decompress(packed.bytes).startswith(b"<!doctype html>") and len(packed.bytes) < len(plain.bytes) / 3
    assert member.get(PATH, Accept_Encoding="gzip;q=0").headers["content-encoding"] is None


def test_static_files_are_kept_for_ever_under_the_name_of_their_content(server):
    visitor = Visitor(server.url)
    files = set(re.findall(r'"(/static/[^"#]+)', visitor.get("/").text))
    assert len(files) > 20
    for file in files:
        answer = visitor.get(file, Accept_Encoding="gzip")
        assert answer.status == 200 and "immutable" in answer.headers["cache-control"], file
        assert answer.headers["x-content-type-options"] == "nosniff", file
        assert visitor.get(re.sub(r"\.\w{16}\.", ".0000000000000000.", file)).status == 404, file


@pytest.mark.parametrize("path", ["/static/../Package.swift", "/static/%2e%2e/Package.swift", "/static/css/../../README.0000000000000000.md"])
def test_no_file_outside_static_is_served(server, path):
    assert Visitor(server.url).get(path).status in (400, 404)


@pytest.mark.parametrize("next", ["//elsewhere.example", "https://elsewhere.example", "/\\elsewhere.example", "/\t/elsewhere.example"])
def test_signing_in_leads_nowhere_else(server, next):
    owner = Owner()
    registered(server.url, owner)
    answer = Visitor(server.url).post("/sign-in", {"email": owner.email, "password": owner.password, "next": next})
    assert answer.headers["location"] == "/home"


@pytest.mark.parametrize("body", ["name=%00", "name=x&segment=%F0%9F%92%A9", "name=" + "n" * 201, "&&==&name", "\udcff"])
def test_a_form_that_makes_no_sense_is_refused_and_not_a_mistake_of_ours(member, body):
    answer = member.ask("POST", PATH, body.encode("utf-8", "surrogateescape"), Content_Type="application/x-www-form-urlencoded")
    assert answer.status in (400, 422), answer.status


@pytest.mark.parametrize("query", ["q=%00", "q=%25_%5C", "sort=nothing", "after=nothing", "segment=none", "company=none", "q=" + "n" * 5000, "sort=-name&after=01890000-0000-7000-8000-000000000000"])
def test_a_list_answers_whatever_its_address_says(member, query):
    assert member.get(f"{PATH}?{query}").status == 200


def test_the_server_says_whether_it_lives_and_is_ready(server):
    assert Visitor(server.url).get("/health/live").status == 200
    assert Visitor(server.admin_url).get("/health/ready").status == 200
