import Foundation

/// Operations on file paths as text; they do not follow links.
enum Paths {
    /// The path without `.`, `..` and repeated slashes; a relative path starts at `folder`.
    static func absolute(_ path: String, in folder: String) -> String {
        var parts: [Substring] = []
        for part in (path.hasPrefix("/") ? path : folder + "/" + path).split(separator: "/") {
            switch part {
            case ".": continue
            case "..": _ = parts.popLast()
            default: parts.append(part)
            }
        }
        return "/" + parts.joined(separator: "/")
    }

    /// The name of a file without its folders.
    static func name(of path: String) -> String { URL(fileURLWithPath: path).lastPathComponent }

    static func parent(of path: String) -> String {
        let end = path.lastIndex(of: "/") ?? path.startIndex
        return end == path.startIndex ? "/" : String(path[..<end])
    }

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
