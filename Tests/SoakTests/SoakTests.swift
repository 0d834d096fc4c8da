import Files
import Foundation
import Images
import soak
import Testing
import TestSupport

/// Damaged files may be refused, with the error that their reader promises; nothing else may
/// happen: no crash, no more memory than `Limits.extraBytes`, no reading that takes longer than
/// `Limits.seconds`.
///
/// SOAK_SECONDS, for all formats together, is 2 in `make test` and 300 in `make soak`. SOAK_SEED
/// and SOAK_FIRST repeat a failure.
@Suite(.serialized) struct SoakTests {
    private static func setting(_ name: String) -> String? {
        ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    private static let seed = setting("SOAK_SEED") ?? "1"
    private static let seconds =
        (setting("SOAK_SECONDS").flatMap { Double($0) } ?? 2) / Double(Format.allCases.count)

    @Test(arguments: Format.allCases) func damagedFilesGiveNothingButErrors(_ format: Format) throws
    {
        try withTemporaryFolder { folder in
            let (process, errors) = (Process(), Pipe())
            process.executableURL = Bundle.main.executableURL?.deletingLastPathComponent()
                .appendingPathComponent("soak")
            process.arguments = [
                format.rawValue, "--seed", Self.seed, "--seconds", "\(Self.seconds)", "--folder",
                folder, "--first", Self.setting("SOAK_FIRST") ?? "0",
            ]
            process.standardError = errors
            try process.run()
            let message = errors.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            let status = process.terminationStatus
            guard process.terminationReason == .uncaughtSignal || status != 0 else { return }
            let end =
                process.terminationReason == .exit
                ? "exit status \(status)"
                : "signal \(status)" + (status == SIGALRM ? ": it took too long" : "")
            Issue.record(
                "\(try Self.keep(folder)): \(end)\n\(String(decoding: message, as: UTF8.self))")
        }
    }

    /// Moves the file that did it out of the temporary folder.
    private static func keep(_ folder: String) throws -> String {
        let target = "\(Format.root)/.build/soak"
        try FileManager.default.createDirectory(
            atPath: target, withIntermediateDirectories: true)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        for name in names {
            let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
            try AtomicFile.write(data, to: "\(target)/\(name)")
        }
        return names.first.map { "\(target)/\($0)" } ?? "no file was damaged yet"
    }
}

struct SeedTests {
    @Test(arguments: Format.allCases) func wholeFilesAreRead(_ format: Format) throws {
        let seeds = format.seeds
        #expect(!seeds.isEmpty)
        let refused = try seeds.filter { try !format.open($0) }
            .map { URL(fileURLWithPath: $0).lastPathComponent }
        #expect(refused.isEmpty, "\(refused)")
    }
}

struct MutatorTests {
    private static let seeds = [Array("first file".utf8), Array("the second".utf8)]

    private static func damaged(_ iteration: Int, seed: UInt64 = 1) -> [UInt8] {
        var mutator = Mutator(seed: seed, format: .study, iteration: iteration, seeds: seeds)
        return mutator.next()
    }

    @Test func damageIsAFunctionOfSeedAndIteration() {
        let files = (0..<200).map { Self.damaged($0) }
        #expect(files == (0..<200).map { Self.damaged($0) })
        #expect(files != (0..<200).map { Self.damaged($0, seed: 2) })
        #expect(Set(files).count > 150)
    }

    @Test func repairedChecksumsAreThoseOfPNG() throws {
        let paths = Format.png.seeds
        #expect(!paths.isEmpty)
        for path in paths {
            let whole = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
            var broken = whole
            // The checksum of the first chunk, IHDR, which has 13 bytes.
            broken[8 + 8 + 13] ^= 0xFF
            PNGChunks.repairChecksums(&broken)
            #expect(broken == whole)
        }
    }
}
