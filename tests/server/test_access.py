"""Who may call the API: web tokens signed with a shared secret or a key pair, and their roles."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.utils import base64url_encode

from causerie.errors import ComponentError
from causerie.server.access import Access
from causerie.server.app import Options

PROJECT = """
policies: [{name: RulePolicy}]
intents: [hello]
responses: {utter_hello: [{text: Hello.}]}
rules: [{rule: hello, steps: [{intent: hello}, {action: utter_hello}]}]
"""
SECRET = "a secret that is longer than thirty-two bytes"


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def claims(role: str, name: str = "ann") -> dict[str, Any]:
    return {"user": {"username": name, "role": role}}


@pytest.fixture(scope="module")
def key_pair() -> tuple[str, str]:
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return pem.decode(), public.decode()


async def test_users_reach_their_own_conversation_and_admins_everything(client: Callable[..., Any]) -> None:
    http = await client(PROJECT, None, Options(True, Access(jwt_secret=SECRET)))
    user = bearer(jwt.encode(claims("user", "ann b"), SECRET))
    admin = bearer(jwt.encode(claims("admin"), SECRET))
    assert (await http.get("/conversations/ann%20b/tracker", headers=user)).status_code == 200
    assert (await http.get("/conversations/bob/tracker", headers=user)).status_code == 403
    assert (await http.get("/status", headers=user)).status_code == 403
    assert (await http.get("/status", headers=admin)).status_code == 200
    assert (await http.get("/conversations/bob/tracker", headers=admin)).status_code == 200


async def test_tokens_signed_with_a_private_key(
    client: Callable[..., Any], key_pair: tuple[str, str]
) -> None:
    private, public = key_pair
    http = await client(PROJECT, None, Options(True, Access(jwt_secret=public, jwt_method="RS256")))
    good = jwt.encode(claims("admin"), private, "RS256")
    assert (await http.get("/status", headers=bearer(good))).status_code == 200


async def test_a_public_key_is_no_shared_secret(
    client: Callable[..., Any], key_pair: tuple[str, str]
) -> None:
    _, public = key_pair
    http = await client(PROJECT, None, Options(True, Access(jwt_secret=public, jwt_method="RS256")))
    texts = (b'{"alg":"HS256","typ":"JWT"}', b'{"user":{"role":"admin"}}', b'{"alg":"none"}')
    header, body, none = (base64url_encode(part).decode() for part in texts)
    mac = hmac.new(public.encode(), f"{header}.{body}".encode(), hashlib.sha256).digest()
    forged = f"{header}.{body}.{base64url_encode(mac).decode()}"
    unsigned = f"{none}.{body}."
    for token in (forged, unsigned):
        assert (await http.get("/status", headers=bearer(token))).status_code == 401


@pytest.mark.parametrize(("secret", "method"), [("x", "none"), ("x", "ROT13"), ("no such file", "RS256")])
async def test_keys_that_can_not_work_are_told_at_the_start(
    client: Callable[..., Any], secret: str, method: str
) -> None:
    with pytest.raises(ComponentError):
        await client(PROJECT, None, Options(True, Access(jwt_secret=secret, jwt_method=method)))


async def test_users_reach_their_own_instructions_only(client: Callable[..., Any]) -> None:
    http = await client(
        PROJECT + "open_turns: {history_tokens: 100}\n", None, Options(True, Access(jwt_secret=SECRET))
    )
    user = bearer(jwt.encode(claims("user"), SECRET, "HS256"))
    assert (await http.get("/users/ann/instructions", headers=user)).status_code == 200
    assert (await http.get("/users/bob/instructions", headers=user)).status_code == 403
    assert (await http.delete("/users/bob/instructions", headers=user)).status_code == 403
