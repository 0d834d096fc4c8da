import Datasets
import Foundation
import Images
import Testing
import Vocabulary

/// A data set of 250,000 images: links to a few files.
@Suite(.serialized) struct LargeSetTests {
    private static let isSoak =
        ProcessInfo.processInfo.environment["SOAK_SECONDS"].map { !$0.isEmpty } ?? false

    /// The number of images of each split.
    private static let counts: [Split: Int] = [.train: 200_000, .val: 20_000, .test: 30_000]

    /// Each file has two links in one split and class, or many.
    private func write(_ folder: TemporaryFolder) throws {
        let files = FileManager.default
        for tone in 0..<40 {
            try folder.writeImage("sources/\(tone).jpeg", tone: tone, width: 48, height: 40)
        }
        var number = 0
        for (split, count) in Self.counts.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            for name in ["A", "B"] {
                try files.createDirectory(
                    atPath: "\(folder.path)/set/\(split.rawValue)/\(name)",
                    withIntermediateDirectories: true)
            }
            for position in 0..<count {
                let name = "\(position % 2 == 0 ? "A" : "B")/person\(number)_bacteria_\(number)"
                let target = "\(folder.path)/set/\(split.rawValue)/\(name).jpeg"
                try #require(link("\(folder.path)/sources/\(number % 40).jpeg", target) == 0)
                number += 1
            }
        }
    }

    @Test(.enabled(if: isSoak, "takes minutes; runs in make soak"))
    func memoryAndTimeAreBounded() throws {
        let folder = try TemporaryFolder()
        try write(folder)
        // The first time, all files are read.
        let first = try Dataset(root: folder.path + "/set").fingerprint(cacheFolder: folder.cache)
        let start = ContinuousClock.now
        let set = try Dataset(root: folder.path + "/set")
        #expect(set.fingerprint(cacheFolder: folder.cache) == first)
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        #expect(seconds < 3, "opening a known set took \(seconds) s")
        let peak = try peakMemory(["data", "inspect", folder.path + "/set", "--json"], folder)
        #expect(peak < 300_000_000, "data inspect used \(peak) bytes")
        print("opened in \(seconds) s; data inspect used at most \(peak / 1_000_000) MB")
    }

    /// The largest resident memory of `study` with these arguments, in bytes.
    private func peakMemory(_ arguments: [String], _ folder: TemporaryFolder) throws -> Int {
        let process = Process()
        let program = try #require(Bundle.main.executableURL)
        process.executableURL = program.deletingLastPathComponent().appendingPathComponent("study")
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["XDG_CACHE_HOME": folder.cache]) { $1 }
        try process.run()
        var peak = 0
        while process.isRunning {
            // The peak only increases, so the last value before the end is close to it.
            let status = try? String(
                contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
            let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
            let words = line?.split(whereSeparator: \.isWhitespace) ?? []
            if words.count > 1, let size = Int(words[1]) { peak = max(peak, size * 1024) }
            Thread.sleep(forTimeInterval: 0.02)
        }
        // A file in two splits is reported by the exit status 1.
        #expect(process.terminationStatus <= 1 && peak > 0)
        return peak
    }
}
