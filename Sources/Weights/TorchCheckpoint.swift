package import Files
import Tensors

/// A checkpoint written by `torch.save`: the zip archive of PyTorch 1.6 and later, or the older
/// sequence of pickles, which some of torchvision's files still use.
///
/// Tensors in nested dictionaries have dotted names (`model.features.0.weight`); numbers and
/// strings become metadata.
package struct TorchCheckpoint: WeightsFile {
    /// The whole file.
    package let contents: OpenFile
    /// The zip archive or the older format.
    package let format: WeightsFormat
    /// The tensors, in the order of the dictionaries.
    package let entries: [WeightsEntry]
    /// The numbers and strings of the dictionaries, by dotted name.
    package let metadata: [String: String]

    /// Opens the file and checks the range of every tensor.
    /// - Throws: `WeightsError`, or `FileError` when the file cannot be read.
    package init(path: String) throws {
        try self.init(OpenFile(path: path))
    }

    init(_ file: OpenFile) throws {
        contents = file
        format = TorchLayout.isArchive(file) ? .torchArchive : .torchLegacy
        let layout = try TorchLayout(file)
        var listing = TorchListing(layout: layout, path: file.path)
        try listing.add(layout.root, name: "")
        entries = listing.entries
        var metadata = listing.metadata
        if let notes = layout.notes {
            metadata[TorchWriter.notesKey] = String(
                decoding: try file.bytes(notes), as: UTF8.self)
        }
        self.metadata = metadata
    }
}

/// A list of the tensors and metadata in the dictionaries of a checkpoint.
private struct TorchListing {
    let layout: TorchLayout
    let path: String
    var entries: [WeightsEntry] = []
    var metadata: [String: String] = [:]
    private var names: Set<String> = []
    private var visited: Set<Int> = []

    init(layout: TorchLayout, path: String) {
        self.layout = layout
        self.path = path
    }

    mutating func add(_ value: PickleValue, name: String, depth: Int = 0) throws {
        switch value {
        case .dictionary(let index):
            guard depth < 16 else {
                throw WeightsError(path, .pickle("dictionaries nested more than 16 deep", at: 0))
            }
            // This also rejects dictionaries that contain themselves.
            guard visited.insert(index).inserted else {
                throw WeightsError(path, entry: name, .pickle("a dictionary is used twice", at: 0))
            }
            for (key, value) in layout.pickle.dictionaries[index] {
                guard let key = Self.text(key) else { continue }
                let path = name.isEmpty ? key : "\(name).\(key)"
                try add(value, name: path, depth: depth + 1)
            }
        case .tensor(let index):
            guard names.insert(name).inserted else {
                throw WeightsError(path, entry: name, .duplicateName)
            }
            entries.append(try entry(name, layout.pickle.tensors[index]))
        default: metadata[name] = Self.text(value)
        }
    }

    private static func text(_ value: PickleValue) -> String? {
        switch value {
        case .text(let text): text
        case .integer(let integer): "\(integer)"
        case .number(let number): "\(number)"
        case .boolean(let boolean): "\(boolean)"
        case .none, .sequence, .dictionary, .global, .storage, .tensor: nil
        }
    }

    private func entry(_ name: String, _ tensor: TorchTensor) throws -> WeightsEntry {
        func fail(_ reason: WeightsError.Reason) -> WeightsError {
            WeightsError(path, entry: name, reason)
        }
        let storage = tensor.storage
        guard storage.type.byteCount(tensor.extents) != nil else {
            throw fail(.shape(tensor.extents))
        }
        let shape = Shape(tensor.extents)
        guard let elements = tensor.elements, shape.count <= storage.count else {
            throw fail(
                .strides(tensor.strides, offset: tensor.offset, shape, storage: storage.count))
        }
        guard let range = layout.storages[storage.key] else {
            throw fail(.storage(storage.key))
        }
        let size = storage.type.size
        let available = range.count / size
        guard elements.upperBound <= available - storage.start else {
            let needed = storage.start + elements.upperBound
            throw fail(.elements(needed: needed, available: available))
        }
        let first = range.lowerBound + (storage.start + elements.lowerBound) * size
        return WeightsEntry(
            name: name, type: storage.type, shape: shape,
            bytes: first..<first + elements.count * size,
            strides: tensor.isDense ? nil : tensor.strides)
    }
}

extension TorchTensor {
    /// The range from the first to the last element in the storage; nil if the storage does not
    /// contain it.
    fileprivate var elements: Range<Int>? {
        guard strides.count == extents.count, offset >= 0, offset <= storage.count else {
            return nil
        }
        guard !extents.contains(0) else { return offset..<offset }
        var last = offset
        for (extent, stride) in zip(extents, strides) {
            let (step, overflow) = (extent - 1).multipliedReportingOverflow(by: stride)
            guard stride >= 0, !overflow, step < storage.count - last else { return nil }
            last += step
        }
        return last < storage.count ? offset..<last + 1 : nil
    }

    /// True if the elements are in row-major order without gaps.
    fileprivate var isDense: Bool {
        var expected = 1
        for (extent, stride) in zip(extents, strides).reversed() where extent != 1 {
            if stride != expected && extent != 0 { return false }
            expected *= extent
        }
        return true
    }
}
