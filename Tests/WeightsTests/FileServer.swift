import Foundation

/// A small HTTP server on a free port of this machine, which serves one file at every path but
/// `/missing/...`.
///
/// `@unchecked Sendable`: `log` and `behaviour` are only touched under `mutex`; the rest is
/// constant.
final class FileServer: @unchecked Sendable {
    /// The behaviour of the server.
    struct Behaviour {
        /// The number of bytes of the body after which the server closes the connection; nil: all.
        var closesAfter: Int?
        var supportsRanges = true
    }

    private let mutex = NSLock()
    private let listener: Int32
    private let body: [UInt8]
    private var behaviour: Behaviour
    private var log: [String] = []
    let port: Int

    var address: String { "http://127.0.0.1:\(port)" }
    /// The `Range` of each request so far; empty for none.
    var ranges: [String] { mutex.withLock { log } }

    init(_ body: [UInt8], _ behaviour: Behaviour = Behaviour()) throws {
        self.body = body
        self.behaviour = behaviour
        (listener, port) = try Self.listen()
        Thread.detachNewThread { [self] in
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { return }
                respond(connection)
                close(connection)
            }
        }
    }

    func set(_ behaviour: Behaviour) { mutex.withLock { self.behaviour = behaviour } }

    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    /// A port that nothing listens on.
    static func freePort() throws -> Int {
        let (descriptor, port) = try listen()
        close(descriptor)
        return port
    }

    private static func listen() throws -> (descriptor: Int32, port: Int) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | 0o2000000, 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer -> Int32 in
                guard bind(descriptor, pointer, length) == 0 else { return -1 }
                guard Foundation.listen(descriptor, 8) == 0 else { return -1 }
                return getsockname(descriptor, pointer, &length)
            }
        }
        guard descriptor >= 0, status == 0 else { throw POSIXError(.EADDRNOTAVAIL) }
        return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
    }

    private func respond(_ connection: Int32) {
        let lines = request(connection).split(separator: "\r\n")
        let path = lines.first?.split(separator: " ").dropFirst().first ?? ""
        let range = lines.first { $0.lowercased().hasPrefix("range: bytes=") }
        let behaviour = mutex.withLock {
            log.append(range.map(String.init) ?? "")
            return self.behaviour
        }
        guard !path.hasPrefix("/missing") else { return send(connection, "404 Not Found", []) }
        let digits = range.map { $0.dropFirst("range: bytes=".count).prefix { $0.isNumber } } ?? ""
        guard behaviour.supportsRanges, let start = Int(digits) else {
            return send(connection, "200 OK", body[...], closesAfter: behaviour.closesAfter)
        }
        guard start < body.count else {
            return send(connection, "416 Range Not Satisfiable", [])
        }
        send(
            connection,
            "206 Partial Content\r\nContent-Range: bytes \(start)-\(body.count - 1)/\(body.count)",
            body[start...], closesAfter: behaviour.closesAfter)
    }

    private func request(_ connection: Int32) -> String {
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while !String(decoding: text, as: UTF8.self).contains("\r\n\r\n") {
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            text += buffer[..<count]
        }
        return String(decoding: text, as: UTF8.self)
    }

    private func send(
        _ connection: Int32, _ status: String, _ body: ArraySlice<UInt8>, closesAfter: Int? = nil
    ) {
        let head =
            "HTTP/1.1 \(status)\r\nContent-Length: \(body.count)\r\nConnection: close\r\n\r\n"
        let bytes = Array(head.utf8) + body.prefix(closesAfter ?? body.count)
        var sent = 0
        bytes.withUnsafeBytes { bytes in
            while sent < bytes.count {
                let count = Foundation.send(
                    connection, bytes.baseAddress! + sent, bytes.count - sent,
                    Int32(MSG_NOSIGNAL))
                guard count > 0 else { return }
                sent += count
            }
        }
    }
}
