import Foundation
import FoundationNetworking
import Testing

/// A separate process of `study-serve` on a free port of localhost.
/// `@unchecked Sendable`: no property changes after the server listens.
final class ServerProcess: @unchecked Sendable {
    let address: URL
    var port: UInt16 { UInt16(address.port ?? 0) }
    private let process = Process()
    private let session: URLSession
    private let logPath: String

    /// A response of the server.
    struct Response {
        let status: Int
        let body: Data
        let headers: [String: String]

        var text: String { String(decoding: body, as: UTF8.self) }
        var json: [String: Any] {
            (try? JSONSerialization.jsonObject(with: body) as? [String: Any]) ?? [:]
        }
    }

    /// Starts the server and waits until it listens.
    /// - Parameter served: the options that name a network or results; nil: the trial of the
    ///   fixture.
    /// - Parameter samples: the value of `--samples`; nil: the option is not given.
    init(
        _ arguments: [String] = [], serving served: [String]? = nil,
        samples: String? = Fixture.samples
    ) throws {
        let fixture = try Fixture.shared.get()
        let output = Pipe()
        process.executableURL = Fixture.program("study-serve")
        process.arguments =
            (served ?? ["--trial", fixture.trial]) + ["--port", "0"]
            + (samples.map { ["--samples", $0] } ?? []) + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["XDG_CACHE_HOME": fixture.folder, "OMP_WAIT_POLICY": "passive"]) { $1 }
        process.standardOutput = output
        logPath = "\(fixture.folder)/log-\(UUID())"
        try Data().write(to: URL(fileURLWithPath: logPath))
        let log: FileHandle = try #require(FileHandle(forWritingAtPath: logPath))
        process.standardError = log
        try process.run()
        var line = Data()
        while line.last != 10, let byte = try output.fileHandleForReading.read(upToCount: 1) {
            line += byte
        }
        let text = String(decoding: line, as: UTF8.self).trimmingCharacters(in: .newlines)
        address = try #require(URL(string: text), "the server printed '\(text)'")
        let configuration = URLSessionConfiguration.ephemeral
        configuration.httpMaximumConnectionsPerHost = 32
        configuration.timeoutIntervalForRequest = 60
        session = URLSession(configuration: configuration)
    }

    /// Starts the server with options that it refuses, and waits for its end.
    /// - Returns: its exit status and its standard error.
    static func refusal(_ arguments: [String]) throws -> (status: Int32, text: String) {
        let process = Process()
        process.executableURL = Fixture.program("study-serve")
        process.arguments = arguments
        let errors = Pipe()
        (process.standardError, process.standardOutput) = (errors, FileHandle.nullDevice)
        try process.run()
        let data = try errors.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }

    deinit {
        session.invalidateAndCancel()
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
    }

    var isRunning: Bool { process.isRunning }

    /// The server's standard error so far.
    var log: String { (try? String(contentsOfFile: logPath, encoding: .utf8)) ?? "" }

    func terminate() { kill(process.processIdentifier, SIGTERM) }

    /// Waits for the end of the process.
    func status() -> (code: Int32, isSignal: Bool) {
        process.waitUntilExit()
        return (process.terminationStatus, process.terminationReason == .uncaughtSignal)
    }

    /// The present memory of the process in bytes.
    var residentBytes: Int {
        let path = "/proc/\(process.processIdentifier)/statm"
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        return text.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 * 4096 }
            ?? 0
    }

    func ask(
        _ path: String, method: String = "GET", body: Data? = nil,
        headers: [String: String] = [:]
    ) async throws -> Response {
        var request = URLRequest(url: try #require(URL(string: path, relativeTo: address)))
        request.httpMethod = method
        request.httpBody = body
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        let (data, head) = try await session.data(for: request)
        let http = try #require(head as? HTTPURLResponse)
        let fields = http.allHeaderFields.map { ("\($0)".lowercased(), "\($1)") }
        return Response(
            status: http.statusCode, body: data,
            headers: Dictionary(fields, uniquingKeysWith: { $1 }))
    }

    /// The results of `body` for all numbers below `count`, computed concurrently.
    func concurrently<R: Sendable>(
        _ count: Int, _ body: @escaping @Sendable (Int) async throws -> R
    ) async throws -> [R] {
        try await withThrowingTaskGroup(of: (Int, R).self) { group in
            for number in 0..<count { group.addTask { (number, try await body(number)) } }
            var results: [Int: R] = [:]
            for try await (number, result) in group { results[number] = result }
            return (0..<count).compactMap { results[$0] }
        }
    }

    /// The results of `body` for all numbers below `count`, each computed in a separate thread, in
    /// which it may block; the thread pool of the tests is small.
    func onThreads<R: Sendable>(
        _ count: Int, _ body: @escaping @Sendable (Int) throws -> R
    ) async throws -> [R] {
        try await concurrently(count) { number in
            try await withCheckedThrowingContinuation { continuation in
                Thread { continuation.resume(with: Result { try body(number) }) }.start()
            }
        }
    }

    func post(_ path: String, _ body: Data, type: String = "image/jpeg") async throws -> Response {
        try await ask(path, method: "POST", body: body, headers: ["Content-Type": type])
    }
}

/// A multipart form with files and fields, as a browser sends it.
struct Form {
    private(set) var body = Data()
    let boundary = "x-\(UUID())"
    var type: String { "multipart/form-data; boundary=\(boundary)" }

    mutating func add(_ name: String, _ content: Data, file: String? = nil) {
        let filename = file.map { "; filename=\"\($0)\"" } ?? ""
        body += Data(
            ("--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\(filename)\r\n\r\n")
                .utf8)
        body += content + Data("\r\n".utf8)
    }

    var whole: Data { body + Data("--\(boundary)--\r\n".utf8) }
}
