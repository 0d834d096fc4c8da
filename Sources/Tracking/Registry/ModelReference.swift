/// A reference to a version of a registered model, such as `models:/chest@champion` or
/// `models:/chest/3`.
package struct ModelReference: Sendable, Hashable, CustomStringConvertible {
    /// The part of a reference that chooses the version.
    package enum Choice: Sendable, Hashable {
        /// The version that has this alias now.
        case alias(String)
        /// The version with this number.
        case version(Int)
    }

    /// The beginning of every reference.
    package static let scheme = "models:/"

    package let name: String
    package let choice: Choice

    /// Reads a reference.
    /// - Throws: `TrackingError.badReference`.
    package init(_ text: String) throws(TrackingError) {
        guard text.hasPrefix(Self.scheme) else { throw .badReference(text) }
        let rest = text.dropFirst(Self.scheme.count)
        if let at = rest.lastIndex(of: "@") {
            let alias = rest[rest.index(after: at)...]
            (name, choice) = (String(rest[..<at]), .alias(String(alias)))
            guard !alias.isEmpty else { throw .badReference(text) }
        } else {
            guard let slash = rest.lastIndex(of: "/"),
                let version = Int(rest[rest.index(after: slash)...]), version > 0
            else { throw .badReference(text) }
            (name, choice) = (String(rest[..<slash]), .version(version))
        }
        guard !name.isEmpty, !name.contains("/") else { throw .badReference(text) }
    }

    package var description: String {
        switch choice {
        case .alias(let alias): "models:/\(name)@\(alias)"
        case .version(let version): "models:/\(name)/\(version)"
        }
    }
}
