import Files
import Foundation
import Images
import TestSupport
import Testing
import Vocabulary
import Weights

/// JPEG files of unusual forms compared with Pillow's pixels: `Tools/goldens/jpeg_forms.py`.
struct JPEGFormsTests {
    private static let golden = Result { try Golden("images/jpeg") }
    private static let names = ((try? golden.get())?.file.names ?? []).filter { $0.contains("/") }

    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func write(_ name: String) throws -> String {
        let bytes = try Self.golden.get().integers(name).map { UInt8($0) }
        return try folder.write(Data(bytes), "a.jpeg")
    }

    @Test func thereAreCases() {
        #expect(Self.names.count > 100)
        #expect(Self.names.count { $0.contains("/damaged/") } > 30)
    }

    /// Irregularities that do not change pixels: Pillow's pixels, and a note.
    @Test(arguments: names.filter { !$0.contains("/damaged/") })
    func wholeImagesAreRead(name: String) throws {
        let (image, properties) = try RGBImage.described(path: FilePath(write(name)))
        let form = String(name.prefix { $0 != "/" })
        #expect(try image.pixels.map(Int.init) == Self.golden.get().integers(form))
        // With a JFIF marker, Adobe's transform has no effect.
        let isPlain = ["/plain", "/trailing", "/adobe"].contains { name.hasSuffix($0) }
        #expect(properties.isEmpty == isPlain)
        let notes = ImageProperties.notes(of: [("a.jpeg", properties)])
        #expect(notes.count == (isPlain ? 0 : 1))
    }

    /// Files with missing parts of the image are damaged, in both decoding modes.
    @Test(arguments: names.filter { $0.contains("/damaged/") })
    func missingPartsAreDamage(name: String) throws {
        let path = try write(name)
        let error = #expect(throws: ImageError.self) { try RGBImage(path: FilePath(path)) }
        guard case .damaged = error?.kind else {
            Issue.record("\(name): \(String(describing: error))")
            return
        }
    }

    /// Truncated files are rejected, or complete except for the end marker.
    @Test(arguments: ["baseline", "restarts", "progressive", "4x2,1x1,1x1"])
    func noCutIsReadWithoutAllBlocks(form: String) throws {
        let bytes = try Self.golden.get().integers("\(form)/plain").map { UInt8($0) }
        let pixels = try Self.golden.get().integers(form)
        var readable = 0
        for length in stride(from: 20, to: bytes.count, by: 1) {
            let path = try folder.write(Data(bytes[..<length]), "a.jpeg")
            guard let image = try? RGBImage(path: FilePath(path)) else { continue }
            readable += 1
            #expect(image.pixels.map(Int.init) == pixels, "\(form) cut to \(length)")
        }
        #expect((1...8).contains(readable), "\(readable)")
    }

    @Test(arguments: names.filter { $0.hasSuffix("/plain") })
    func fastDecodingReadsEveryForm(name: String) throws {
        let path = try write(name)
        let transform = EvaluationTransform(resize: 12, crop: 8, decode: .fast)
        var output = [UInt8](repeating: 0, count: transform.byteCount)
        try output.withUnsafeMutableBufferPointer {
            _ = try transform.apply(path: FilePath(path), into: $0)
        }
        #expect(output.contains { $0 != output[0] })
    }

    /// A JPEG without its lower half is rejected in fast mode too, although its rows are not used.
    @Test func fastDecodingMissesNoEnd() throws {
        let path = try write("baseline/damaged/half")
        let transform = EvaluationTransform(resize: 8, crop: 1, decode: .fast)
        var output = [UInt8](repeating: 0, count: transform.byteCount)
        #expect(throws: ImageError.self) {
            try output.withUnsafeMutableBufferPointer {
                _ = try transform.apply(path: FilePath(path), into: $0)
            }
        }
    }
}
