"""The API does what its description says: schemathesis asks all of it, with what is allowed and what is not."""

import json
import os
import pathlib
import subprocess
import sys

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from api import token
from kontor import Server
from office import Owner
from visitor import Visitor, registered

# Enough to ask every operation with each of the mistakes schemathesis knows; more are found with more time.
EXAMPLES = os.environ.get("KONTOR_SCHEMA_EXAMPLES", "12")
SECONDS = int(os.environ.get("KONTOR_SCHEMA_SECONDS", "0"))
CONFIGURATION = pathlib.Path(__file__).with_name("schemathesis.toml")
SEED = os.environ.get("KONTOR_SCHEMA_SEED", "20250613")


@pytest.fixture(scope="module")
def patient(place, server, tmp_path_factory):
    """A server on the same database that lets a program ask as often as it likes."""
    patient = Server(tmp_path_factory.mktemp("patient"), **place, KONTOR_TRUST_PROXY="true", KONTOR_API_RATE="1000000").start()
    yield patient
    patient.stop()


def test_the_description_is_valid_openapi_3_1(server):
    answer = Visitor(server.url).get("/openapi.json")
    assert answer.status == 200 and answer.headers["content-type"] == "application/json"
    described = json.loads(answer.text)
    assert described["openapi"].startswith("3.1.")
    OpenAPIV31SpecValidator(described).validate()


def test_every_operation_answers_as_described(patient, tmp_path):
    owner = Owner()
    registered(patient.url, owner)
    done = subprocess.run(
        [pathlib.Path(sys.executable).with_name("schemathesis"), "--config-file", CONFIGURATION, "run", f"{patient.url}/openapi.json",
         "--header", f"Authorization: Bearer {token(patient.url, owner)['access_token']}",
         "--phases", "examples,coverage,fuzzing,stateful", "--checks", "all", "--max-examples", EXAMPLES, "--seed", SEED,
         *(["--max-time", str(SECONDS)] if SECONDS else []),
         "--generation-database", "none", "--workers", "1", "--request-timeout", "20", "--no-color", "--continue-on-failure"],
        env={**os.environ, "SCHEMATHESIS_HOOKS": "fresh_keys", "PYTHONPATH": str(CONFIGURATION.parent)},
        cwd=tmp_path, capture_output=True, text=True, timeout=SECONDS + 240)
    assert done.returncode == 0, f"{done.stdout[-20_000:]}\n{done.stderr[-2_000:]}"
