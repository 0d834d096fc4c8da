import Files
import JSON

/// The samples of a shard: files whose names are equal up to the first dot. A sample is an image
/// and its class, which is the text of `KEY.cls` or a member of `KEY.json`.
///
/// The format is that of the package webdataset, "The WebDataset Format", 2020.
struct WebDatasetShard {
    /// The images, in the order of their names, each with the name of its class.
    private(set) var images: [(path: String, label: String)] = []
    /// The samples that cannot be used.
    private(set) var bad: [BadImage] = []
    /// The files that belong to no sample with an image, and hidden files.
    private(set) var unread = UnreadFiles()

    /// The members of a JSON file that may contain the class.
    private static let members = ["cls", "class", "label"]
    /// The maximum number of bytes of a file with a class.
    private static let most = 1 << 20

    /// The files of a sample.
    private struct Sample {
        var images: [String] = []
        var label: String?
        var json: String?
        var others: [(path: String, category: FileCategory)] = []
    }

    private let root: FilePath

    /// - Parameters:
    ///   - root: the folder of the data set.
    ///   - shard: the path of the shard relative to it; empty: the root itself.
    /// - Throws: `FileError`.
    init(root: FilePath, shard: String) throws {
        self.root = root
        var folders = [shard]
        while let folder = folders.popLast() {
            folders += try read(folder)
        }
    }

    /// True if an archive contains a file of a class beside others, not in folders.
    static func isShard(_ archive: FilePath) -> Bool {
        let entries = (try? FolderEntry.list(archive)) ?? []
        let files = entries.filter { !$0.isFolder && $0.systemCategory == nil }
        let keys = Set(
            files.filter { [".cls", ".json"].contains(suffix(of: $0.text)) }.map {
                key(of: $0.text)
            })
        return files.contains { ImageSuffixes.isRead($0.name) && keys.contains(key(of: $0.text)) }
    }

    /// The name up to the first dot.
    private static func key(of name: String) -> Substring { name.prefix { $0 != "." } }

    /// The name from the first dot on, in lower case.
    private static func suffix(of name: String) -> String {
        name.drop { $0 != "." }.lowercased()
    }

    /// Reads the samples of a folder.
    /// - Returns: the folders in it.
    private mutating func read(_ folder: String) throws -> [String] {
        var folders: [String] = []
        var samples: [Substring: Sample] = [:]
        for entry in try FolderEntry.list(root.appending(text: folder)) {
            let path = folder.isEmpty ? entry.text : "\(folder)/\(entry.text)"
            if let category = entry.systemCategory {
                unread.addOther(path, in: folder, category)
            } else if entry.isFolder {
                folders.append(path)
            } else {
                var sample = samples[Self.key(of: entry.text)] ?? Sample()
                switch Self.suffix(of: entry.text) {
                case ".cls": sample.label = path
                case ".json": sample.json = path
                default:
                    let category = FileCategory(entry.name, at: root.appending(text: path))
                    if category == .image {
                        sample.images.append(path)
                    } else {
                        sample.others.append((path, category))
                    }
                }
                samples[Self.key(of: entry.text)] = sample
            }
        }
        for (key, sample) in samples.sorted(by: {
            $0.key.utf8.lexicographicallyPrecedes($1.key.utf8)
        }) {
            take(sample, String(key), in: folder)
        }
        return folders
    }

    private mutating func take(_ sample: Sample, _ key: String, in folder: String) {
        for (path, category) in sample.others {
            switch category {
            case .otherImage(let suffix): unread.addImage(path, in: folder, suffix)
            case .archive: unread.addImage(path, in: folder, UnreadFiles.archives)
            case .image, .other: unread.addOther(path, in: folder, UnreadFiles.plain)
            }
        }
        guard let image = sample.images.first else {
            for path in [sample.label, sample.json].compactMap({ $0 }) {
                unread.addOther(path, in: folder, UnreadFiles.plain)
            }
            return
        }
        guard sample.images.count == 1 else {
            bad.append(
                BadImage(
                    path: image,
                    reason: "the sample '\(key)' also has the image \(sample.images[1])"))
            return
        }
        do throws(LabelFailure) {
            images.append((image, try label(of: sample)))
        } catch {
            bad.append(BadImage(path: image, reason: error.reason))
        }
    }

    private struct LabelFailure: Error { var reason: String }

    /// The name of the class of a sample.
    private func label(of sample: Sample) throws(LabelFailure) -> String {
        let name: String
        if let path = sample.label {
            name = String(decoding: try contents(path), as: UTF8.self)
        } else if let path = sample.json {
            name = try label(json: path)
        } else {
            throw LabelFailure(reason: "has no .cls or .json file with its class")
        }
        let bytes = name.utf8
        let isBlank: (UInt8) -> Bool = { $0 == 32 || (9...13).contains($0) }
        let trimmed = bytes.drop(while: isBlank).reversed().drop(while: isBlank).reversed()
        let text = String(decoding: Array(trimmed), as: UTF8.self)
        let forbidden: (UInt8) -> Bool = { $0 < 32 || $0 == 127 }
        guard !text.isEmpty, text.utf8.count <= 255, !text.utf8.contains(where: forbidden),
            !text.contains("\u{FFFD}")
        else {
            throw LabelFailure(
                reason:
                    "its class in \(sample.label ?? sample.json ?? "") is not a name or a number")
        }
        return text
    }

    private func label(json path: String) throws(LabelFailure) -> String {
        let value: JSONValue
        do {
            value = try JSONDocument(bytes: try contents(path), file: path).value
        } catch {
            throw LabelFailure(reason: "\(error)")
        }
        for member in Self.members {
            if let text = value[member]?.text { return text }
            if let number = value[member]?.int { return "\(number)" }
        }
        throw LabelFailure(
            reason: "\(path) has no member \(Self.members.joined(separator: ", ")) with its class")
    }

    private func contents(_ path: String) throws(LabelFailure) -> [UInt8] {
        do {
            let bytes = try SmallFile.bytes(of: root.appending(text: path), atMost: Self.most)
            if let bytes { return bytes }
        } catch {
            throw LabelFailure(reason: "\(error)")
        }
        throw LabelFailure(reason: "\(path) is too large for a class")
    }
}
