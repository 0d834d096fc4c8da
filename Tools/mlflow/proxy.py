"""A proxy on loopback before a server that is fine: one that loses requests, lets nobody in, refuses some requests, or
speaks TLS.

proxy.py PORT TARGET_PORT [--loses SEED] [--answers STATUS] [--refuses STATUS:TEXT]... [--while FILE] [--certificate FILE]
With --loses, every third request on average is lost, before it has reached the server or the answer to it. With --answers,
nothing else is ever answered. With --refuses, requests with the text in path or body are answered with the status, or
never if it is 0, as long as FILE exists. The certificate's FILE also has its key, for localhost.
"""
import argparse
import http.client
import os
import random
import ssl
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

parser = argparse.ArgumentParser()
parser.add_argument("port", type=int)
parser.add_argument("target", type=int)
parser.add_argument("--loses", type=int)
parser.add_argument("--answers", type=int)
parser.add_argument("--refuses", action="append", default=[])
parser.add_argument("--while", dest="condition")
parser.add_argument("--certificate")
options = parser.parse_args()
dice = random.Random(options.loses)
refusals = [refusal.split(":", 1) for refusal in options.refuses]


class Proxy(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def pass_on(self):
        fate = dice.random() if options.loses is not None else 1
        length = int(self.headers.get("Content-Length") or 0)
        chunked = "chunked" in (self.headers.get("Transfer-Encoding") or "")
        body = self.chunks() if chunked else self.rfile.read(length)
        if options.answers:
            self.answer(options.answers, {}, b"not for you")
            return
        for status, text in refusals:
            if self.condition() and self.command != "GET" and (text.encode() in body or text in self.path):
                if status == "0":
                    time.sleep(60)
                    self.close_connection = True
                else:
                    self.answer(int(status), {"Content-Type": "text/html"}, b"<html>refused by a proxy</html>")
                return
        if fate < 1 / 9:
            self.close_connection = True
            return
        if fate < 2 / 9:
            self.answer(503, {}, b"lost by the proxy")
            return
        connection = http.client.HTTPConnection("127.0.0.1", options.target, timeout=30)
        headers = {key: value for key, value in self.headers.items()
                   if key.lower() not in ("transfer-encoding", "content-length", "connection", "host")}
        headers["Host"] = f"127.0.0.1:{options.target}"
        try:
            connection.request(self.command, self.path, body, headers)
            response = connection.getresponse()
            content = response.read()
        except OSError:
            self.answer(502, {}, b"no server behind the proxy")
            return
        if fate < 3 / 9:
            self.close_connection = True
            return
        self.answer(response.status, {"Content-Type": response.headers.get("Content-Type", "")},
                    content)

    def condition(self):
        return options.condition is None or os.path.exists(options.condition)

    def chunks(self):
        body = b""
        while size := int(self.rfile.readline().split(b";")[0], 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def answer(self, status, headers, content):
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = pass_on

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", options.port), Proxy)
if options.certificate:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(options.certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
server.serve_forever()
