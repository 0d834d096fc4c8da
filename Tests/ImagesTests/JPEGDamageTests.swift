import Files
import Foundation
import Images
import JSON
import Testing
import TestSupport
import Weights

/// JPEG files with an end marker that lack parts or have damaged data, and complete files with some
/// extra bytes.
struct JPEGDamageTests {
    private static let golden = Result { try Golden("images/jpeg") }
    private static let forms = [
        "baseline", "baseline-444", "restarts", "progressive", "progressive-restarts",
    ]
    private static let end: [UInt8] = [0xFF, 0xD9]

    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func plain(_ form: String) throws -> [UInt8] {
        try Self.golden.get().integers("\(form)/plain").map { UInt8($0) }
    }

    private func described(
        _ bytes: some Sequence<UInt8>
    ) throws -> (image: RGBImage, properties: ImageProperties) {
        try RGBImage.described(path: FilePath(folder.write(Data(bytes), "a.jpeg")))
    }

    private func expectDamage(
        _ bytes: some Sequence<UInt8>, _ comment: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let path = try folder.write(Data(bytes), "a.jpeg")
        let error = #expect(throws: ImageError.self, sourceLocation: sourceLocation) {
            try RGBImage(path: FilePath(path))
        }
        guard case .damaged = error?.kind else {
            Issue.record(
                "\(comment): \(String(describing: error))", sourceLocation: sourceLocation)
            return
        }
    }

    /// The positions of the scan markers.
    private func scans(_ bytes: [UInt8]) -> [Int] {
        bytes.indices.dropLast().filter { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xDA }
    }

    private func half(_ bytes: [UInt8]) throws -> Int {
        let scan = try #require(scans(bytes).first)
        return (scan + bytes.count) / 2
    }

    @Test(arguments: forms) func aFewBytesBeforeTheEndAreReadWithANote(form: String) throws {
        let (file, pixels) = (try plain(form), try Self.golden.get().integers(form))
        let rests =
            (1...4).map { [UInt8](repeating: 0x41, count: $0) }
            + [1, 5, 64, 600, 5000].map { [UInt8](repeating: 0, count: $0) }
            + [1, 2, 7, 100].map { [UInt8](repeating: 0xFF, count: $0) }
        for rest in rests {
            let (image, properties) = try described(file.dropLast(2) + rest + Self.end)
            #expect(image.pixels.map(Int.init) == pixels, "\(rest.count)")
            // The decoder reads some of the bytes in advance and drops them without a report.
            #expect(properties.isEmpty || properties.kinds == .restOfScan)
        }
        let zeros = [UInt8](repeating: 0, count: 64)
        let (_, properties) = try described(file.dropLast(2) + zeros + Self.end)
        #expect(properties.kinds == .restOfScan)
        let notes = ImageProperties.notes(of: [("a.jpeg", properties)])
        #expect(notes.count == 1 && notes[0].contains("check these images"))
    }

    /// If the decoder loses its position in the data, bytes are left over.
    @Test(arguments: forms) func dataLeftOverIsDamage(form: String) throws {
        let file = try plain(form)
        let half = try half(file)
        let rest = [UInt8](repeating: 0x41, count: 20)
        try expectDamage(file.dropLast(2) + rest + Self.end, "rest")
        try expectDamage(file[..<half] + file[(half - 60)...], "60 bytes twice")
        try expectDamage(file[..<half] + file[(half - 100)...], "100 bytes twice")
    }

    /// Zeros instead of the lower half, as in a truncated download.
    @Test(arguments: forms) func zerosInsteadOfBlocksAreDamage(form: String) throws {
        let file = try plain(form)
        let half = try half(file)
        let zeros = [UInt8](repeating: 0, count: file.count - half - 2)
        try expectDamage(file[..<half] + zeros + Self.end, "zeros")
    }

    /// Missing coefficients are damage; coefficients without their last bits give a note.
    @Test(arguments: ["progressive", "progressive-restarts"])
    func scansMissingBeforeTheEndMarker(form: String) throws {
        let file = try plain(form)
        let scans = scans(file)
        #expect(scans.count == 10)
        for (count, position) in scans.enumerated().dropFirst() {
            let part = file[..<position] + Self.end
            // The fifth scan is the last with new coefficients.
            if count < 5 {
                try expectDamage(part, "\(count) scans")
            } else {
                let (_, properties) = try described(part)
                #expect(properties.kinds == .lacksPrecision)
                let notes = ImageProperties.notes(of: [("a.jpeg", properties)])
                #expect(notes.count == 1 && notes[0].contains("less precise"))
            }
        }
    }

    /// A sequential file with one scan for each component: all three are needed.
    @Test func componentsMissingBeforeTheEndMarker() throws {
        let gray = (0..<256).map { UInt8($0) }
        let one = [UInt8](try JPEG.encode(gray: gray, width: 16, height: 16, quality: 90))
        let frame = try #require(
            one.indices.first { one[$0] == 0xFF && one[$0 + 1] == 0xC0 })
        let scan = try #require(scans(one).first)
        // The frame segment of one component has 13 bytes, and the header of the scan 10.
        let data = one[(scan + 10)...].dropLast(2)
        func file(_ scans: [UInt8]) -> [UInt8] {
            var file = Array(one[..<frame])
            file += [0xFF, 0xC0, 0, 17]
            file += one[frame + 4..<frame + 9]
            file += [3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0]
            file += one[frame + 13..<scan]
            for component in scans {
                file += [0xFF, 0xDA, 0, 8, 1, component, 0, 0, 63, 0]
                file += data
            }
            return file + Self.end
        }
        let whole = try described(file([1, 2, 3]))
        #expect(whole.image.width == 16 && whole.properties.isEmpty)
        #expect(try described(file([3, 1, 2])).image == whole.image)
        for scans: [UInt8] in [[1], [1, 2], [2, 3], [1, 3]] {
            try expectDamage(file(scans), "\(scans)")
        }
    }
}
