import Foundation

/// A data set that is not imported, and why.
package enum ImportError: Error, Sendable, Hashable {
    case unreadable(String, reason: String)
    /// A file that is neither an archive nor a table.
    case unknownKind(String)
    /// An entry of an archive or folder that could do harm, or hide what it is.
    case harmful(String, entry: String, reason: String)
    case damaged(String, entry: String, reason: String)
    case noImages(String, files: [String])
    /// No folder says which class an image has.
    case noClasses(String, examples: [String], reason: String)
    /// Images, or what looks like images, that would be left out.
    case leftOut(String, files: [String], reason: String)
    /// Folders that look like splits, of which it is not certain which split they are.
    case splitFolders(String, folders: [String], reason: String)
    case classesDiffer(String, reason: String)
    /// The same bytes under two classes.
    case sameImage(String, pairs: [String])
    case sameTarget(String, first: String, second: String, target: String)
    case longName(String, entry: String, reason: String)
    case noSpace(String, needed: Int, free: Int)
    case otherContents(String, reason: String)
    /// The files in the finished folder are not those that were to be written.
    case incomplete(String, expected: Int, got: Int)
    case changed(String, entry: String)
}

extension ImportError: LocalizedError, CustomStringConvertible {
    package var errorDescription: String? { description }

    package var description: String {
        switch self {
        case .unreadable(let path, let reason): "\(path): cannot be read: \(reason)"
        case .unknownKind(let path):
            "\(path): is no folder, no zip, tar or 7z archive and no table; "
                + "of another archive, unpack it and import the folder"
        case .harmful(let path, let entry, let reason):
            "\(path): refused, for its entry '\(entry)' \(reason); nothing was written"
        case .damaged(let path, let entry, let reason):
            "\(path): its entry '\(entry)' is damaged (\(reason)); fetch it again"
        case .changed(let path, let entry):
            "\(path): '\(entry)' changed while it was imported; import it again"
        case .noImages(let path, let files): noImages(path, files)
        case .noClasses(let path, let examples, let reason):
            "\(path): \(reason), so no folder says which class an image has: "
                + "\(Self.list(examples, most: 3)). A table can: "
                + "study data import TABLE.csv --image COLUMN --label COLUMN --output DIR, such as "
                + "train.csv of CheXpert with --image Path"
        case .leftOut(let path, let files, let reason):
            "\(path): \(Self.count(files.count, "file")) \(reason): \(Self.list(files, most: 5)); nothing was written"
        case .splitFolders(let path, let folders, let reason):
            "\(path): \(Self.list(folders, most: 5)) \(reason); name the folders of a split train, val or test "
                + "(unpack an archive for that), or leave some out with --exclude PATTERN; nothing was written"
        case .classesDiffer(let path, let reason): "\(path): \(reason)"
        case .sameImage(let path, let pairs):
            "\(path): \(pairs.count == 1 ? "two images of different classes have" : "\(pairs.count) pairs of images of different classes have") "
                + "the same bytes, and one of the classes is wrong: \(Self.list(pairs, most: 5)); "
                + "leave one out, such as with --exclude PATTERN"
        case .sameTarget(let path, let first, let second, let target):
            "\(path): '\(first)' and '\(second)' would both become '\(target)'; rename one"
        case .longName(let path, let entry, let reason):
            "\(path): '\(entry)' \(reason); rename it; nothing was written"
        case .noSpace(let path, let needed, let free):
            "\(path): needs \(needed / 1_000_000) MB, and \(free / 1_000_000) MB are free; make room"
        case .otherContents(let path, let reason):
            "\(path): exists and \(reason); move it away or name another folder"
        case .incomplete(let path, let expected, let got):
            "\(path): \(got) files are there in place of \(expected): does this file system take names that differ "
                + "in case or Unicode form for one? name a folder of another one with --output"
        }
    }

    private func noImages(_ path: String, _ files: [String]) -> String {
        if files.contains("xl/workbook.xml") {
            return
                "\(path): is a workbook of Excel; save the sheet as CSV beside the images, and import that"
        }
        return
            "\(path): holds no .jpeg, .jpg or .png image in class folders; expected <class>/<image> or "
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
