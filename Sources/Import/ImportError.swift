import Datasets
import Foundation

/// An error that prevents the import of a data set.
package enum ImportError: Error, Sendable, Hashable {
    case unreadable(String, reason: String)
    /// A file that is neither an archive nor a table.
    case unknownKind(String)
    /// An entry of an archive or folder that could overwrite other files or disguise its contents.
    case harmful(String, entry: String, reason: String)
    case damaged(String, entry: String, reason: String)
    case noImages(String, files: [String])
    /// Images without a folder that gives their class.
    case noClasses(String, examples: [String], reason: String)
    /// Images, or files that look like images, that would not be imported.
    case leftOut(String, files: [String], reason: String)
    /// Folders that look like splits, if it is not certain which split each of them is.
    case splitFolders(String, folders: [String], reason: String)
    case classesDiffer(String, reason: String)
    /// Identical files in two classes.
    case sameImage(String, pairs: [String])
    case sameTarget(String, first: String, second: String, target: String)
    case longName(String, entry: String, reason: String)
    case noSpace(String, needed: Int, free: Int)
    case otherContents(String, reason: String)
    /// The files in the finished folder differ from those to write.
    case incomplete(String, expected: Int, got: Int)
    case changed(String, entry: String)
}

extension ImportError: LocalizedError, CustomStringConvertible {
    package var errorDescription: String? { description }

    package var description: String {
        switch self {
        case .unreadable(let path, let reason): "\(path): cannot be read: \(reason)"
        case .unknownKind(let path):
            "\(path): is not a folder, a zip, tar or 7z archive, or a table; "
                + "unpack archives of other formats and import the folder"
        case .harmful(let path, let entry, let reason):
            "\(path): cannot be imported: its entry '\(entry)' \(reason); nothing was written"
        case .damaged(let path, let entry, let reason):
            "\(path): its entry '\(entry)' is damaged (\(reason)); download the source again"
        case .changed(let path, let entry):
            "\(path): '\(entry)' changed while it was imported; import it again"
        case .noImages(let path, let files): noImages(path, files)
        case .noClasses(let path, let examples, let reason):
            "\(path): \(reason), so the classes of the images are unknown: "
                + "\(Self.list(examples, most: 3)). A table can give them: "
                + "study data import TABLE.csv --image COLUMN --label COLUMN --output DIR, such as "
                + "train.csv of CheXpert with --image Path"
        case .leftOut(let path, let files, let reason):
            "\(path): \(Self.count(files.count, "file")) \(reason): \(Self.list(files, most: 5)); nothing was written"
        case .splitFolders(let path, let folders, let reason):
            "\(path): \(Self.list(folders, most: 5)) \(reason); name the folders of the splits train, val and test "
                + "(unpack an archive for that), or exclude some with --exclude PATTERN; nothing was written"
        case .classesDiffer(let path, let reason): "\(path): \(reason)"
        case .sameImage(let path, let pairs):
            "\(path): \(pairs.count == 1 ? "two images of different classes have" : "\(pairs.count) pairs of images of different classes have") "
                + "identical files, so at least one class is incorrect: \(Self.list(pairs, most: 5)); "
                + "exclude one of each pair with --exclude PATTERN"
        case .sameTarget(let path, let first, let second, let target):
            "\(path): '\(first)' and '\(second)' would both become '\(target)'; rename one of them"
        case .longName(let path, let entry, let reason):
            "\(path): '\(entry)' \(reason); rename it; nothing was written"
        case .noSpace(let path, let needed, let free):
            "\(path): needs \(needed / 1_000_000) MB, but only \(free / 1_000_000) MB are free; free some disk space"
        case .otherContents(let path, let reason):
            "\(path): already exists and \(reason); move it or choose another folder"
        case .incomplete(let path, let expected, let got):
            "\(path): contains \(got) files instead of \(expected), probably because this file system does not distinguish names that differ "
                + "in case or Unicode form; choose a folder on another file system with --output"
        }
    }

    private func noImages(_ path: String, _ files: [String]) -> String {
        if files.contains("xl/workbook.xml") {
            return
                "\(path): is an Excel workbook; save the sheet as CSV next to the images and import the CSV file"
        }
        return
            "\(path): contains no \(ImageSuffixes.list) image in class folders; expected <class>/<image> or "
            + "{train,val,test}/<class>/<image>"
            + (files.isEmpty ? "" : "; found \(Self.list(files, most: 5))")
    }

    static func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }

    static func list(_ names: [String], most: Int) -> String {
        names.prefix(most).joined(separator: ", ")
            + (names.count > most ? " and \(names.count - most) more" : "")
    }
}
