import Files
package import Foundation
package import Processes

/// The file `progress.json`: the progress of a run, for other processes. It exists while the run
/// continues, and remains if the run's process is killed.
package struct RunProgress: Sendable, Hashable, Codable {
    /// The process of the run.
    package var process: ProcessIdentity
    /// The time of the last update, in seconds since 1970.
    package var updated: Double
    /// The preparation that takes place before trials train; nil once they train.
    package var activity: String?
    /// The completed fraction of the study, in [0, 1].
    package var fraction: Double?
    /// The estimated time to the end of the run.
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

    /// The time in seconds after which a run on another machine counts as dead if it has not
    /// updated its progress.
    private static let longestSilence = 120.0

    /// Whether the run continues.
    /// - Parameter now: the current time, in seconds since 1970.
    package func isAlive(now: Double = Date().timeIntervalSince1970) -> Bool {
        process.isAlive ?? (now - updated < Self.longestSilence)
    }
}

extension ResultsFolder {
    /// The path of the progress of the current run.
    package var progressPath: String { path + "/progress.json" }

    /// Writes the progress of a run, without flushing it to disk: it is useless after a power
    /// failure, which ends the run.
    /// - Throws: `FileError`.
    package func write(_ progress: RunProgress) throws {
        let data = try JSONEncoder.ofStatus.encode(progress)
        try AtomicFile.write(to: progressPath, isLasting: false) { try $0.write(data) }
    }

    /// Reads the progress of the current run, or of one that was killed; nil if there is none.
    package func readProgress() -> RunProgress? {
        guard let data = FileManager.default.contents(atPath: progressPath) else { return nil }
        return try? JSONDecoder.ofStatus.decode(RunProgress.self, from: data)
    }

    /// Removes the progress at the end of a run.
    package func removeProgress() { unlink(progressPath) }
}

extension JSONEncoder {
    /// An encoder that writes keys in a fixed order, and non-finite losses as text.
    package static var ofStatus: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return encoder
    }
}

extension JSONDecoder {
    /// A decoder for the output of `JSONEncoder.ofStatus`.
    package static var ofStatus: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return decoder
    }
}
