import Foundation
import PackagePlugin

/// A build plugin that adds a Swift file with the Git commit of the sources to a target. Whenever
/// `HEAD` or a source file changes, `Tools/commit.sh` runs; it writes the file only if the content
/// changes.
@main
struct SourceCommitPlugin: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) -> [Command] {
        let root = context.package.directoryURL
        let script = root.appending(path: "Tools/commit.sh")
        let output = context.pluginWorkDirectoryURL.appending(path: "GeneratedCommit.swift")
        return [
            .buildCommand(
                displayName: "Reading the commit", executable: URL(filePath: "/bin/sh"),
                arguments: [script.path, root.path, output.path],
                inputFiles: [script] + heads(root) + sources(root), outputFiles: [output])
        ]
    }

    /// The files of the repository that change with each commit and checkout; empty outside a
    /// repository.
    private func heads(_ root: URL) -> [URL] {
        let git = root.appending(path: ".git")
        // In a worktree, .git is a file with the path of the folder.
        let text = (try? String(contentsOf: git, encoding: .utf8)) ?? ""
        let path = text.hasPrefix("gitdir: ") ? text.dropFirst(8).prefix { $0 != "\n" } : ".git"
        let folder = URL(filePath: String(path), relativeTo: root)
        return ["HEAD", "logs/HEAD"].map { folder.appending(path: $0).absoluteURL }.filter {
            FileManager.default.fileExists(atPath: $0.path)
        }
    }

    /// The files that determine whether the sources differ from the commit.
    private func sources(_ root: URL) -> [URL] {
        let folder = root.appending(path: "Sources")
        let files = FileManager.default.enumerator(
            at: folder, includingPropertiesForKeys: [.isRegularFileKey])
        let regular = (files?.compactMap { $0 as? URL } ?? []).filter {
            (try? $0.resourceValues(forKeys: [.isRegularFileKey]))?.isRegularFile == true
        }
        return [root.appending(path: "Package.swift")] + regular.sorted { $0.path < $1.path }
    }
}
