import DICOM
import Files
import Foundation
import Images
import Runs
import Studies
import Vocabulary
import Weights

/// A kind of file that users hand to the program.
package enum Format: String, CaseIterable, Sendable {
    /// `torch.save` since PyTorch 1.6.
    case zip
    /// `torch.save` before.
    case legacy
    case safetensors
    case study
    case jpeg
    case png
    case tiff
    case bmp
    case webp
    case dicom

    /// The files that are damaged.
    package var seeds: [String] {
        let goldens = "\(Self.root)/Tests/Goldens"
        switch self {
        case .zip:
            return ["state", "nested", "code", "objects", "model"]
                .map { "\(goldens)/torch/\($0).pth" }
        case .legacy:
            return ["state-legacy", "objects-legacy"].map { "\(goldens)/torch/\($0).pth" }
        case .safetensors:
            return ["torch/state", "safetensors/types", "ops/relu"].map {
                "\(goldens)/\($0).safetensors"
            }
        case .study:
            return Self.files(in: "\(Self.root)/Studies", suffix: ".json")
                .filter { !$0.hasSuffix("schema.json") }
        case .jpeg: return Self.files(in: "\(goldens)/images", suffix: ".jpeg")
        case .png, .tiff, .bmp, .webp:
            return Self.files(in: "\(goldens)/images", suffix: ".\(rawValue)")
        case .dicom: return Self.files(in: "\(goldens)/dicom/forms", suffix: ".dcm")
        }
    }

    /// Reads all of a file, through the functions that commands call.
    /// - Returns: false when it was refused with the error that its readers promise.
    /// - Throws: any other error.
    package func open(_ path: String) throws -> Bool {
        do {
            switch self {
            case .zip, .legacy, .safetensors: try Self.readWeights(path)
            case .study: _ = try StudyFile.load(path: path, catalog: .all)
            case .jpeg, .png, .tiff, .bmp, .webp: try Self.readImage(path)
            case .dicom: try Self.readDICOM(path)
            }
            return true
        } catch {
            guard isPromised(error) else { throw error }
            // The wording must not fail either.
            guard !String(describing: error).isEmpty else { throw error }
            return false
        }
    }

    private func isPromised(_ error: any Error) -> Bool {
        switch self {
        case .zip, .legacy, .safetensors: error is WeightsError
        case .study: error is StudyErrors
        case .jpeg, .png, .tiff, .bmp, .webp: error is ImageError
        case .dicom: error is DICOMError || error is DICOMError.Kind
        }
    }

    private static func readWeights(_ path: String) throws {
        let file = try openWeights(path: path)
        for entry in file.entries {
            _ = try file.tensor(named: entry.name)
            _ = try file.doubles(named: entry.name)
            if entry.type.isInteger { _ = try file.integers(named: entry.name) }
        }
    }

    private static func readImage(_ path: String) throws {
        let transforms = [
            EvaluationTransform(resize: 6, crop: 4, decode: .fast),
            EvaluationTransform(resize: 24, crop: 22),
            EvaluationTransform(
                resize: 12, crop: 10, window: .percentiles(low: 1, high: 99), orientation: .exif),
        ]
        for transform in transforms {
            var pixels = [UInt8](repeating: 0, count: transform.byteCount)
            _ = try pixels.withUnsafeMutableBufferPointer {
                try transform.apply(path: FilePath(path), into: $0)
            }
        }
    }

    private static func readDICOM(_ path: String) throws {
        let image = try DICOMImage(path: FilePath(path))
        _ = try image.displayed(.full)
        _ = try image.displayed()
    }

    /// The project's folder.
    package static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    private static func files(in folder: String, suffix: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(suffix) }.sorted().map { "\(folder)/\($0)" }
    }
}
