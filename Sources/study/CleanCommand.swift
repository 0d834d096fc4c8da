import ArgumentParser
import Foundation
import Results
import Runs
import Terminal

/// `study clean`: removes finished trials that others have taken the place of.
struct CleanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clean", abstract: "Remove the replaced results of a results folder.",
        discussion: """
            A run never removes a finished trial. One that was trained with other settings, or that --force trains again, \
            goes to replaced/ in the results folder, and comes back when a study asks for its settings again. This command \
            removes what is in replaced/; --dry-run lists it.

            EXAMPLES
              study clean results/lr-sweep --dry-run
              study clean results/lr-sweep
            """)

    @OptionGroup var results: ResultsOptions
    @Flag(help: "List what would be removed, and remove nothing.") var dryRun = false

    func run() throws {
        let folder = results.folder
        _ = try folder.readLock()
        let lock = try dryRun ? nil : folder.acquire()
        defer { lock?.release() }
        let names = try Self.names(in: folder.replacedPath)
        guard !names.isEmpty else { return print("\(folder.replacedPath): nothing to remove") }
        var total = 0
        for name in names {
            let path = "\(folder.replacedPath)/\(name)"
            let size = Self.size(of: path)
            total += size
            print("\(path)  \(Formatting.size(size))")
            if !dryRun { try FileManager.default.removeItem(atPath: path) }
        }
        if !dryRun { rmdir(folder.replacedPath) }
        let what = "\(names.count) result\(names.count == 1 ? "" : "s"), \(Formatting.size(total))"
        print(dryRun ? "\(what); without --dry-run this removes them" : "\(what), removed")
    }

    private static func names(in folder: String) throws -> [String] {
        guard FileManager.default.fileExists(atPath: folder) else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    private static func size(of path: String) -> Int {
        let files = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
        return ([path] + files.map { "\(path)/\($0)" }).reduce(0) { sum, file in
            var information = stat()
            guard lstat(file, &information) == 0, information.st_mode & S_IFMT == S_IFREG else {
                return sum
            }
            return sum + Int(information.st_size)
        }
    }
}

extension ReplacedResult {
    /// Says that there are some, for `plan` and `status`.
    static func text(_ names: [String], _ folder: ResultsFolder) -> String {
        let shown = names.prefix(6).joined(separator: ", ") + (names.count > 6 ? ", ..." : "")
        return "\(names.count) replaced result\(names.count == 1 ? "" : "s") in "
            + "\(folder.replacedPath): \(shown); 'study clean' removes them"
    }
}
