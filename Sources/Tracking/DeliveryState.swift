import Files
import Foundation
package import Results

/// The state of the delivery of an outbox to one server: `tracking/server-<digest>.json`.
struct DeliveryState: Codable, Sendable {
    /// A run on the server.
    struct Run: Codable, Sendable {
        /// The server's id.
        var id: String
        /// The URI of the run's artifacts.
        var artifacts: String
        /// The name that MLflow shows; nil in states of earlier versions.
        var name: String?
    }

    /// The server's address, without secrets.
    var address: String
    /// The offset in the outbox up to which events other than files are sent.
    var position = 0
    /// The offset in the outbox up to which files are sent.
    var filePosition = 0
    /// The id of the experiment for the next events.
    var experiment: String?
    /// The runs by the ids in the events.
    var runs: [String: Run] = [:]

    private static func path(_ results: ResultsFolder, _ address: String) -> String {
        "\(Outbox.folder(of: results))/server-\(SHA256Digest.of(address).prefix(12)).json"
    }

    /// Reads the state; an initial state if there is no file.
    init(_ results: ResultsFolder, _ server: TrackingServer) {
        address = server.address
        if let old = Self.read(Self.path(results, address)) { self = old }
    }

    /// Records the server of a folder's events before the first event is written, so that the
    /// events can be sent even if the process ends.
    /// - Throws: `FileError`.
    static func note(_ server: TrackingServer, in results: ResultsFolder) throws {
        guard read(path(results, server.address)) == nil else { return }
        try FileManager.makeFolder(Outbox.folder(of: results))
        try DeliveryState(results, server).write(to: results, isLasting: true)
    }

    private static func read(_ path: String) -> DeliveryState? {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        return try? JSONDecoder().decode(DeliveryState.self, from: data)
    }

    /// True unless the event belongs to a run that is not on the server; the start of a run belongs
    /// to none.
    func knows(_ event: TrackingEvent) -> Bool {
        if case .run = event { return true }
        return event.run.map { runs[$0] != nil } ?? true
    }

    /// Writes the state.
    /// - Parameter isLasting: whether to wait until the disk has the data. The positions need not
    ///   survive a power failure, since events may be sent twice.
    /// - Throws: `FileError`.
    func write(to results: ResultsFolder, isLasting: Bool = false) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let data = try encoder.encode(self)
        try AtomicFile.write(to: Self.path(results, address), isLasting: isLasting) {
            try $0.write(data)
        }
    }

    /// The addresses of all servers to which a folder's events were sent.
    static func addresses(_ results: ResultsFolder) -> [String] {
        let folder = Outbox.folder(of: results)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasPrefix("server-") && $0.hasSuffix(".json") }.sorted()
            .compactMap { read("\(folder)/\($0)")?.address }
    }
}

extension TrackingServer {
    /// The server to which the events of a results folder were sent, with the credentials of the
    /// environment.
    /// - Throws: `TrackingError` if there is none, or more than one.
    package static func last(of results: ResultsFolder) throws -> TrackingServer {
        let addresses = DeliveryState.addresses(results)
        guard let address = addresses.first else {
            throw TrackingError.noServer(folder: results.path)
        }
        guard addresses.count == 1 else {
            throw TrackingError.severalServers(folder: results.path, addresses: addresses)
        }
        return try TrackingServer(address)
    }
}
