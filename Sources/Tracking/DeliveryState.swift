import Files
import Foundation
package import Results

/// How far an outbox is sent to one server: `tracking/server-<digest>.json`.
struct DeliveryState: Codable, Sendable {
    /// A run there.
    struct Run: Codable, Sendable {
        var id: String
        /// Where its files go.
        var artifacts: String
    }

    /// Of the server, without secrets.
    var address: String
    /// Bytes of the outbox whose events, all but files, are there.
    var position = 0
    /// Bytes of the outbox whose files are there.
    var filePosition = 0
    /// The id of the experiment of the events that follow.
    var experiment: String?
    /// By the name that events give them.
    var runs: [String: Run] = [:]

    private static func path(_ results: ResultsFolder, _ address: String) -> String {
        "\(Outbox.folder(of: results))/server-\(SHA256Digest.of(address).prefix(12)).json"
    }

    /// What is written; the beginning where nothing is.
    init(_ results: ResultsFolder, _ server: TrackingServer) {
        address = server.address
        if let old = Self.read(Self.path(results, address)) { self = old }
    }

    /// Notes that events of a folder are for a server, before there is any: whatever happens then,
    /// they can be sent.
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

    /// - Parameter isLasting: whether it is to outlast a power failure; how far the delivery is
    ///   need not, since what is sent again does no harm.
    /// - Throws: `FileError`.
    func write(to results: ResultsFolder, isLasting: Bool = false) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let data = try encoder.encode(self)
        try AtomicFile.write(to: Self.path(results, address), isLasting: isLasting) {
            try $0.write(data)
        }
    }

    /// The addresses of all servers that a folder's events were sent to.
    static func addresses(_ results: ResultsFolder) -> [String] {
        let folder = Outbox.folder(of: results)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasPrefix("server-") && $0.hasSuffix(".json") }.sorted()
            .compactMap { read("\(folder)/\($0)")?.address }
    }
}

extension TrackingServer {
    /// The only server that events of a results folder were sent to, as the environment lets one
    /// in.
    /// - Throws: `TrackingError` when there is none, or several.
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
