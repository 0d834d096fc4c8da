import Files
import Foundation
package import Results

/// `tracking/outbox.jsonl` in a results folder: what a tracking server is to be told, in order, a
/// line of JSON each. It only grows; how far it is sent is written elsewhere.
final class Outbox: Sendable {
    /// Held while lines are written, so that they follow one another whole.
    private let mutex = NSLock()
    private let descriptor: Int32
    let path: String

    /// The folder of all that tracking keeps.
    static func folder(of results: ResultsFolder) -> String { results.path + "/tracking" }
    static func path(in results: ResultsFolder) -> String {
        folder(of: results) + "/outbox.jsonl"
    }

    /// Opens it, and takes away a line that a crash has cut off.
    /// - Throws: `FileError`.
    init(_ results: ResultsFolder) throws {
        try FileManager.makeFolder(Self.folder(of: results))
        path = Self.path(in: results)
        descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw FileError(operation: "open", path: path) }
        let whole = try Self.wholeLines(Data(contentsOf: URL(fileURLWithPath: path)))
        guard ftruncate(descriptor, off_t(whole)) == 0 else {
            throw FileError(operation: "cut to its length", path: path)
        }
    }

    deinit { close(descriptor) }

    private static func wholeLines(_ data: Data) -> Int {
        data.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    }

    /// - Parameter isLasting: whether they are to outlast a power failure, which takes the disk
    ///   some time.
    /// - Throws: `FileError`; then none of the events is there.
    func append(_ events: [TrackingEvent], isLasting: Bool) throws {
        guard !events.isEmpty else { return }
        var data = Data()
        for event in events {
            data += try JSONEncoder.ofStatus.encode(event)
            data.append(UInt8(ascii: "\n"))
        }
        try mutex.withLock {
            let size = lseek(descriptor, 0, SEEK_END)
            var rest = data[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else {
                    let error = FileError(operation: "write", path: path)
                    ftruncate(descriptor, size)
                    throw error
                }
                rest = rest.dropFirst(count)
            }
            guard !isLasting || fsync(descriptor) == 0 else {
                throw FileError(operation: "sync", path: path)
            }
        }
    }

    /// An event, and where the next one begins.
    struct Entry {
        var event: TrackingEvent
        var end: Int
    }

    /// The whole lines from an offset on, at most about `bytes` of them.
    /// - Throws: `FileError`, `TrackingError.badOutbox`.
    static func read(_ path: String, from offset: Int, bytes: Int = .max) throws -> [Entry] {
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw FileError(operation: "open", path: path)
        }
        defer { try? file.close() }
        try file.seek(toOffset: UInt64(offset))
        var data = Data()
        // A line may be longer than what was asked for.
        while data.isEmpty || wholeLines(data) == 0 {
            let part =
                try (bytes == .max ? file.readToEnd() : file.read(upToCount: bytes)) ?? Data()
            if part.isEmpty { return [] }
            data += part
        }
        let decoder = JSONDecoder.ofStatus
        var entries: [Entry] = []
        var start = 0
        for end in data.indices where data[end] == UInt8(ascii: "\n") {
            guard let event = try? decoder.decode(TrackingEvent.self, from: data[start..<end])
            else {
                throw TrackingError.badOutbox(file: path, line: try line(path, offset + start))
            }
            start = end + 1
            entries.append(Entry(event: event, end: offset + start))
        }
        return entries
    }

    private static func line(_ path: String, _ offset: Int) throws -> Int {
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        return data.prefix(offset).count { $0 == UInt8(ascii: "\n") } + 1
    }
}

extension ResultsFolder {
    /// Whether something of it is to be told to a tracking server, or was.
    package var isTracked: Bool {
        FileManager.default.fileExists(atPath: Outbox.folder(of: self))
    }
}
