import Files
import Foundation
import Images
import Testing
import TestSupport
import Vocabulary

private let environment = ProcessInfo.processInfo.environment.filter { !$0.value.isEmpty }

/// Real images, transformed here and by torchvision (`Tools/torch/images.py`), from file to bytes.
/// `STUDY_PYTHON` is the Python with torchvision; `STUDY_CHEST_XRAY` and `STUDY_FULL_RESOLUTION`
/// are folders of images.
@Suite(
    .enabled(
        if: environment["STUDY_PYTHON"] != nil,
        "STUDY_PYTHON is not set: it names a Python with Tools/torch/requirements.txt and torchvision"
    ))
struct TorchvisionTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var folder: String
        /// The maximum number of images, evenly spaced over the folder.
        var limit: Int
        var transform: EvaluationTransform

        var testDescription: String {
            "\(folder): \(transform.resize) to \(transform.crop), \(transform.interpolation)"
        }
    }

    static let cases: [Case] = {
        let sets = [
            ("STUDY_FULL_RESOLUTION", Int.max, 256, 224, Interpolation.bilinear),
            ("STUDY_FULL_RESOLUTION", Int.max, 256, 224, .bicubic),
            ("STUDY_FULL_RESOLUTION", Int.max, 256, 224, .lanczos),
            ("STUDY_CHEST_XRAY", 100, 256, 224, .bilinear),
            ("STUDY_CHEST_XRAY", 50, 96, 96, .bilinear),
            ("STUDY_CHEST_XRAY", 100, 100, 90, .bicubic),
            ("STUDY_CHEST_XRAY", 100, 300, 299, .lanczos),
        ]
        let real = sets.compactMap { name, limit, resize, crop, filter in
            environment[name].map {
                Case(
                    folder: $0, limit: limit,
                    transform: EvaluationTransform(
                        resize: resize, crop: crop, interpolation: filter))
            }
        }
        let small = Interpolation.allCases.map {
            Case(
                folder: "\(Golden.folder)/images", limit: .max,
                transform: EvaluationTransform(resize: 20, crop: 18, interpolation: $0))
        }
        return small + real
    }()

    @Test(arguments: cases) func sameBytesFromTheFile(_ each: Case) throws {
        let folder = try TemporaryFolder()
        let files = images(in: each.folder, limit: each.limit)
        try #require(!files.isEmpty)
        let transform = each.transform
        let expected = try transformed(files, transform, folder)
        var pixels = [UInt8](repeating: 0, count: transform.byteCount)
        var different: [String] = []
        for (index, file) in files.enumerated() {
            _ = try pixels.withUnsafeMutableBufferPointer {
                try transform.apply(path: FilePath(file), into: $0)
            }
            let range = index * pixels.count..<(index + 1) * pixels.count
            if !pixels.elementsEqual(expected[range]) { different.append(file) }
        }
        #expect(different == [], "\(different.count) of \(files.count) differ")
    }

    /// Transforms images with torchvision, one after another.
    private func transformed(
        _ files: [String], _ transform: EvaluationTransform, _ folder: TemporaryFolder
    ) throws -> Data {
        let list = try folder.write(Data(files.joined(separator: "\n").utf8), "list.txt")
        let output = "\(folder.path)/pixels"
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(environment["STUDY_PYTHON"]))
        let script = URL(fileURLWithPath: "\(Golden.folder)/../../Tools/torch/images.py")
        process.arguments = [
            script.standardizedFileURL.path, list, output, "\(transform.resize)",
            "\(transform.crop)", transform.interpolation.rawValue,
        ]
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "torchvision failed; see its output above")
        let pixels = try Data(contentsOf: URL(fileURLWithPath: output))
        try #require(pixels.count == files.count * transform.byteCount)
        return pixels
    }

    private func images(in folder: String, limit: Int) -> [String] {
        let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String }
        let files = (names ?? []).filter {
            // Pillow clips 16-bit gray images at 255.
            ($0.hasSuffix(".jpeg") || $0.hasSuffix(".png")) && $0 != "gray16.png"
        }.sorted()
        let count = min(limit, files.count)
        return (0..<count).map { "\(folder)/\(files[$0 * files.count / count])" }
    }
}
