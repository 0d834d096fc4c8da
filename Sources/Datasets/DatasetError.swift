import Foundation
package import Vocabulary

/// A data set that cannot be used as it is.
package enum DatasetError: Error, Sendable, Hashable {
    case noFolder(String)
    /// `inner` is a folder below that has one.
    case noTrainingSplit(String, inner: String?)
    case tooFewClasses(String, found: [String])
    case differentClasses(String, split: Split, expected: [String], found: [String])
    /// A class folder of `train` without an image; `unread` says what it has instead.
    case emptyClass(String, unread: String? = nil)
    /// Something of the name of a split, or of a class, that is no folder and leads to none.
    case brokenFolder(String, reason: String)
    /// A folder without `train`, with one that is meant to be it.
    case misnamedTrainingSplit(String, folder: String)
    /// A folder whose folders are classes and not splits.
    case classesWithoutSplits(String, classes: [String])
    /// Class folders, with their bytes, whose names look the same and differ in their Unicode form.
    case unicodeForms([String])
    case classNameNotUTF8(String)
    /// Files that are not read though they look like images, or folders that look like splits.
    case unread(String, UnreadFiles)
    /// A class without an image that can be used, where it has some that cannot.
    case noUsableImage(String, split: Split, class: String, bad: [BadImage])
    /// A file of decoded images does not contain what its header and its list of skipped images
    /// say.
    case inconsistentCache(String)
    /// A split without a picture, when one was needed.
    case emptySplit(String, split: Split)
    case badImages([BadImage])
    /// Images that could be read when their digests were computed, and not, or not as they were,
    /// when they were decoded.
    case changedImages([BadImage])
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
        case .emptyClass(let folder, let unread):
            "\(folder): holds no .jpeg, .jpg or .png image; add some, or remove the class"
                + (unread.map { "; not read: \($0)" } ?? "")
        case .brokenFolder(let path, let reason):
            "\(path): expected a folder of the data set, but \(reason); repair or remove it"
        case .misnamedTrainingSplit(let root, let folder):
            "\(root): has no folder 'train', but '\(folder)'; splits are called train, val and test: rename it"
        case .classesWithoutSplits(let root, let classes):
            Self.classesWithoutSplits(root, classes)
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
        case .changedImages(let images):
            Self.changedImages(images)
        }
    }

    private static func classesWithoutSplits(_ root: String, _ classes: [String]) -> String {
        let names = classes.prefix(3).map { "'\($0)'" }.joined(separator: ", ")
        let rest = classes.count > 3 ? " and \(classes.count - 3) more" : ""
        return
            "\(root): has no folder 'train'; its folders \(names)\(rest) hold images and look like classes. "
            + "'study data import \(root) --output DIR' makes a data set of them; 'dataset.split' cuts validation and "
            + "test images from its 'train'"
    }

    private func differentClasses(_ folder: String, expected: [String], found: [String]) -> String {
        let missing = expected.filter { !found.contains($0) }.map(Self.shown)
        let extra = found.filter { !expected.contains($0) }.map(Self.shown)
        let differences = [
            missing.isEmpty ? nil : "missing \(missing.joined(separator: ", "))",
            extra.isEmpty ? nil : "not in train: \(extra.joined(separator: ", "))",
        ]
        return "\(folder): its classes differ from train's ("
            + differences.compactMap { $0 }.joined(separator: "; ")
            + "); every split needs the same class folders"
    }

    /// A class's name, in quotes where its end could not be seen.
    private static func shown(_ name: String) -> String {
        let isPlain = ![name.utf8.first, name.utf8.last].contains { $0 == nil || $0 == 32 }
        return isPlain ? name : "'\(name)'"
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

    private static func count(_ images: [BadImage]) -> String {
        images.count == 1 ? "1 image" : "\(images.count) images"
    }

    private static func changedImages(_ images: [BadImage]) -> String {
        (["\(count(images)) changed or became unreadable while the data set was read:"]
            + listed(images)
            + ["try again when nothing writes to the data set and its disk can be read"])
            .joined(separator: "\n")
    }

    private static func badImages(_ images: [BadImage]) -> String {
        (["\(count(images)) cannot be used:"] + listed(images)
            + ["repair or remove them, or set dataset.onBadImage to \"skip\""])
            .joined(separator: "\n")
    }
}
