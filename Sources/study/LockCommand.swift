import ArgumentParser
import Files
import Foundation
import JSON
import Results
import Vocabulary

/// `study lock`: in what two results differ.
struct LockCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lock",
        abstract: "Say in what two results differ, from their locks.",
        discussion: """
            Settings, data, program and platform, kernels, and each trial's key and digests. Of epochs.csv all but the \
            times counts, where both folders are there. Exit status 1 when something differs.

            EXAMPLE
              study lock --diff results/lr-sweep other/results/lr-sweep
            """)

    @Flag(help: "Compare the two.") var diff = false
    @Argument(
        help: "Two results folders, or study.lock.json files.", completion: .file())
    var locks: [String]
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        guard diff, locks.count == 2 else {
            throw ValidationError("give --diff and two results folders or study.lock.json files")
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
            if difference.sections.isEmpty { print("no difference") }
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
