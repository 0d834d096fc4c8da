import Files
import Foundation
import Processes

/// A path as a user writes it in a study file: `~` is the home folder, and `${NAME}` is the value
/// of an environment variable. `$NAME` is one, too, if it is a whole component.
struct WrittenPath {
    private let text: String
    private let folder: String
    private let environment: [String: String]

    /// - Parameters:
    ///   - folder: the absolute path at which a relative path starts.
    ///   - environment: the environment variables.
    init(
        _ text: String, in folder: String,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) {
        self.text = text
        self.folder = folder
        self.environment = environment
    }

    /// The absolute path.
    /// - Throws: `WrittenPathError` for an unknown variable or user, and for an address or a path
    ///   of Windows.
    func absolute() throws(WrittenPathError) -> String {
        do throws(WrittenPathError) {
            let path = try withVariables(try withHome(text))
            if let error = foreign(path), !exists(path) { throw error }
            return FileManager.absolutePath(path, in: folder)
        } catch {
            // A folder may really have such a name.
            if !text.hasPrefix("~"), exists(text) {
                return FileManager.absolutePath(text, in: folder)
            }
            throw error
        }
    }

    private func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: FileManager.absolutePath(path, in: folder))
    }

    /// The path with the home folder for `~` or `~user` at its start.
    private func withHome(_ path: String) throws(WrittenPathError) -> String {
        guard path.hasPrefix("~") else { return path }
        let name = path.dropFirst().prefix { $0 != "/" }
        let home =
            name.isEmpty
            ? UserAccount.home(environment) : UserAccount.home(ofUser: String(name))
        guard let home else { throw name.isEmpty ? .noHome : .noUser(String(name)) }
        return home + path.dropFirst(1 + name.count)
    }

    private func withVariables(_ path: String) throws(WrittenPathError) -> String {
        var (result, rest) = ("", path[...])
        while let dollar = rest.firstIndex(of: "$") {
            let isStart = dollar == path.startIndex || path[path.index(before: dollar)] == "/"
            result += rest[..<dollar]
            rest = rest[path.index(after: dollar)...]
            if rest.first == "{" {
                guard let end = rest.firstIndex(of: "}") else { throw .missingBrace(path) }
                result += try value(of: rest[..<end].dropFirst())
                rest = rest[path.index(after: end)...]
                continue
            }
            let name = rest.prefix { $0 != "/" }
            if isStart, Self.isName(name) {
                result += try value(of: name)
                rest = rest.dropFirst(name.count)
            } else {
                result += "$"
            }
        }
        return result + rest
    }

    private func value(of name: Substring) throws(WrittenPathError) -> String {
        guard Self.isName(name) else { throw .notAName(String(name)) }
        guard let value = environment[String(name)] else { throw .noVariable(String(name)) }
        guard !value.isEmpty else { throw .emptyVariable(String(name)) }
        return value
    }

    private static func isName(_ text: Substring) -> Bool {
        guard let first = text.first, !first.isNumber else { return false }
        return text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    }

    /// The error for an address or for a path of Windows; nil for other paths.
    private func foreign(_ path: String) -> WrittenPathError? {
        if let match = path.prefixMatch(of: /([A-Za-z]):[\\\/]/) {
            let below = path.dropFirst(3).replacing("\\", with: "/")
            // Windows Subsystem for Linux.
            let mounted = "/mnt/\(match.1.lowercased())/\(below)"
            return .windows(path, found: exists(mounted) ? mounted : nil)
        }
        if path.hasPrefix("\\\\") { return .windows(path, found: nil) }
        if let match = path.prefixMatch(of: /[A-Za-z][A-Za-z0-9+.-]*:\/\//) {
            let below = String(path[match.range.upperBound...])
            return .address(path, file: match.0.lowercased() == "file://" ? below : nil)
        }
        return nil
    }
}

/// The reason for which a path in a study file names nothing on this machine.
package enum WrittenPathError: Error, Sendable, Hashable {
    case noHome
    case noUser(String)
    case noVariable(String)
    case emptyVariable(String)
    /// Something else than the name of a variable in braces, such as `HOME:-x`.
    case notAName(String)
    case missingBrace(String)
    /// A path of Windows, and the folder that has these files under WSL.
    case windows(String, found: String?)
    /// An address, and its path if it is that of a file.
    case address(String, file: String?)
}

extension WrittenPathError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noHome: "the user has no home folder for '~'; set HOME or write the whole path"
        case .noUser(let name):
            "there is no user '\(name)'; for a folder of this name, write ./~\(name)"
        case .noVariable(let name):
            "the environment variable \(name) is not set; set it with 'export \(name)=...' or write "
                + "the path"
        case .emptyVariable(let name):
            "the environment variable \(name) is empty; set it with 'export \(name)=...' or write "
                + "the path"
        case .notAName(let text):
            "'${\(text)}' does not name an environment variable; expected ${NAME}, with letters, "
                + "digits and '_'"
        case .missingBrace(let path): "'}' is missing after '${' in '\(path)'"
        case .windows(let path, let found):
            "'\(path)' is a path of Windows; "
                + (found.map { "did you mean '\($0)'?" } ?? "write the path on this machine")
        case .address(let path, let file):
            if let file {
                "'\(path)' is an address; write the path '\(file)'"
            } else {
                "'\(path)' is an address; download the data and write the path of the folder or file"
            }
        }
    }
}
