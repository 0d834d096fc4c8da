import Files
package import Foundation
package import Processes

/// `progress.json`: how far a run is, for others to see. It is there while the run goes on, and
/// stays behind when the run's process is killed.
package struct RunProgress: Sendable, Hashable, Codable {
    package var process: ProcessIdentity
    /// Seconds since 1970.
    package var updated: Double
    /// What is being made ready, before trials train.
    package var activity: String?
    /// The share done of all that the run has to train.
    package var fraction: Double?
    package var secondsLeft: Double?
    /// The trials that train now.
    package var trials: [TrialStatus]

    package init(
        process: ProcessIdentity, updated: Double, activity: String? = nil,
        fraction: Double? = nil, secondsLeft: Double? = nil, trials: [TrialStatus] = []
    ) {
        self.process = process
        self.updated = updated
        self.activity = activity
        self.fraction = fraction
        self.secondsLeft = secondsLeft
        self.trials = trials
    }

    /// After so long without news a run on another machine is taken for dead.
    private static let longestSilence = 120.0

    /// Whether the run goes on.
    /// - Parameter now: seconds since 1970.
    package func isAlive(now: Double = Date().timeIntervalSince1970) -> Bool {
        process.isAlive ?? (now - updated < Self.longestSilence)
    }
}

extension ResultsFolder {
    package var progressPath: String { path + "/progress.json" }

    /// Writes where a run is; it need not outlast a power failure, which the run does not either.
    /// - Throws: `FileError`.
    package func write(_ progress: RunProgress) throws {
        let data = try JSONEncoder.ofStatus.encode(progress)
        try AtomicFile.write(to: progressPath, isLasting: false) { try $0.write(data) }
    }

    /// Where a run is, or was when it was killed; nil when none is there.
    package func readProgress() -> RunProgress? {
        guard let data = FileManager.default.contents(atPath: progressPath) else { return nil }
        return try? JSONDecoder.ofStatus.decode(RunProgress.self, from: data)
    }

    /// Says that no run goes on.
    package func removeProgress() { unlink(progressPath) }
}

extension JSONEncoder {
    /// With a loss that is no number as text, and keys in a fixed order.
    package static var ofStatus: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return encoder
    }
}

extension JSONDecoder {
    /// Of what `JSONEncoder.ofStatus` writes.
    package static var ofStatus: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return decoder
    }
}
