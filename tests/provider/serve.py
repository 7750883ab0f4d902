"""An identity provider of its own: django-allauth's OpenID Connect server, lying about some of its users.

Run as a program: `serve.py PORT FOLDER REDIRECT_URI...`. Says `ready` when it answers. The name of a user
tells what is wrong with the answer about the user; every other user is told of as is right.
"""

import base64
import json
import os
import sys
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

CLIENT, SECRET, PASSWORD = "nippu", "yhteinen-salaisuus", "tunnus-lokki-7"
FALSE = {
    "wrong-audience": {"aud": "another"},
    "two-audiences": {"aud": ["another", "a third"], "azp": "nippu"},
    "wrong-issuer": {"iss": "https://elsewhere.example"},
    "wrong-nonce": {"nonce": "another"},
    "no-nonce": {"nonce": None},
    "expired": {"exp": 1_700_000_000, "iat": 1_699_999_000},
    "no-end": {"exp": None},
}
TAMPERED = ("wrong-signature", "unsigned", "changed", "no-token", "signed-with-the-secret")
USERS = ("eero", "veera", "unknown", "120493-9088", *FALSE, *TAMPERED)


def fill(redirect_uris: list[str]) -> None:
    """Tables, users and the client."""
    from allauth.idp.oidc.models import Client
    from django.contrib.auth.models import User
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    for name in USERS:
        User.objects.create_user(name, password=PASSWORD)
    client = Client(id=CLIENT, name="Nippu", skip_consent=True, scopes="openid\nprofile")
    client.set_secret(SECRET)
    client.set_redirect_uris(redirect_uris)
    client.save()


def tampering(application):
    """The application, with the signed answers about some users changed on their way."""

    def changed(environ, start_response):
        told = []
        body = b"".join(application(environ, lambda *more: told.append(more)))
        if environ["PATH_INFO"].endswith("/token"):
            body = tampered(body)
        status, headers = told[0][:2]
        headers = [(name, value) for name, value in headers if name.lower() != "content-length"]
        start_response(status, [*headers, ("Content-Length", str(len(body)))])
        return [body]

    return changed


def tampered(body: bytes) -> bytes:
    answer = json.loads(body)
    if "id_token" not in answer:
        return body
    head, told, signature = answer["id_token"].split(".")
    user = json.loads(base64.urlsafe_b64decode(told + "=="))["sub"]
    if user == "no-token":
        del answer["id_token"]
    elif user == "wrong-signature":
        answer["id_token"] = f"{head}.{told}.{'AAAA' + signature[4:]}"
    elif user == "unsigned":
        answer["id_token"] = f"{_encoded({'alg': 'none'})}.{told}."
    elif user == "changed":
        changed = json.loads(base64.urlsafe_b64decode(told + "==")) | {"sub": "eero"}
        answer["id_token"] = f"{head}.{_encoded(changed)}.{signature}"
    elif user == "signed-with-the-secret":
        import jwt

        claims = json.loads(base64.urlsafe_b64decode(told + "=="))
        key = (SECRET * 3).encode()
        kid = json.loads(base64.urlsafe_b64decode(head + "=="))["kid"]
        answer["id_token"] = jwt.encode(claims, key, algorithm="HS256", headers={"kid": kid})
    return json.dumps(answer).encode()


def _encoded(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


class Server(ThreadingMixIn, WSGIServer):
    """Answers several at once: a browser keeps connections open."""

    daemon_threads = True


class Quiet(WSGIRequestHandler):
    """Says nothing of each request."""

    def log_message(self, *_: object) -> None:
        pass


def main(port: str, folder: str, *redirect_uris: str) -> None:
    """Answer until killed."""
    os.environ |= {"DJANGO_SETTINGS_MODULE": "provider_settings", "PROVIDER_FOLDER": folder}
    import django

    django.setup()
    fill(list(redirect_uris))
    from django.core.wsgi import get_wsgi_application

    application = tampering(get_wsgi_application())
    with make_server("127.0.0.1", int(port), application, Server, Quiet) as server:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
