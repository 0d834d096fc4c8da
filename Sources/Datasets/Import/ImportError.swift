import Foundation

/// A data set that is not imported, and why.
package enum ImportError: Error, Sendable, Hashable {
    case unreadable(String, reason: String)
    /// An entry of an archive or folder that could do harm, or hide what it is.
    case harmful(String, entry: String, reason: String)
    case damaged(String, entry: String, reason: String)
    case noImages(String)
    case sameTarget(String, first: String, second: String, target: String)
    case noSpace(String, needed: Int, free: Int)
    case otherContents(String, reason: String)
}

extension ImportError: LocalizedError, CustomStringConvertible {
    package var errorDescription: String? { description }

    package var description: String {
        switch self {
        case .unreadable(let path, let reason): "\(path): cannot be read: \(reason)"
        case .harmful(let path, let entry, let reason):
            "\(path): refused, for its entry '\(entry)' \(reason); nothing was written"
        case .damaged(let path, let entry, let reason):
            "\(path): its entry '\(entry)' is damaged (\(reason)); fetch it again, what is done stays"
        case .noImages(let path):
            "\(path): holds no .jpeg, .jpg or .png image in class folders; expected <class>/<image> or "
                + "{train,val,test}/<class>/<image>"
        case .sameTarget(let path, let first, let second, let target):
            "\(path): '\(first)' and '\(second)' would both become '\(target)', with or without regard to case; "
                + "rename one"
        case .noSpace(let path, let needed, let free):
            "\(path): needs \(needed / 1_000_000) MB, and \(free / 1_000_000) MB are free; make room"
        case .otherContents(let path, let reason):
            "\(path): exists and \(reason); move it away or name another folder"
        }
    }
}
