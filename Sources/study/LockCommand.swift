import ArgumentParser
import Files
import Foundation
import JSON
import Results
import Vocabulary

/// The command `study lock`, which compares the locks of two results.
struct LockCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lock",
        abstract: "Compare the locks of two results.",
        discussion: """
            Compares settings, data, program, platform, kernels, and the key and digests of each trial. Times in epochs.csv \
            are ignored if both folders are given. The exit status is 1 if anything differs.

            EXAMPLE
              study lock --diff results/lr-sweep other/results/lr-sweep
            """)

    @Flag(help: "Compare two locks (required).") var diff = false
    @Argument(
        help: "Two results folders, or study.lock.json files.", completion: .file())
    var locks: [String]
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        guard diff, locks.count == 2 else {
            throw ValidationError(
                "expected --diff and two results folders or study.lock.json files")
        }
    }

    func run() throws {
        let difference = try LockDifference(side(locks[0]), side(locks[1]))
        if json {
            print(difference.json.pretty, terminator: "")
        } else {
            for section in difference.sections {
                print(section.title)
                for each in section.differences { print("  \(each)") }
            }
            if difference.sections.isEmpty { print("no differences") }
        }
        if !difference.sections.isEmpty { throw ExitCode(1) }
    }

    private func side(_ path: String) throws -> LockDifference.Side {
        if FileManager.default.isFolder(path) {
            let folder = ResultsFolder(path)
            return .init(lock: try folder.readLock(), folder: folder)
        }
        return .init(lock: try StudyLock(file: path), folder: nil)
    }
}
