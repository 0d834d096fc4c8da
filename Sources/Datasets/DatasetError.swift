import Foundation

/// A data set that cannot be used as it is.
package enum DatasetError: Error, Sendable, Hashable {
    case noFolder(String)
    /// `inner` is a folder below that has one.
    case noTrainingSplit(String, inner: String?)
    case tooFewClasses(String, found: [String])
    case differentClasses(String, split: Split, expected: [String], found: [String])
    case emptyClass(String)
    case unreadableFolder(String, reason: String)
    /// A split without a picture, when one was needed.
    case emptySplit(String, split: Split)
    case badImages([BadImage])
}

/// A picture that cannot be used.
package struct BadImage: Sendable, Hashable {
    /// Relative to the set's root.
    package var path: String
    package var reason: String

    package init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }
}

extension DatasetError: LocalizedError, CustomStringConvertible {
    package var errorDescription: String? { description }

    package var description: String {
        switch self {
        case .noFolder(let root):
            "\(root): no such folder; expected a data set, {train,val,test}/<class>/<image>"
        case .noTrainingSplit(let root, let inner):
            "\(root): has no folder 'train'; expected {train,val,test}/<class>/<image>"
                + (inner.map { "; did you mean \($0)?" } ?? "")
        case .tooFewClasses(let root, let found):
            "\(root)/train: expected at least two class folders, found "
                + (found.isEmpty ? "none" : "only '\(found[0])'")
        case .differentClasses(let root, let split, let expected, let found):
            differentClasses("\(root)/\(split.rawValue)", expected: expected, found: found)
        case .emptyClass(let folder):
            "\(folder): holds no .jpeg, .jpg or .png image; add some, or remove the class"
        case .unreadableFolder(let folder, let reason):
            "\(folder): cannot be listed: \(reason)"
        case .emptySplit(let root, let split):
            "\(root)/\(split.rawValue): holds no image that can be used"
        case .badImages(let images):
            Self.badImages(images)
        }
    }

    private func differentClasses(_ folder: String, expected: [String], found: [String]) -> String {
        let missing = expected.filter { !found.contains($0) }
        let extra = found.filter { !expected.contains($0) }
        let differences = [
            missing.isEmpty ? nil : "missing \(missing.joined(separator: ", "))",
            extra.isEmpty ? nil : "not in train: \(extra.joined(separator: ", "))",
        ]
        return "\(folder): its classes differ from train's ("
            + differences.compactMap { $0 }.joined(separator: "; ")
            + "); every split needs the same class folders"
    }

    private static func badImages(_ images: [BadImage]) -> String {
        let shown = images.prefix(10).map { "  \($0.path): \($0.reason)" }
        let rest = images.count > 10 ? ["  and \(images.count - 10) more"] : []
        let count = images.count == 1 ? "1 image" : "\(images.count) images"
        return
            (["\(count) cannot be used:"] + shown + rest
            + ["repair or remove them, or set dataset.onBadImage to \"skip\""])
            .joined(separator: "\n")
    }
}
