package import Tensors

/// An error in reading or writing a checkpoint, with the file and optionally the tensor.
package struct WeightsError: Error, Hashable {
    /// The path of the file.
    package let path: String
    /// The name of the tensor; nil if the error is not about one tensor.
    package let entry: String?
    /// The reason.
    package let reason: Reason

    /// The reason of an error.
    package enum Reason: Error, Sendable, Hashable {
        case tooShort(size: Int, needed: Int)
        case headerLength(UInt64, available: Int)
        case header(String)
        case duplicateKey(String?)
        case elementType(String)
        case shape([Int])
        case length(expected: Int, found: Int)
        case range(begin: Int, end: Int, available: Int)
        case overlap(with: String, at: Int)
        case gap(from: Int, to: Int)
        case missing(names: [String])
        case notIntegers(ElementType)
        case duplicateName
        case reservedName
        case notWhole(Float)
        case notSafetensors
        case exists
        case notACheckpoint(ForeignFormat?)
        case notATensor(String)
        case nestedTooDeep
        case noEntry(names: [String])
        case archive(String)
        case storage(String)
        case elements(needed: Int, available: Int)
        case strides([Int], offset: Int, Shape, storage: Int)
        case pending(String)
        case noTensors
        case pickle(String, at: Int)
    }

    init(_ path: String, entry: String? = nil, _ reason: Reason) {
        self.path = path
        self.entry = entry
        self.reason = reason
    }
}

extension WeightsError: CustomStringConvertible {
    package var description: String {
        "\(path): " + (entry.map { "tensor '\($0)': " } ?? "") + reason.description
    }
}

extension WeightsError.Reason: CustomStringConvertible {
    package var description: String {
        switch self {
        case .tooShort(let size, let needed):
            "expected at least \(needed) bytes, got \(size); is the download complete?"
        case .headerLength(let length, let available):
            "the header length is \(length) bytes, but only \(available) bytes are left; "
                + "the file is not a safetensors file, or it is truncated"
        case .header(let what): "the header is not that of a safetensors file: \(what)"
        case .duplicateKey(let key):
            "the header names \(key.map { "'\($0)'" } ?? "a key") twice; each name must be unique"
        case .elementType(let name):
            "the element type \(name) is not supported; expected one of "
                + ElementType.allCases.map(\.rawValue).joined(separator: ", ")
        case .shape(let extents):
            "impossible shape \(extents): extents must not be negative, nor the size overflow"
        case .length(let expected, let found):
            "its shape needs \(expected) bytes, but its range has \(found)"
        case .range(let begin, let end, let available):
            "its range \(begin)..<\(end) is not within the \(available) bytes of data; "
                + "is the download complete?"
        case .overlap(let other, let offset): "overlaps '\(other)' at byte \(offset) of the data"
        case .gap(let from, let to): "bytes \(from)..<\(to) of the data belong to no tensor"
        case .missing(let names): Self.missing(names)
        case .notIntegers(let type): "has the type \(type.rawValue); expected an integer type"
        case .duplicateName: "occurs twice; each name must be unique"
        case .reservedName: "this name is reserved for metadata; choose another"
        case .notWhole(let value): "contains \(value); expected whole numbers"
        case .notSafetensors:
            "only safetensors files can be written; choose a name that ends in .safetensors"
        case .exists: "already exists; choose another name, or overwrite it with --force"
        case .notACheckpoint(let format):
            "expected a checkpoint of torch.save or a safetensors file"
                + "; got \(format?.description ?? Self.unknownFormat)"
        case .notATensor(let name): "is an object of the class \(name), not a tensor"
        case .nestedTooDeep: "is nested more than 64 deep"
        case .noEntry(let names): Self.noEntry(names)
        case .archive(let what): "the zip archive is damaged or unsupported: \(what)"
        case .storage(let key): "storage '\(key)' is missing in the file, or has no description"
        case .elements(let needed, let available):
            "needs \(needed) elements of its storage, which has \(available) in the file; "
                + "is the download complete?"
        case .strides(let strides, let offset, let shape, let count):
            "shape \(shape) with strides \(strides) from element \(offset) does not fit its storage of "
                + "\(count) elements"
        case .pending(let operation):
            "is stored before the operation '\(operation)', as a view of PyTorch; "
                + "save it with .resolve_\(operation)()"
        case .noTensors: "contains no tensors; 'study weights inspect' lists its contents"
        case .pickle(let what, let offset): "byte \(offset) of the pickle: \(what)"
        }
    }

    private static let unknownFormat =
        "a file of an unknown format; check its path, or save the weights with "
        + "torch.save(model.state_dict(), FILE)"

    private static func missing(_ names: [String]) -> String {
        guard !names.isEmpty else { return "not found; the file contains no tensors" }
        let shown = names.prefix(8).joined(separator: ", ")
        return "not found among \(names.count): \(shown)" + (names.count > 8 ? ", ..." : "")
    }
    private static func noEntry(_ names: [String]) -> String {
        guard !names.isEmpty else { return "contains no tensors; the file has no named entries" }
        let shown = names.prefix(8).joined(separator: ", ")
        return "contains no tensors; expected one of \(shown)" + (names.count > 8 ? ", ..." : "")
    }
}
