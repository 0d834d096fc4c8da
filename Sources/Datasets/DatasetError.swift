import Foundation
import Images
package import Vocabulary

/// A data set that cannot be used.
package enum DatasetError: Error, Sendable, Hashable {
    case noFolder(String)
    /// The folder has no `train`; `inner` is a subfolder or an archive that has one.
    case noTrainingSplit(String, inner: String?, archives: [String] = [])
    /// Several archives with the name of a split.
    case severalArchives(String, split: Split, [String])
    /// WebDataset shards whose splits or classes are unclear.
    case shards(String, reason: String)
    /// Samples of WebDataset shards without one image and its class.
    case badSamples([BadImage])
    case tooFewClasses(String, found: [String])
    case differentClasses(String, split: Split, expected: [String], found: [String])
    /// A class folder of `train` without images; `unread` describes the files that it has instead.
    case emptyClass(String, unread: String? = nil)
    /// A file or a broken link with the name of a split or of a class.
    case brokenFolder(String, reason: String)
    /// A folder without `train` that has a folder with a similar name.
    case misnamedTrainingSplit(String, folder: String)
    /// A folder whose subfolders are classes instead of splits.
    case classesWithoutSplits(String, classes: [String])
    /// Class folders whose names look the same but have different Unicode forms; with their bytes.
    case unicodeForms([String])
    case classNameNotUTF8(String)
    /// Files that look like images, or folders that look like splits, that are not read.
    case unread(String, UnreadFiles)
    /// A class all of whose images are unusable.
    case noUsableImage(String, split: Split, class: String, bad: [BadImage])
    /// A file of decoded images whose contents contradict its header or its list of skipped images.
    case inconsistentCache(String)
    /// A split without images that was needed.
    case emptySplit(String, split: Split)
    case badImages([BadImage])
    /// Images that were changed or became unreadable after their digests were computed and before
    /// they were decoded.
    case changedImages([BadImage])
    /// Images that use less than a quarter of the levels under their window.
    case smallRange(String, SmallRange)
}

/// An image that cannot be used.
package struct BadImage: Sendable, Hashable {
    /// The path relative to the root.
    package var path: String
    /// The reason why the image cannot be used.
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
            "\(root): no such folder; expected a data set with {train,val,test}/<class>/<image>"
        case .noTrainingSplit(let root, let inner, let archives):
            "\(root): has no folder 'train'; expected {train,val,test}/<class>/<image>"
                + (inner.map { "; did you mean \($0)?" } ?? Self.unread(archives))
        case .severalArchives(let root, let split, let archives):
            "\(root): \(archives.joined(separator: " and ")) could both be the split "
                + "\(split.rawValue); keep one of them"
        case .shards(let root, let reason): "\(root): \(reason)"
        case .badSamples(let samples):
            ([
                samples.count == 1
                    ? "1 sample cannot be used:" : "\(samples.count) samples cannot be used:"
            ] + Self.listed(samples)
                + ["every sample needs one image, and its class in a .cls or .json file"])
                .joined(separator: "\n")
        case .tooFewClasses(let root, let found):
            "\(root)/train: expected at least two class folders, found "
                + (found.isEmpty ? "none" : "only '\(found[0])'")
        case .differentClasses(let root, let split, let expected, let found):
            differentClasses("\(root)/\(split.rawValue)", expected: expected, found: found)
        case .emptyClass(let folder, let unread):
            "\(folder): contains no \(ImageFormat.suffixList) image; add images or remove the class "
                + "folder"
                + (unread.map { "; not read: \($0)" } ?? "")
        case .brokenFolder(let path, let reason):
            "\(path): expected a folder, but \(reason); repair or remove it"
        case .misnamedTrainingSplit(let root, let folder):
            "\(root): has a folder '\(folder)' but no folder 'train'; rename it (splits must be named train, val and test)"
        case .classesWithoutSplits(let root, let classes):
            Self.classesWithoutSplits(root, classes)
        case .unicodeForms(let folders):
            "\(folders.joined(separator: " and ")): these class names look the same but have different Unicode forms "
                + "(composed or decomposed); rename the folders so that a class has the same bytes everywhere"
        case .classNameNotUTF8(let folder):
            "\(folder): the name of this class folder is not UTF-8; rename it"
        case .unread(let root, let unread):
            Self.unread(root, unread)
        case .noUsableImage(let root, let split, let name, let bad):
            "\(root)/\(split.rawValue)/\(name): none of the images can be used, so class '\(name)' would have no "
                + "\(split.rawValue) image left:\n" + Self.listed(bad).joined(separator: "\n")
        case .inconsistentCache(let path):
            "\(path): the images and the list of skipped images do not match the data set; remove the file"
        case .emptySplit(let root, let split):
            "\(root)/\(split.rawValue): contains no image that can be used"
        case .badImages(let images):
            Self.badImages(images)
        case .changedImages(let images):
            Self.changedImages(images)
        case .smallRange(let root, let range):
            "\(root): \(range.text)"
        }
    }

    /// A text about archives that are not read as they are.
    private static func unread(_ archives: [String]) -> String {
        guard !archives.isEmpty else { return "" }
        let shown = archives.prefix(3).joined(separator: ", ")
        let rest = archives.count > 3 ? " and \(archives.count - 3) more" : ""
        return "; found \(shown)\(rest), of which none has it: archives are read if they are named "
            + "train, val and test, or if dataset.path is one of them; unpack others"
    }

    private static func classesWithoutSplits(_ root: String, _ classes: [String]) -> String {
        let names = classes.prefix(3).map { "'\($0)'" }.joined(separator: ", ")
        let rest = classes.count > 3 ? " and \(classes.count - 3) more" : ""
        return
            "\(root): has no folder 'train'; its folders \(names)\(rest) contain images and look like classes. "
            + "'study data import \(root) --output DIR' makes a data set from them; the setting 'dataset.split' takes validation and "
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

    /// The name of a class, quoted if it begins or ends with a space.
    private static func shown(_ name: String) -> String {
        let isPlain = ![name.utf8.first, name.utf8.last].contains { $0 == nil || $0 == 32 }
        return isPlain ? name : "'\(name)'"
    }

    private static func unread(_ root: String, _ unread: UnreadFiles) -> String {
        let lines = unread.suspicions
        let shown = lines.prefix(20).map { "  \($0)" }
        let rest = lines.count > 20 ? ["  and \(lines.count - 20) more lines"] : []
        let remedy =
            "Only \(ImageFormat.suffixList) files in {train,val,test}/<class> are read. Move, convert"
            + (unread.images.contains { $0.category == UnreadFiles.archives } ? ", unpack" : "")
            + " or remove the others, or set dataset.onUnread to \"ignore\"."
        return
            (["\(root): some files or folders look like images or splits but are not read:"] + shown
            + rest
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
            + [
                "run the command again when no program writes to the data set and its disk is readable"
            ])
            .joined(separator: "\n")
    }

    private static func badImages(_ images: [BadImage]) -> String {
        (["\(count(images)) cannot be used:"] + listed(images)
            + ["repair or remove them, or set dataset.onBadImage to \"skip\""])
            .joined(separator: "\n")
    }
}
