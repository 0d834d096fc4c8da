import DICOM
import Testing
import TestSupport

/// Gray values as samples with a linear scale, and the levels that a file states for them.
struct GrayValuesTests {
    private static func check(_ file: DICOMFixture) throws {
        let image = try file.image()
        let gray = try #require(try image.grayValues())
        #expect(gray.samples.allSatisfy { Int($0) < 1 << gray.bits })
        #expect(gray.step > 0)
        // The stated levels are those of the displayed image.
        let shown = try image.displayed()
        let maximum = shown.bits == 8 ? 255.0 : 65_535
        guard let stated = gray.stated else { return }
        #expect(stated.count == 1 << gray.bits)
        for (sample, level) in zip(gray.samples, shown.levels) {
            let own = Double(stated[Int(sample)]) / 255
            let expected = Double(level) / maximum
            #expect(abs((gray.isInverted ? 1 - own : own) - expected) < 0.51 / maximum + 1e-6)
        }
    }

    @Test(arguments: ["MONOCHROME1", "MONOCHROME2"], [false, true])
    func windowsAreStated(photometric: String, signed: Bool) throws {
        let samples = signed ? [0xF800, 0, 100, 2047] : [0, 100, 2000, 4095]
        var file = DICOMFixture(rows: 2, columns: 2, bitsStored: 12, signed: signed, samples)
        file[0x0028_0004] = ("CS", .text(photometric))
        let plain = try #require(try file.image().grayValues())
        #expect(plain.stated == nil && plain.bits == 12 && plain.step == 1)
        #expect(plain.intercept == (signed ? -2048 : 0))
        #expect(plain.isInverted == (photometric == "MONOCHROME1"))
        for (slope, intercept) in [("2", "-1024"), ("-0.5", "10")] {
            file[0x0028_1052] = ("DS", .text(intercept))
            file[0x0028_1053] = ("DS", .text(slope))
            file[0x0028_1050] = ("DS", .text("100"))
            file[0x0028_1051] = ("DS", .text("1000"))
            try Self.check(file)
            let gray = try #require(try file.image().grayValues())
            let stored = try file.image().stored.map { Double($0) }
            let modal = stored.map { $0 * (Double(slope) ?? 0) + (Double(intercept) ?? 0) }
            #expect(gray.samples.map { gray.intercept + gray.step * Double($0) } == modal)
        }
    }

    @Test func tablesAreValues() throws {
        var file = DICOMFixture(rows: 1, columns: 3, bitsStored: 8, [0, 1, 2])
        file[0x0028_3000] = (
            "SQ",
            .items([
                [
                    0x0028_3002: ("US", .words([3, 0, 10])),
                    0x0028_3006: ("US", .words([5, 1000, 7])),
                ]
            ])
        )
        let gray = try #require(try file.image().grayValues())
        #expect(gray.samples == [5, 1000, 7] && gray.bits == 10 && gray.stated == nil)
        file[0x0028_1050] = ("DS", .text("500"))
        file[0x0028_1051] = ("DS", .text("600"))
        try Self.check(file)
    }

    @Test func colorsHaveNone() throws {
        var file = DICOMFixture(
            rows: 1, columns: 1, bits: 8, bitsStored: 8, photometric: "RGB", samples: 3)
        file[0x7FE0_0010] = ("OB", .bytes([1, 2, 3]))
        #expect(try file.image().grayValues() == nil)
    }
}
