import Foundation
import ProgramSupport
import Results
import Testing
import TestSupport

/// Machines that differ from the developer's: users without a name or a home, data and caches of
/// other users, and file systems without locks.
@Suite struct MachineTests {
    private static let text = """
        {
          "name": "small",
          "dataset": { "path": "data", "resize": 36, "crop": 32,
            "phantom": { "size": 40, "train": 40, "val": 20, "test": 20 } },
          "training": { "epochs": 1, "batchSize": 16, "threads": 1,
            "optimizer": { "kind": "sgd", "learningRate": 0.01 } },
          "network": { "kind": "cnn4", "channels": 4 },
          "sweep": { "seed": [1, 2] }
        }
        """

    private static let user = "12345"
    private static let canChangeUser = getuid() == 0 && has("/usr/bin/setpriv")
    private static let hasCompiler = has("/usr/bin/cc")

    private static func has(_ path: String) -> Bool {
        FileManager.default.isExecutableFile(atPath: path)
    }

    private static var program: String {
        Bundle.main.executableURL?.deletingLastPathComponent().appendingPathComponent("study").path
            ?? "study"
    }

    /// Calls `body` with a folder that has a study file and its data.
    private func withStudy(_ body: (String) throws -> Void) throws {
        try withTemporaryFolder { folder in
            let study = try CommandLineStudy(in: folder, named: "small", text: Self.text)
            try study.run("first")
            try FileManager.default.removeItem(atPath: "\(folder)/cache")
            try body(folder)
        }
    }

