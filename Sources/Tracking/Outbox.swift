import Files
import Foundation
package import Results

/// The file `tracking/outbox.jsonl` in a results folder: the events for a tracking server, in
/// order, one line of JSON for each. Lines are only appended; `DeliveryState` records which are
/// sent.
final class Outbox: Sendable {
    /// Locked while lines are written, so that lines of several threads do not mix.
    private let mutex = NSLock()
    private let descriptor: Int32
    let path: String

    /// The folder of all files of the tracking.
    static func folder(of results: ResultsFolder) -> String { results.path + "/tracking" }
    /// The path of the outbox of a results folder.
    static func path(in results: ResultsFolder) -> String {
        folder(of: results) + "/outbox.jsonl"
    }

    /// Opens or creates the file, and removes an incomplete last line, which a crash has left.
    /// - Throws: `FileError`.
    init(_ results: ResultsFolder) throws {
        try FileManager.makeFolder(Self.folder(of: results))
        path = Self.path(in: results)
        descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw FileError(operation: "open", path: path) }
        let whole = try Self.wholeLines(Data(contentsOf: URL(fileURLWithPath: path)))
        guard ftruncate(descriptor, off_t(whole)) == 0 else {
            throw FileError(operation: "truncate", path: path)
        }
    }

    deinit { close(descriptor) }

    private static func wholeLines(_ data: Data) -> Int {
        data.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    }

    /// Appends events.
    /// - Parameter isLasting: whether to wait until the disk has the data, so that the events
    ///   survive a power failure.
    /// - Throws: `FileError`; none of the events is then in the file.
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

    /// An event of the file.
    struct Entry {
        var event: TrackingEvent
        /// The offset of the next event.
        var end: Int
    }

    /// The events of the complete lines from an offset on, up to about `bytes` bytes.
    /// - Throws: `FileError`, `TrackingError.badOutbox`.
    static func read(_ path: String, from offset: Int, bytes: Int = .max) throws -> [Entry] {
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw FileError(operation: "open", path: path)
        }
        defer { try? file.close() }
        try file.seek(toOffset: UInt64(offset))
        var data = Data()
        // A line may be longer than `bytes`.
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
    /// True if a run in the folder was tracked.
    package var isTracked: Bool {
        FileManager.default.fileExists(atPath: Outbox.folder(of: self))
    }
}
