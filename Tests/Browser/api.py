"""A program that uses a business through the API."""

import json

from visitor import Visitor

ROOT = "/api/v1"
CUSTOMERS = f"{ROOT}/crm/customers"


class Program(Visitor):
    """Signed in with a token of its own, which it sends with every request."""

    def __init__(self, url, pair):
        super().__init__(url)
        self.bear(pair)

    def bear(self, pair):
        self.pair = pair
        self.headers["Authorization"] = f"Bearer {pair['access_token']}"

    def send(self, method, path, value, **headers):
        return self.ask(method, path, json.dumps(value), Content_Type="application/json", **headers)

    def all(self, path):
        """The records of all pages of a list."""
        records, after = [], ""
        while after is not None:
            answer = self.get(f"{path}?limit=200{after and f'&after={after}'}")
            assert answer.status == 200, answer.text
            page = json.loads(answer.text)
            records, after = records + page["data"], page["next"]
        return records


def token(url, owner):
    """Signs the owner in as a program does. Returns the pair of tokens."""
    visitor = Visitor(url)
    answer = visitor.ask(
        "POST", f"{ROOT}/auth/token", json.dumps({"email": owner.email, "password": owner.password}), Content_Type="application/json")
    assert answer.status == 200, answer.text
    return json.loads(answer.text)


def program(url, owner):
    return Program(url, token(url, owner))
