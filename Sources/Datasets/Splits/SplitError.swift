import Foundation
package import Vocabulary

/// A split that cannot be made with the given settings.
package enum SplitError: Error, Sendable, Hashable {
    case badPattern(String, reason: String)
    case nothingLeft(validation: Double, test: Double)
    case noImages(String, from: Set<Split>)
    case emptyPart(String, Split, groups: Int, images: Int)
    case noSuchFold(Int, k: Int)
    case tooFewGroups(Int, k: Int)
    /// A class without training images.
    case classNotTrained(String, name: String)
    /// A table without splits, although no rule divides the images.
    case noOfficialSplit(String)
    /// A manifest that cannot be used; `line` is nil for the whole file.
    case badManifest(String, line: Int?, reason: String)

    /// The setting of `dataset` that causes the error, such as `split.fold`.
    package var setting: String {
        switch self {
        case .badPattern: "groupPattern"
        case .nothingLeft, .emptyPart: "split.validation"
        case .noImages: "split.from"
        case .noSuchFold: "split.fold"
        case .tooFewGroups: "split.k"
        case .classNotTrained, .noOfficialSplit: "split"
        case .badManifest: "split.path"
        }
    }
}

extension SplitError: LocalizedError, CustomStringConvertible {
    package var errorDescription: String? { description }

    package var description: String {
        switch self {
        case .badPattern(let pattern, let reason):
            "must be \(GroupPattern.knownNames) or a regular expression with a capture group, such as "
                + "^(person\\d+)_; got '\(pattern)': \(reason)"
        case .nothingLeft(let validation, let test):
            "must leave images for training; with \(validation) for validation and \(test) for test, none are left"
        case .noImages(let root, let from):
            "\(root): contains no images in \(Self.list(from)) to divide"
        case .emptyPart(let root, let split, let groups, let images):
            "\(root): \(split.rawValue) would get none of the \(images) images in \(groups) groups; "
                + "choose another fraction or another seed"
        case .noSuchFold(let fold, let k):
            "must be in [0, \(k - 1)] for \(k) folds; got \(fold)"
        case .tooFewGroups(let groups, let k):
            "must be at most the number of groups, \(groups); got \(k)"
        case .classNotTrained(let root, let name):
            "\(root): the split leaves no training image of class '\(name)'"
        case .noOfficialSplit(let path):
            "\(path) gives no splits; set dataset.split to a rule, such as { \"kind\": \"grouped\", "
                + "\"validation\": 0.1, \"test\": 0.2 }, or dataset.table.split to the column of splits"
        case .badManifest(let path, let line, let reason):
            path + (line.map { ":\($0)" } ?? "") + ": \(reason)"
        }
    }

    private static func list(_ splits: Set<Split>) -> String {
        Split.allCases.filter { splits.contains($0) }.map(\.rawValue).joined(separator: ", ")
    }
}