    /// Runs a shell command in a folder, with `STUDY` as the program.
    private func shell(
        _ command: String, in folder: String, _ variables: [String: String] = [:]
    ) throws -> (status: Int32, text: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "\(command) 2>&1"]
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        var environment = ProcessInfo.processInfo.environment
        for name in ["HOME", "STUDY_CACHE", "XDG_CACHE_HOME", "USER", "LOGNAME"] {
            environment[name] = nil
        }
        process.environment = environment.merging(["STUDY": Self.program]) { $1 }
            .merging(variables) { $1 }
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: text, as: UTF8.self))
    }

    private func isReport(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: "\(path)/report.md")
    }

    private var asUser: String {
        "setpriv --reuid \(Self.user) --regid \(Self.user) --clear-groups"
    }

    // MARK: Users

    @Test(
        .enabled(if: MachineTests.canChangeUser),
        arguments: [nil, "/nonexistent", "/proc", "", "relative"] as [String?])
    func aUserWithoutAHome(_ home: String?) throws {
        try withStudy { folder in
            for name in ["temporary", "out"] {
                #expect(mkdir("\(folder)/\(name)", 0o777) == 0)
                #expect(chmod("\(folder)/\(name)", 0o777) == 0)
            }
            #expect(chmod(folder, 0o755) == 0)
            var variables = ["TMPDIR": "\(folder)/temporary"]
            variables["HOME"] = home
            let outcome = try shell(
                "\(asUser) $STUDY run small.json --output out/r", in: folder, variables)
            #expect(outcome.status == 0, "\(outcome.text)")
            #expect(outcome.text.contains("the cache is in \(folder)/temporary/study-cache-12345"))
            #expect(outcome.text.contains("--cache or STUDY_CACHE"))
            #expect(isReport("\(folder)/out/r"))
            #expect(!FileManager.default.fileExists(atPath: "\(folder)/.cache"))
        }
    }

    /// The data and a filled cache of another user are read.
    @Test(.enabled(if: MachineTests.canChangeUser)) func dataAndCacheOfAnotherUser() throws {
        try withStudy { folder in
            let first = try shell(
                "umask 022; $STUDY run small.json --output mine --cache cache", in: folder)
            #expect(first.status == 0, "\(first.text)")
            #expect(mkdir("\(folder)/out", 0o777) == 0)
            #expect(chmod("\(folder)/out", 0o777) == 0)
            #expect(chmod(folder, 0o755) == 0)
            let second = try shell(
                "\(asUser) $STUDY run small.json --output out/r --cache cache", in: folder)
            #expect(second.status == 0, "\(second.text)")
            #expect(isReport("\(folder)/out/r"))
            // A cache without the images cannot be filled.
            try FileManager.default.removeItem(atPath: "\(folder)/cache")
            for path in ["cache", "cache/images"] {
                #expect(mkdir("\(folder)/\(path)", 0o755) == 0)
                let third = try shell(
                    "\(asUser) $STUDY run small.json --output out/s --cache cache", in: folder)
                #expect(third.status != 0)
                #expect(third.text.contains("cannot write the cache folder"), "\(third.text)")
                #expect(third.text.contains("--cache or STUDY_CACHE"), "\(third.text)")
                #expect(!third.text.contains("NSCocoaErrorDomain"))
            }
        }
    }

    @Test(arguments: ["077", "027", "0"]) func umask(_ mask: String) throws {
        try withStudy { folder in
            let outcome = try shell(
                "umask \(mask); $STUDY run small.json --output out --cache cache", in: folder)
            #expect(outcome.status == 0, "\(outcome.text)")
            var information = stat()
            #expect(stat("\(folder)/out/report.md", &information) == 0)
            let masked = try #require(mode_t(mask, radix: 8))
            #expect(information.st_mode & 0o777 == 0o666 & ~masked)
        }
    }

    // MARK: File systems without locks

    /// A library that replaces `flock`, and `link` if there are no hard links either.
    private func library(_ code: String, hasLinks: Bool, in folder: String) throws -> String {
        let path = "\(folder)/\(code)-\(hasLinks).so"
        let link =
            hasLinks
            ? "" : "int link(const char *a, const char *b) { errno = EPERM; return -1; }\n"
        try
            "#include <errno.h>\nint flock(int file, int how) { errno = \(code); return -1; }\n\(link)"
            .write(toFile: "\(path).c", atomically: true, encoding: .utf8)
        #expect(try shell("cc -shared -fPIC -o \(path) \(path).c", in: folder).status == 0)
        return path
    }

    @Test(
        .enabled(if: MachineTests.hasCompiler),
        arguments: [
            ("ENOLCK", true), ("EINVAL", true), ("ENOSYS", true), ("EOPNOTSUPP", true),
            ("ENOLCK", false),
        ])
    func withoutFlock(_ code: String, _ hasLinks: Bool) throws {
        try withStudy { folder in
            let library = try library(code, hasLinks: hasLinks, in: folder)
            let variables = ["LD_PRELOAD": library, "HOME": folder]
            let run = "$STUDY run small.json --output out --jobs 2"
            let outcome = try shell(run, in: folder, variables)
            #expect(outcome.status == 0, "\(outcome.text)")
            #expect(isReport("\(folder)/out"))
            // No lock is left, here and in the cache.
            let left = try shell("find . -name '*.lease' -o -name '*.lock'", in: folder)
            #expect(left.text.isEmpty, "\(left.text)")
            #expect(try shell("$STUDY cache list", in: folder, variables).status == 0)
        }
    }

    /// Without `flock`, a second run is refused while one is active, and continues one that was
    /// killed.
    @Test(.enabled(if: MachineTests.hasCompiler)) func runsExcludeEachOtherWithoutFlock() throws {
        try withTemporaryFolder { folder in
            var study = try CommandLineStudy(in: folder, train: 400, epochs: 30)
            let library = try library("ENOLCK", hasLinks: true, in: folder)
            study.environment = ["LD_PRELOAD": library]
            let first = try study.start("out")
            while study.records("out").isEmpty, first.isRunning {
                Thread.sleep(forTimeInterval: 0.05)
            }
            let second = try study.end("out")
            #expect(second.status == 1)
            #expect(
                second.text.contains("process \(first.processIdentifier) on "), "\(second.text)")
            kill(first.processIdentifier, SIGKILL)
            first.waitUntilExit()
            // The killed process is known to be dead, so nobody waits for its lease to expire.
            let third = try study.study(
                "run", "\(folder)/kill.json", "--output", study.path("out"), "--cache",
                "\(folder)/cache", "--filter", "cnn4-channels8-constant-*")
            #expect(third.status == 0, "\(third.text)")
            #expect(third.text.contains("ended without unlocking"), "\(third.text)")
        }
    }

    // MARK: Paths and the cache

    /// `..` after a link is the parent of its target, in every command.
    @Test func linksAndParents() throws {
        try withStudy { folder in
            let files = FileManager.default
            try files.createDirectory(
                atPath: "\(folder)/far/deep", withIntermediateDirectories: true)
            try files.createSymbolicLink(
                atPath: "\(folder)/link", withDestinationPath: "far/deep")
            try files.moveItem(atPath: "\(folder)/data", toPath: "\(folder)/far/data")
            for path in ["link/../data", "\(folder)/link/../data", "far/../link/../data/"] {
                let outcome = try shell(
                    "$STUDY run small.json --set dataset.path=\(path) --output link/../out --cache cache",
                    in: folder)
                #expect(outcome.status == 0, "\(outcome.text)")
                #expect(isReport("\(folder)/far/out"))
                #expect(!files.fileExists(atPath: "\(folder)/data"))
                #expect(!files.fileExists(atPath: "\(folder)/out"))
            }
            #expect(try shell("$STUDY status link/../out", in: folder).status == 0)
            #expect(try shell("$STUDY data inspect link/../data", in: folder).status == 0)
        }
    }

    @Test func homeInOptions() throws {
        try withStudy { folder in
            let home = ["HOME": "\(folder)/home"]
            let outcome = try shell(
                "$STUDY run small.json --output='~/out' --cache='~/cache'", in: folder, home)
            #expect(outcome.status == 0, "\(outcome.text)")
            #expect(isReport("\(folder)/home/out"))
            #expect(!FileManager.default.fileExists(atPath: "\(folder)/~"))
        }
    }

    /// Entries that are larger than the limit are not kept, and images beyond it are decoded again.
    @Test(arguments: ["100", "20KB", "150KB"]) func theCacheLimitHolds(_ limit: String) throws {
        try withStudy { folder in
            let variables = ["STUDY_CACHE_LIMIT": limit]
            for command in ["validate small.json", "run small.json --output out --jobs 2"] {
                let outcome = try shell("$STUDY \(command) --cache cache", in: folder, variables)
                #expect(outcome.status == 0, "\(outcome.text)")
                let notes = ["the cache exceeded its limit", "of 80 decoded images; the others"]
                #expect(notes.contains { outcome.text.contains($0) }, "\(outcome.text)")
                let sizes = try shell(
                    "find cache/images cache/features -type f -printf '%s\\n'", in: folder)
                let kept = sizes.text.split(separator: "\n").compactMap { Int($0) }.reduce(0, +)
                #expect(kept <= 150_000)
            }
            #expect(isReport("\(folder)/out"))
        }
    }
}
