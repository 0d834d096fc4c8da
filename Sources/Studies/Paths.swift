import Foundation

/// Operations on file paths as text.
enum Paths {
    /// The name of a file without its folders.
    static func name(of path: String) -> String { URL(fileURLWithPath: path).lastPathComponent }

    /// The only existing path that differs from `path` in upper and lower case alone; nil if there
    /// is none or several.
    static func ignoringCase(_ path: String) -> String? {
        var found = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            let exact = found + part
            if FileManager.default.fileExists(atPath: exact) {
                found = exact + "/"
                continue
            }
            let folder = found.isEmpty ? "." : found
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            let matches = names.filter { $0.lowercased() == part.lowercased() }
            guard matches.count == 1 else { return nil }
            found += matches[0] + "/"
        }
        return found.count > 1 ? String(found.dropLast()) : nil
    }
}
