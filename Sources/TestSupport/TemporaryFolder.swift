import Foundation

/// Runs `body` with the path of a new, empty folder, which is removed with its contents at the end.
/// - Throws: an error if the folder cannot be created, and the errors of `body`.
package func withTemporaryFolder<R>(_ body: (String) throws -> R) throws -> R {
    let path = try makeTemporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try body(path)
}

/// Runs `body` with the path of a new, empty folder, which is removed with its contents at the end.
/// - Throws: an error if the folder cannot be created, and the errors of `body`.
package func withTemporaryFolder<R>(
    isolation: isolated (any Actor)? = #isolation, _ body: (String) async throws -> R
) async throws -> R {
    let path = try makeTemporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try await body(path)
}

private func makeTemporaryFolder() throws -> String {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("study-\(UUID())")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    return url.resolvingSymlinksInPath().path
}

/// A new, empty folder that is removed with this object.
package final class TemporaryFolder {
    /// The path of the folder.
    package let path: String

    /// - Throws: an error if the folder cannot be created.
    package init() throws { path = try makeTemporaryFolder() }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
