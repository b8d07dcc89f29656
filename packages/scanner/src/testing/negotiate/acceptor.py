"""A host's WS-Man as far as HTTP goes (MS-WSMV, 2.2.9.1): one login for each connection, channel binding over TLS,
sealed bodies without. Its security is not its own: GSSAPI's, by MIT's Kerberos and gss-ntlmssp (Debian:
python3-gssapi, gss-ntlmssp). Reads what it is to be from a line of standard input, as JSON, and tells on its error
output, a line of JSON each, where it listens and what comes."""

import base64
import contextlib
import hashlib
import json
import os
import re
import socket
import ssl
import struct
import sys
import threading
import traceback
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import gssapi
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from gssapi import raw

PROTOCOL = "application/HTTP-SPNEGO-session-encrypted"
PLAIN = "application/soap+xml;charset=UTF-8"
KERBEROS = "1.2.840.113554.1.2.2"
BOUND = 2048  # GSS_C_CHANNEL_BOUND_FLAG

lock = threading.Lock()


def tell(**event):
    with lock:
        print(json.dumps(event), file=sys.stderr, flush=True)


def end_point(pem):
    """RFC 5929, 4.1."""
    certificate = x509.load_pem_x509_certificate(pem.encode())
    name = certificate.signature_hash_algorithm.name
    hashed = hashlib.new("sha256" if name in ("md5", "sha1") else name, certificate.public_bytes(Encoding.DER))
    return raw.ChannelBindings(application_data=b"tls-server-end-point:" + hashed.digest())


@contextlib.contextmanager
def skewed():
    """The clock of whoever asks is another, says the library. It reads anew at each step what it is told."""
    before = os.environ["KRB5_CONFIG"]
    os.environ["KRB5_CONFIG"] = os.environ["SKEWED_CONFIG"]
    try:
        yield
    finally:
        os.environ["KRB5_CONFIG"] = before


class Login:
    """One login under way: what the client sends goes to the library, whose errors are errors at once."""

    def __init__(self, binding):
        self.binding = binding
        self.context = None
        self.complete = False

    def step(self, token):
        result = raw.accept_sec_context(token, context=self.context, channel_bindings=self.binding)
        self.context = result.context
        self.complete = not result.more_steps
        if self.complete:
            made = gssapi.SecurityContext(base=self.context)
            self.kerberos = str(made.mech.dotted_form) == KERBEROS
            self.bound = int(made.actual_flags) & BOUND != 0
            self.user = str(made.initiator_name).strip("\0")
            self.context = made
        return result.token


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 120
    login = None

    def log_message(self, *_):
        pass

    def tell(self, **event):
        if not self.server.listener.get("quiet"):
            tell(**event)

    def answer(self, status, headers=(), body=b"", kind=PLAIN):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def refuse(self, why, token=None):
        self.tell(event="refused", why=why.replace("\n", " "), port=self.server.server_port)
        self.login = None
        if token:
            said = base64.b64encode(token).decode()
            return self.answer(401, [("WWW-Authenticate", f"Negotiate {said}")])
        self.answer(401, [("WWW-Authenticate", "Negotiate"), ("WWW-Authenticate", "Kerberos")])

    def do_POST(self):
        listener = self.server.listener
        quirk = listener.get("quirk")
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.headers.get("WSMANIDENTIFY") == "unauthenticated":
            return self.answer(200, [], listener["identify"].encode())
        given = re.match(r"(Negotiate|Kerberos) (\S+)$", self.headers.get("Authorization", ""))
        headers = []
        if given:
            self.tell(event="token", token=given[2], port=self.server.server_port)
            if (quirk == "closes" and self.login is not None) or quirk == "breaks":
                self.close_connection = True
                return self.connection.close()
            if self.login is None or self.login.complete:
                self.login = Login(self.server.binding)
            try:
                with skewed() if quirk == "skewed" else contextlib.nullcontext():
                    out = self.login.step(base64.b64decode(given[2]))
            except gssapi.exceptions.GSSError as error:
                return self.refuse(str(error), error.token if quirk == "skewed" else None)
            login = self.login
            # A wrong one is refused by the library.
            if login.complete and self.server.binding and not login.bound:
                return self.refuse("no channel binding")
            if out and not (quirk == "unproved" and login.complete):
                headers = [("WWW-Authenticate", f"{given[1]} {base64.b64encode(out).decode()}")]
            if not login.complete:
                return self.answer(401, headers)
            self.tell(event="login", user=login.user, kerberos=login.kerberos, bound=login.bound)
        if self.login is None or not self.login.complete:
            return self.refuse("no login")
        if not body:
            return self.answer(200, headers)
        sealed = PROTOCOL in self.headers.get("Content-Type", "")
        if sealed:
            data = body.split(b"--Encrypted Boundary")[2].split(b"application/octet-stream\r\n", 1)[1]
            try:
                opened = raw.unwrap(self.login.context, data[4:])
            except gssapi.exceptions.GSSError as error:
                return self.refuse(str(error))
            text, confidential = opened.message.decode(), opened.encrypted
        elif self.server.binding:
            text, confidential = body.decode(), False
        else:
            return self.answer(500, headers, b"unencrypted traffic is disabled")
        self.tell(event="asked", sealed=bool(confidential), text=text)
        for pattern, status, said in listener["answers"]:
            if re.search(pattern, text):
                break
        else:
            status, said = 500, ""
        if not sealed or quirk == "unsealed":
            return self.answer(status, headers, said.encode())
        self.answer(status, headers, *self.seal(said.encode(), quirk))

    def seal(self, text, quirk):
        wrapped = bytearray(raw.wrap(self.login.context, text, confidential=quirk != "signed", qop=None).message)
        if quirk == "replayed":
            wrapped = self.login.first = getattr(self.login, "first", wrapped)
        if quirk == "tampered":
            wrapped[-1] ^= 1
        length = 60 if self.login.kerberos else 16
        head = (
            f"--Encrypted Boundary\r\n\tContent-Type: {PROTOCOL}\r\n"
            f"\tOriginalContent: type={PLAIN};Length={len(text)}\r\n"
            "--Encrypted Boundary\r\n\tContent-Type: application/octet-stream\r\n"
        )
        body = head.encode() + struct.pack("<I", length) + wrapped + b"--Encrypted Boundary--\r\n"
        return body, f'multipart/encrypted;protocol="{PROTOCOL}";boundary="Encrypted Boundary"'


class Server(ThreadingHTTPServer):
    request_queue_size = 512
    daemon_threads = True

    def __init__(self, listener, tls):
        super().__init__(("127.0.0.1", 0), Handler)
        self.listener = listener
        self.tls = None
        self.binding = None
        if listener.get("tls"):
            self.tls = tls
            self.binding = end_point(open(listener["tls"]).read())

    def finish_request(self, request, client_address):
        # In the connection's own thread: a client that is slow with TLS holds up no other.
        if self.tls:
            request = self.tls.wrap_socket(request, server_side=True)
        request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            super().finish_request(request, client_address)
        finally:
            request.close()

    def handle_error(self, *_):
        tell(event="failed", why=traceback.format_exc())


def serve(listener):
    tls = None
    if listener.get("tls"):
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(listener["tls"])
    server = Server(listener, tls)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_port


tell(event="listening", ports=[serve(listener) for listener in json.loads(sys.stdin.readline())])
# Whoever wants to know all that came so far says so, and reads until it is told back.
for _ in sys.stdin:
    tell(event="mark")
