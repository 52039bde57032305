"""What schemathesis does like any good client: it uses each Idempotency-Key for one request. The same one again is given the
first answer, rightly, also when the record it speaks of has been deleted since."""

import re
import uuid

import schemathesis


@schemathesis.hook
def before_call(context, case, **kwargs):
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    key = (case.headers or {}).get("Idempotency-Key")
    if isinstance(key, str) and re.fullmatch("[!-~]{1,255}", key):
        case.headers["Idempotency-Key"] = f"{uuid.uuid4()}{key}"[:max(36, len(key))]
