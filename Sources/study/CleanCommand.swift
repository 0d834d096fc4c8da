import ArgumentParser
import Foundation
import Results
import Runs
import Terminal

/// The command `study clean`, which removes replaced results.
struct CleanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clean", abstract: "Remove the replaced results of a results folder.",
        discussion: """
            A run never removes a finished trial. If the settings of a trial change, or --force trains it again, its old \
            result moves to replaced/ in the results folder. 'study run' restores it when the study has the old settings \
            again. This command removes the results in replaced/; --dry-run only lists them.

            EXAMPLES
              study clean results/lr-sweep --dry-run
              study clean results/lr-sweep
            """)

    @OptionGroup var results: ResultsOptions
    @Flag(help: "List the results without removing them.") var dryRun = false

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
        let sum = "\(Formatting.plural(names.count, "result")), \(Formatting.size(total))"
        print(dryRun ? "would remove \(sum); run again without --dry-run" : "removed \(sum)")
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
    /// The line about replaced results in the output of `plan` and `status`.
    static func text(_ names: [String], _ folder: ResultsFolder) -> String {
        let shown = names.prefix(6).joined(separator: ", ") + (names.count > 6 ? ", ..." : "")
        return "\(Formatting.plural(names.count, "replaced result")) in "
            + "\(folder.replacedPath): \(shown); 'study clean' removes them"
    }
}
