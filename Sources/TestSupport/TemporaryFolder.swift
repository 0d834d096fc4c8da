import Foundation

/// Runs `body` with the path of a new, empty folder, which is removed at the end with all it holds.
/// - Throws: when the folder cannot be made, and what `body` throws.
package func withTemporaryFolder<R>(_ body: (String) throws -> R) throws -> R {
    let path = try makeTemporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try body(path)
}

/// Runs `body` with the path of a new, empty folder, which is removed at the end with all it holds.
/// - Throws: when the folder cannot be made, and what `body` throws.
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

/// A new, empty folder that goes away with its owner.
package final class TemporaryFolder {
    package let path: String

    /// - Throws: when the folder cannot be made.
    package init() throws { path = try makeTemporaryFolder() }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
