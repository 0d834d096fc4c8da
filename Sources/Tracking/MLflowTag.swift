import Foundation
import Processes

/// The names of the tags that MLflow's user interface shows.
enum MLflowTag {
    static let parent = "mlflow.parentRunId"
    static let note = "mlflow.note.content"
    static let user = "mlflow.user"
    static let sourceName = "mlflow.source.name"
    static let sourceType = "mlflow.source.type"
    static let commit = "mlflow.source.git.commit"

    /// The tags for the user, the study file, and the Git commit of the study file's folder.
    static func source(studyFile: String) -> [String: String] {
        var tags = [sourceName: studyFile, sourceType: "LOCAL"]
        tags[user] = UserAccount.name
        tags[commit] = gitCommit(
            folder: URL(fileURLWithPath: studyFile).deletingLastPathComponent().path)
        return tags
    }

    /// The commit that is checked out in a folder; nil without git or outside a repository.
    private static func gitCommit(folder: String) -> String? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["git", "-C", folder, "rev-parse", "HEAD"]
        // The variables of a hook, or of a shell in another repository, would name that repository.
        process.environment = ProcessInfo.processInfo.environment.filter {
            !$0.key.hasPrefix("GIT_")
        }
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        let text = String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let commit = text.trimmingCharacters(in: .whitespacesAndNewlines)
        return process.terminationStatus == 0 && !commit.isEmpty ? commit : nil
    }
}
