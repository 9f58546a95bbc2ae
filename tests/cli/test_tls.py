"""The reachable home: `serve` with a certificate of its own, and behind a proxy whose word is believed or is not."""

from __future__ import annotations

import datetime as dt
import http.client
import json
import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.cli.homes import Home, free_port
from tests.cli.test_serve import serving

REPORT = "/sao-480904/tell/"


def a_certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for localhost that nobody but this test trusts, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    certificate, secret = folder / "chain.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return certificate, secret


@dataclass
class Browser:
    """Trusts one certificate, keeps cookies, follows nothing."""

    port: int
    trusts: Path
    cookies: SimpleCookie = field(default_factory=SimpleCookie)

    def ask(
        self, method: str, path: str, sent: Mapping[str, str] | None = None, **headers: str
    ) -> tuple[int, http.client.HTTPMessage, str]:
        context = ssl.create_default_context(cafile=str(self.trusts))
        line = http.client.HTTPSConnection("localhost", self.port, timeout=20, context=context)
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        told["Cookie"] = "; ".join(f"{name}={morsel.value}" for name, morsel in self.cookies.items())
        if sent is not None:
            told["Content-Type"] = "application/x-www-form-urlencoded"
        line.request(method, path, urlencode(sent) if sent is not None else None, told)
        answer = line.getresponse()
        body = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            self.cookies.load(cookie)
        line.close()
        return answer.status, answer.headers, body


def test_its_own_certificate(home: Home, tmp_path: Path) -> None:
    certificate, key = a_certificate(tmp_path)
    port = free_port()
    told = {
        "RUAMMUE_PUBLIC_URL": f"https://localhost:{port}",
        "RUAMMUE_TLS_CERT": str(certificate),
        "RUAMMUE_TLS_KEY": str(key),
    }
    with serving(replace(home, settings=told), port) as served:
        served.until_open()
        browser = Browser(port, certificate)
        status, headers, page = browser.ask("GET", "/")
        assert status == 200
        assert headers["Strict-Transport-Security"] == "max-age=31536000"
        assert f"https://localhost:{port}/" in "".join(served.said)
        # A stranger's words about the way he came are not believed: no redirect, and the page stays secure.
        status, headers, page = browser.ask("GET", REPORT, X_Forwarded_Proto="http", X_Forwarded_Host="evil.example")
        assert (status, "Strict-Transport-Security" in headers, "evil.example" in page) == (200, True, False)
        cookie = browser.cookies["__Host-ruammue-csrf"]
        assert (cookie["secure"], cookie["httponly"], cookie["path"], cookie["domain"]) == (True, True, "/", "")
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert token
        form = {"csrfmiddlewaretoken": token.group(1), "text": ""}
        ours, theirs = f"https://localhost:{port}", "https://evil.example"
        assert browser.ask("POST", REPORT, form, Origin=ours)[0] == 200, "the form was read, and shown again"
        assert browser.ask("POST", REPORT, form, Referer=ours + REPORT)[0] == 200
        assert browser.ask("POST", REPORT, form, Origin=theirs)[0] == 403
        assert browser.ask("POST", REPORT, form, Origin=f"http://localhost:{port}")[0] == 403
        assert browser.ask("POST", REPORT, form)[0] == 403, "over TLS a form says where it comes from"
        assert browser.ask("POST", REPORT, {"text": "x"}, Origin=ours)[0] == 403
        assert browser.ask("GET", "/", Host="evil.example")[0] == 400
        plain = http.client.HTTPConnection("localhost", port, timeout=20)
        plain.request("GET", "/")
        with pytest.raises((http.client.HTTPException, OSError)):
            plain.getresponse()


ASK = """
import json, sys
from django.conf import settings
from django.test import Client, RequestFactory
from allauth.core.internal.httpkit import get_client_ip
from ruammue.needs.throttle import _address

# `/language/` answers a GET with 405 and needs no collected style files.
def told(path, **headers):
    answer = Client(SERVER_NAME='ruammue.example', REMOTE_ADDR='10.0.0.1').get(path, headers=headers)
    return [answer.status_code, answer.headers.get('Location', ''), 'Strict-Transport-Security' in answer.headers]

asked = RequestFactory(REMOTE_ADDR='10.0.0.1').get('/', headers={'X-Forwarded-For': '1.1.1.1, 2.2.2.2'})
bare = RequestFactory(REMOTE_ADDR='10.0.0.1').get('/')
print(json.dumps({
    'https': told('/language/', **{'X-Forwarded-Proto': 'https'}),
    'http': told('/language/', **{'X-Forwarded-Proto': 'http'}),
    'plain': told('/language/'),
    'alive': told('/alive/'),
    'address': [_address(asked), get_client_ip(asked), _address(bare), get_client_ip(bare)],
    'secure': [settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE],
}))
"""


@pytest.mark.parametrize(
    ("believes", "expected"),
    [
        (
            True,
            {
                "https": [405, "", True],
                "http": [301, "https://ruammue.example/language/", False],
                "plain": [301, "https://ruammue.example/language/", False],
                "alive": [200, "", False],
                "address": ["2.2.2.2", "2.2.2.2", "10.0.0.1", "10.0.0.1"],
                "secure": [True, True],
            },
        ),
        (
            False,
            {
                "https": [405, "", False],
                "http": [405, "", False],
                "plain": [405, "", False],
                "alive": [200, "", False],
                "address": ["10.0.0.1"] * 4,
                "secure": [True, True],
            },
        ),
    ],
)
def test_a_proxy_is_believed_only_when_the_settings_say_so(
    home: Home, believes: bool, expected: dict[str, object]
) -> None:
    told = {"RUAMMUE_PUBLIC_URL": "https://ruammue.example", "RUAMMUE_BEHIND_PROXY": str(believes).lower()}
    said = replace(home, settings=told).python(ASK)
    assert json.loads(said.splitlines()[-1]) == expected
