import Files

/// The layout of a file written by `torch.save`, in either of its two formats: the pickle and the
/// ranges of the storages.
struct TorchLayout {
    let pickle: PickleReader
    let root: PickleValue
    /// The range of each storage in the file, in bytes.
    let storages: [String: Range<Int>]
    /// The range of the text that `TorchWriter` added to the tensors; nil in other files.
    let notes: Range<Int>?

    /// True if the file begins like one of the two formats.
    static func recognizes(_ file: OpenFile) -> Bool {
        isArchive(file) || legacyStart(FileWindow(file)) != nil
    }

    /// True if the file begins like a zip archive.
    static func isArchive(_ file: OpenFile) -> Bool {
        FileWindow(file).starts(with: ZipArchive.magic)
    }

    /// - Throws: `WeightsError`.
    init(_ file: OpenFile) throws {
        let bytes = FileWindow(file)
        if bytes.starts(with: ZipArchive.magic) {
            try self.init(zip: file)
        } else if let start = Self.legacyStart(bytes) {
            try self.init(legacy: file, at: start)
        } else {
            throw WeightsError(file.path, .notACheckpoint(ForeignFormat(bytes)))
        }
    }

    /// Reads `<prefix>/data.pkl` and locates `<prefix>/data/<key>` in a zip archive.
    private init(zip file: OpenFile) throws {
        let archive = try ZipArchive(file)
        let suffix = "/data.pkl"
        let pickles = archive.files.keys.filter { $0.hasSuffix(suffix) }
        if let name = archive.unreadable.first(where: { $0.hasSuffix(suffix) }) {
            throw WeightsError(
                file.path,
                .archive("'\(name)' is compressed or encrypted; expected stored files"))
        }
        guard let name = pickles.first, let range = archive.files[name] else {
            throw WeightsError(
                file.path,
                .notACheckpoint(ForeignFormat(archive: archive.files.keys + archive.unreadable)))
        }
        guard pickles.count == 1 else {
            throw WeightsError(file.path, .archive("\(pickles.count) files data.pkl, expected one"))
        }
        let prefix = name.dropLast(suffix.count)
        if let order = archive.files["\(prefix)/byteorder"],
            try !file.bytes(order).elementsEqual("little".utf8)
        {
            throw WeightsError(file.path, .archive("its byte order is not little"))
        }
        var reader = PickleReader(FileWindow(file, range), path: file.path)
        root = try reader.read()
        pickle = reader
        notes = archive.files["\(prefix)/\(TorchWriter.notesKey)"]
        let folder = "\(prefix)/data/"
        let data = archive.files.filter { $0.key.hasPrefix(folder) }
        storages = Dictionary(
            uniqueKeysWithValues: data.map { (String($0.key.dropFirst(folder.count)), $0.value) })
    }

    /// The pickle of PyTorch's magic number, 0x1950a86a20f9469cfc6c, in protocols 1 to 5.
    private static let legacyMagics: [[UInt8]] = {
        let number: [UInt8] = [
            0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E,
        ]
        let frame: [UInt8] = [0x95, UInt8(number.count), 0, 0, 0, 0, 0, 0, 0]
        return [
            [0x80, 2] + number, [0x80, 3] + number, [0x80, 4] + frame + number,
            [0x80, 5] + frame + number, Array("L119547037146038801333356L\n.".utf8),
        ]
    }()

    /// The offset after the magic number of the older format; nil for other files.
    private static func legacyStart(_ bytes: FileWindow) -> Int? {
        legacyMagics.first { bytes.starts(with: $0) }?.count
    }

    /// Reads a file written before PyTorch 1.6: the magic number, the version, the system, the
    /// object and the keys of the storages, each as a pickle; then the storages in this order, each
    /// with its number of elements (64 bits) and the elements.
    private init(legacy file: OpenFile, at start: Int) throws {
        var reader = PickleReader(FileWindow(file), at: start, path: file.path)
        guard case .integer(1001) = try reader.read() else {
            throw WeightsError(file.path, .archive("unknown version, expected 1001"))
        }
        guard case .dictionary(let system) = try reader.read() else {
            throw WeightsError(file.path, .archive("it does not describe its system"))
        }
        for case (.text("little_endian"), .boolean(false)) in reader.dictionaries[system] {
            throw WeightsError(file.path, .archive("its byte order is not little"))
        }
        root = try reader.read()
        guard case .sequence(let keys) = try reader.read() else {
            throw WeightsError(file.path, .archive("it does not list its storages"))
        }
        pickle = reader
        notes = nil
        storages = try Self.locate(reader.sequences[keys], of: reader, in: file)
    }

    private static func locate(
        _ keys: [PickleValue], of reader: PickleReader, in file: OpenFile
    ) throws -> [String: Range<Int>] {
        let bytes = FileWindow(file)
        let types = Dictionary(
            reader.storages.map { ($0.key, $0.type) }, uniquingKeysWith: { first, _ in first })
        var ranges: [String: Range<Int>] = [:]
        var offset = reader.cursor.offset
        for case .text(let key) in keys {
            // The size of an unknown storage is not known, so those after it are not found.
            guard let type = types[key] else { break }
            let count = bytes.integer(Int64.self, at: offset).flatMap { Int(exactly: $0) }
            guard let count, let length = ElementType.byteCount([count], size: type.size),
                let range = bytes.range(at: offset + 8, length: length)
            else {
                throw WeightsError(
                    file.path, .archive("storage '\(key)' is truncated; is the download complete?"))
            }
            ranges[key] = range
            offset = range.upperBound
        }
        return ranges
    }
}
