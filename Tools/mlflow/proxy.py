"""A proxy on loopback that loses every third request on average: before it has reached the server, or the answer to it.

proxy.py PORT TARGET_PORT SEED
"""
import http.client
import random
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

port, target, seed = (int(text) for text in sys.argv[1:4])
dice = random.Random(seed)


class Proxy(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def pass_on(self):
        fate = dice.random()
        length = int(self.headers.get("Content-Length") or 0)
        chunked = "chunked" in (self.headers.get("Transfer-Encoding") or "")
        body = self.chunks() if chunked else self.rfile.read(length)
        if fate < 1 / 9:
            self.close_connection = True
            return
        if fate < 2 / 9:
            self.answer(503, {}, b"lost by the proxy")
            return
        connection = http.client.HTTPConnection("127.0.0.1", target, timeout=30)
        headers = {key: value for key, value in self.headers.items()
                   if key.lower() not in ("transfer-encoding", "content-length", "connection", "host")}
        headers["Host"] = f"127.0.0.1:{target}"
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

    do_GET = do_POST = do_PUT = do_PATCH = pass_on

    def log_message(self, *_):
        pass


ThreadingHTTPServer(("127.0.0.1", port), Proxy).serve_forever()
