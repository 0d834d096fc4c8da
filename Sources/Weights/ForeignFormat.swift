import Files

/// The format of a file that is not a checkpoint that can be read, recognized by its first bytes.
package enum ForeignFormat: Sendable, Hashable {
    case empty
    case hdf5
    case onnx
    case gguf
    case numpy
    case keras
    case torchExport
    case zip
    case gzip
    case tar
    case gitLFS
    case html
    case json
    case pickle
    case image
    case compressed
    case program
    case pdf
    case emptyZip
    case zeros

    private static let magics: [(bytes: [UInt8], format: ForeignFormat)] = [
        ([0x89, 0x48, 0x44, 0x46], .hdf5), (Array("GGUF".utf8), .gguf),
        ([0x93] + Array("NUMPY".utf8), .numpy), ([0x1F, 0x8B], .gzip),
        (Array("version https://git-lfs".utf8), .gitLFS), (Array("<!".utf8), .html),
        (Array("<html".utf8), .html), (Array("{".utf8), .json), ([0x80, 2], .pickle),
        ([0x80, 3], .pickle), ([0x80, 4], .pickle), ([0x80, 5], .pickle),
        ([0x89, 0x50, 0x4E, 0x47], .image), ([0xFF, 0xD8, 0xFF], .image),
        (Array("GIF8".utf8), .image), (Array("BM".utf8), .image), ([0x49, 0x49, 0x2A, 0], .image),
        ([0x4D, 0x4D, 0, 0x2A], .image), ([0xFD] + Array("7zXZ".utf8), .compressed),
        (Array("BZh".utf8), .compressed), ([0x28, 0xB5, 0x2F, 0xFD], .compressed),
        (Array("7z".utf8) + [0xBC, 0xAF], .compressed), (Array("Rar!".utf8), .compressed),
        ([0x7F] + Array("ELF".utf8), .program), (Array("MZ".utf8), .program),
        (Array("#!".utf8), .program), (Array("%PDF".utf8), .pdf),
        (Array("PK".utf8) + [5, 6], .emptyZip), ([UInt8](repeating: 0, count: 16), .zeros),
        ([0x08], .onnx),
    ]

    /// Recognizes the format; nil if it is unknown.
    init?(_ bytes: FileWindow) {
        if bytes.count == 0 {
            self = .empty
        } else if bytes.bytes(at: 257, length: 5)?.elementsEqual("ustar".utf8) == true {
            self = .tar
        } else if let found = Self.magics.first(where: { bytes.starts(with: $0.bytes) }) {
            self = found.format
        } else {
            return nil
        }
    }

    /// Recognizes a zip archive by the names of its files.
    init(archive names: some Sequence<String>) {
        let names = Array(names)
        if names.contains(where: { $0.hasSuffix(".npy") }) {
            self = .numpy
        } else if names.contains("model.weights.h5") {
            self = .keras
        } else if names.contains(where: { $0.hasSuffix("models/model.json") }) {
            self = .torchExport
        } else {
            self = .zip
        }
    }

    var description: String {
        switch self {
        case .empty: "an empty file; is the download complete?"
        case .hdf5:
            "an HDF5 file, as Keras writes it; save the weights of a PyTorch model with torch.save"
        case .onnx: "a file that looks like ONNX; export the weights with torch.save"
        case .gguf: "a GGUF file; use the safetensors file of the model"
        case .numpy: "NumPy arrays; save the weights as tensors with torch.save or safetensors"
        case .keras: "a Keras model; save the weights of a PyTorch model with torch.save"
        case .torchExport:
            "a program of torch.export; save the weights with torch.save(model.state_dict(), FILE)"
        case .zip: "a zip archive without data.pkl; if it contains a checkpoint, unpack it first"
        case .gzip: "a gzip archive; unpack it first"
        case .tar: "a tar archive; unpack it first"
        case .gitLFS: "a pointer of Git LFS; fetch the file itself with 'git lfs pull'"
        case .html: "a web page; is it the error page of a download?"
        case .json: "JSON; name the file with the weights, such as model.safetensors"
        case .pickle:
            "a pickle that torch.save did not write; save the weights with "
                + "torch.save(model.state_dict(), FILE)"
        case .image: "an image; name the file with the weights, such as model.safetensors"
        case .compressed: "a compressed archive; unpack it first"
        case .program: "a program; name the file with the weights, such as model.safetensors"
        case .pdf: "a PDF document; name the file with the weights, such as model.safetensors"
        case .emptyZip: "an empty zip archive; is the download complete?"
        case .zeros: "a file that begins with zeros; is the download complete?"
        }
    }
}
