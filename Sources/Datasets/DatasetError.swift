import Foundation

/// A data set that cannot be used as it is.
package enum DatasetError: Error, Sendable, Hashable {
    case noFolder(String)
    /// `inner` is a folder below that has one.
    case noTrainingSplit(String, inner: String?)
    case tooFewClasses(String, found: [String])
    case differentClasses(String, split: Split, expected: [String], found: [String])
    case emptyClass(String)
    /// Class folders, with their bytes, whose names look the same and differ in their Unicode form.
    case unicodeForms([String])
    case classNameNotUTF8(String)
    /// Files that are not read though they look like images, or folders that look like splits.
    case unread(String, UnreadFiles)
    /// A class without an image that can be used, where it has some that cannot.
    case noUsableImage(String, split: Split, class: String, bad: [BadImage])
    /// A file of decoded images does not contain what its header and its list of skipped images say.
    case inconsistentCache(String)
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
        case .unicodeForms(let folders):
            "\(folders.joined(separator: " and ")): these class names look the same and differ in their Unicode form "
                + "(composed or decomposed); rename the folders so that a class has the same bytes everywhere"
        case .classNameNotUTF8(let folder):
            "\(folder): the name of this class folder is not UTF-8; rename it"
        case .unread(let root, let unread):
            Self.unread(root, unread)
        case .noUsableImage(let root, let split, let name, let bad):
            "\(root)/\(split.rawValue)/\(name): none of its images can be used, so class '\(name)' would have no "
                + "\(split.rawValue) image:\n" + Self.listed(bad).joined(separator: "\n")
        case .inconsistentCache(let path):
            "\(path): its images and its list of skipped images do not fit the data set; remove it"
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

    private static func unread(_ root: String, _ unread: UnreadFiles) -> String {
        let lines = unread.suspicions
        let shown = lines.prefix(20).map { "  \($0)" }
        let rest = lines.count > 20 ? ["  and \(lines.count - 20) more lines"] : []
        let remedy =
            "Read are .jpeg, .jpg and .png files in {train,val,test}/<class>. Move, convert or remove the others, or "
            + "set dataset.onUnread to \"ignore\"."
        return
            (["\(root): some of it looks like images or a split, and is not read:"] + shown + rest
            + [remedy]).joined(separator: "\n")
    }

    private static func listed(_ images: [BadImage]) -> [String] {
        let shown = images.prefix(10).map { "  \($0.path): \($0.reason)" }
        return shown + (images.count > 10 ? ["  and \(images.count - 10) more"] : [])
    }

    private static func badImages(_ images: [BadImage]) -> String {
        let count = images.count == 1 ? "1 image" : "\(images.count) images"
        return
            (["\(count) cannot be used:"] + listed(images)
            + ["repair or remove them, or set dataset.onBadImage to \"skip\""])
            .joined(separator: "\n")
    }
}
