import DICOM
import Testing
import TestSupport

/// Displayed levels of files that the test writes, against values of the standard's formulas.
struct DisplayTests {
    private static func file(_ samples: [Int], bitsStored: Int = 12) -> DICOMFixture {
        DICOMFixture(rows: 1, columns: samples.count, bitsStored: bitsStored, samples)
    }

    @Test func theFullRangeIsShownWithoutAWindow() throws {
        let shown = try Self.file([0, 4095, 2048]).image().displayed()
        #expect(shown.levels == [0, 65535, 32776])
        #expect(shown.bits == 16 && shown.channels == 1)
    }

    @Test func lowValuesOfMonochrome1AreBright() throws {
        var file = Self.file([0, 4095, 2048])
        file[0x0028_0004] = ("CS", .text("MONOCHROME1"))
        #expect(try file.image().displayed().levels == [65535, 0, 32759])
        #expect(try file.image().stored == [0, 4095, 2048])
    }

    /// PS3.3, C.11.2.1.2.1: the center and the width of a linear window are those of pixels.
    @Test func linearWindows() throws {
        var file = Self.file([0, 100, 150, 199, 200, 4095])
        file[0x0028_1050] = ("DS", .text("150\\900"))
        file[0x0028_1051] = ("DS", .text("101\\1 "))
        #expect(try file.image().displayed().levels == [0, 328, 33095, 65207, 65535, 65535])
        #expect(try file.image().displayed(.full).levels[5] == 65535)
        #expect(try file.image().displayed(.full).levels[1] == 1600)
        file[0x0028_1056] = ("CS", .text("LINEAR_EXACT"))
        file[0x0028_1051] = ("DS", .text("100"))
        #expect(try file.image().displayed().levels == [0, 0, 32768, 64880, 65535, 65535])
        file[0x0028_1056] = ("CS", .text("SIGMOID"))
        let sigmoid = try file.image().displayed().levels
        #expect(sigmoid[2] == 32768 && sigmoid[0] > 0 && sigmoid[0] < sigmoid[1])
    }

    @Test func rescalingPrecedesTheWindow() throws {
        var file = Self.file([0, 1024, 1074, 4095])
        file[0x0028_1052] = ("DS", .text("-1024"))
        file[0x0028_1053] = ("DS", .text("1"))
        file[0x0028_1050] = ("DS", .text("50.5"))
        file[0x0028_1051] = ("DS", .text("101"))
        #expect(try file.image().displayed().levels == [0, 0, 32768, 65535])
        // With a negative slope, the lowest stored value is the brightest.
        file[0x0028_1053] = ("DS", .text("-1"))
        file[0x0028_1052] = ("DS", .text("1074"))
        file[0x0028_1050] = nil
        #expect(try file.image().displayed().levels.first == 0)
    }

    @Test(arguments: ["0", "0.5"]) func aLinearWindowHasAWidth(_ width: String) throws {
        var file = Self.file([0, 1])
        file[0x0028_1050] = ("DS", .text("1"))
        file[0x0028_1051] = ("DS", .text(width))
        let image = try file.image()
        let error = #expect(throws: DICOMError.Kind.self) { try image.displayed() }
        #expect(error?.reason.contains("Window Width") == true)
        #expect(try image.displayed(.full).levels.count == 2)
    }

    @Test func tablesAreApplied() throws {
        var file = Self.file([0, 10, 11, 12, 100], bitsStored: 8)
        let table: [UInt32: (String, DICOMFixture.Value)] = [
            0x0028_3002: ("US", .words([3, 10, 8])), 0x0028_3006: ("US", .words([7, 8, 255])),
        ]
        file[0x0028_3010] = ("SQ", .items([table]))
        // The table comes before the window.
        file[0x0028_1050] = ("DS", .text("1"))
        file[0x0028_1051] = ("DS", .text("1"))
        let shown = try file.image().displayed()
        #expect(shown.levels == [7, 7, 8, 255, 255])
        #expect(shown.bits == 8)
        // Also as the modality's table, whose output the window gets.
        file[0x0028_3010] = nil
        file[0x0028_3000] = ("SQ", .items([table]))
        file[0x0028_1050] = ("DS", .text("7.5"))
        file[0x0028_1051] = ("DS", .text("1"))
        file[0x0028_1056] = ("CS", .text("LINEAR_EXACT"))
        #expect(try file.image().displayed().levels == [0, 0, 255, 255, 255])
    }

    @Test func implicitTablesMayBeginBelowZero() throws {
        var file = DICOMFixture(rows: 1, columns: 3, signed: true, [0xFFFE, 0xFFFF, 0])
        file.encoding = .implicit
        file[0x0028_3010] = (
            "SQ",
            .items([
                [
                    0x0028_3002: ("SS", .words([3, 0xFFFE, 16])),
                    0x0028_3006: ("OW", .words([1, 2, 65535])),
                ]
            ])
        )
        #expect(try file.image().displayed().levels == [1, 2, 65535])
    }

    @Test(arguments: [8, 16]) func palettesGiveColors(_ depth: Int) throws {
        var file = DICOMFixture(
            rows: 1, columns: 3, bits: 8, bitsStored: 8, photometric: "PALETTE COLOR")
        file[0x7FE0_0010] = ("OB", .bytes([0, 5, 6]))
        for (offset, entries) in [[10, 20], [30, 40], [50, 60]].enumerated() {
            file[0x0028_1101 + UInt32(offset)] = ("US", .words([2, 5, depth]))
            file[0x0028_1201 + UInt32(offset)] =
                depth == 16
                ? ("OW", .words(entries)) : ("OW", .bytes(entries.map { UInt8($0) }))
        }
        let shown = try file.image().displayed()
        #expect(shown.levels == [10, 30, 50, 10, 30, 50, 20, 40, 60])
        #expect(shown.bits == depth && shown.channels == 3)
        // The same colors, as segments: two discrete ones, or a discrete and a linear one.
        for tag: UInt32 in 0x0028_1201...0x0028_1203 { file[tag] = nil }
        let segments = [[0, 2, 10, 20], [0, 1, 30, 1, 1, 40], [0, 1, 50, 0, 1, 60]]
        for (offset, numbers) in segments.enumerated() {
            file[0x0028_1221 + UInt32(offset)] =
                depth == 16
                ? ("OW", .words(numbers)) : ("OW", .bytes(numbers.map { UInt8($0) }))
        }
        #expect(try file.image().displayed().levels == shown.levels)
    }
}
