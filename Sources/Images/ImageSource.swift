package import Files

/// The source of an image: a file, or its content.
package enum ImageSource: Sendable, Hashable {
    /// A file.
    case file(FilePath)
    /// The content of a file, and its name for errors.
    case content([UInt8], name: String)

    /// The path, or the name of the content.
    package var name: String {
        switch self {
        case .file(let path): "\(path)"
        case .content(_, let name): name
        }
    }
}
