import DICOM
import Foundation
import Testing
import TestSupport

/// Texts in the elements that identify a patient or a study are in no description and no message.
struct PrivacyTests {
    private static let marker = "Zyxomarker"

    private static func file(_ encoding: DICOMFixture.Encoding) -> DICOMFixture {
        var file = DICOMFixture(rows: 1, columns: 2, [1, 2])
        file.encoding = encoding
        for (tag, representation) in DICOMFixture.identifying {
            file[tag] = (representation, .text(marker))
        }
        file[0x0040_0275] = (
            "SQ",
            .items([[0x0010_0010: ("PN", .text(marker)), 0x0040_0007: ("LO", .text(marker))]])
        )
        return file
    }

    private static func texts(_ value: some Any) -> [String] {
        var dumped = ""
        dump(value, to: &dumped)
        return ["\(value)", String(reflecting: value), dumped]
    }

    @Test(arguments: DICOMFixture.Encoding.allCases)
    func descriptionsAreAnonymous(encoding: DICOMFixture.Encoding) throws {
        let image = try Self.file(encoding).image()
        let texts =
            Self.texts(image) + Self.texts(image.attributes) + Self.texts(image.form)
            + Self.texts(image.attributes.patient) + Self.texts(try image.displayed())
        for text in texts { #expect(!text.contains(Self.marker), "\(text)") }
        let key = try #require(image.attributes.patient)
        #expect(Self.texts(key).allSatisfy { !$0.contains(/[0-9a-f]{8}/) })
    }

    /// The texts of attributes that are not of the kind that they should be are dropped.
    @Test func attributesAreCodes() throws {
        var file = Self.file(.explicit)
        for tag: UInt32 in [0x0010_0040, 0x0018_0015, 0x0018_5101, 0x0020_0060, 0x0010_1010] {
            file[tag] = ("CS", .text("\(Self.marker)^Jane.1970"))
        }
        let attributes = try file.image().attributes
        #expect(Self.texts(attributes).allSatisfy { !$0.contains(Self.marker) })
        #expect(attributes.sex == nil && attributes.bodyPart == nil && attributes.age == nil)
    }

    /// Errors of many kinds, also of texts in the elements that are read.
    @Test(arguments: [DICOMFixture.Encoding.explicit, .implicit])
    func messagesAreAnonymous(encoding: DICOMFixture.Encoding) throws {
        let whole = Self.file(encoding)
        var files: [[UInt8]] = []
        for tag in whole.elements.keys where tag >> 16 == 0x0028 {
            var file = whole
            file[tag] = ("LO", .text(Self.marker))
            files.append(file.bytes)
            file[tag] = nil
            files.append(file.bytes)
        }
        for tag: UInt32 in [0x0028_0008, 0x0028_1050, 0x0028_1051, 0x0028_1052, 0x0028_1053] {
            var file = whole
            for other: UInt32 in 0x0028_1050...0x0028_1053 { file[other] = ("DS", .text("1")) }
            file[tag] = ("DS", .text(Self.marker))
            files.append(file.bytes)
        }
        var syntax = whole
        syntax.transferSyntax = Self.marker
        files.append(syntax.bytes)
        syntax.transferSyntax = "1.2.840.10008.1.2.\(Self.marker)"
        files.append(syntax.bytes)
        let bytes = whole.bytes
        files += stride(from: 0, to: bytes.count, by: 3).map { Array(bytes[..<$0]) }
        var refused = 0
        for file in files {
            do {
                let image = try DICOMImage(bytes: file, name: "a.dcm")
                _ = try image.displayed()
            } catch {
                refused += 1
                for text in Self.texts(error) + [error.localizedDescription] {
                    #expect(!text.contains(Self.marker), "\(text)")
                }
            }
        }
        #expect(refused > 200, "\(refused)")
    }

    @Test func patientsAreCompared() throws {
        var (one, two) = (Self.file(.explicit), Self.file(.implicit))
        #expect(try one.image().attributes.patient == two.image().attributes.patient)
        two[0x0010_0020] = ("LO", .text("another"))
        #expect(try one.image().attributes.patient != two.image().attributes.patient)
        // Padding is no part of an identifier, and bytes of other character sets are.
        two[0x0010_0020] = ("LO", .text(" \(Self.marker)  "))
        #expect(try one.image().attributes.patient == two.image().attributes.patient)
        one[0x0010_0020] = ("LO", .bytes([0x31, 0xE4]))
        two[0x0010_0020] = ("LO", .bytes([0x31, 0xF6]))
        #expect(try one.image().attributes.patient != two.image().attributes.patient)
        one[0x0010_0020] = ("LO", .text("  "))
        #expect(try one.image().attributes.patient == nil)
    }
}

struct AttributeTests {
    @Test func everyAttributeIsRead() throws {
        var file = DICOMFixture(rows: 1, columns: 1, [0])
        file[0x0008_0070] = ("LO", .text("Maker & Sons"))
        file[0x0010_0020] = ("LO", .text("17"))
        file[0x0010_0040] = ("CS", .text("F"))
        file[0x0010_1010] = ("AS", .text("018M"))
        file[0x0018_0015] = ("CS", .text("CHEST"))
        file[0x0018_5101] = ("CS", .text("AP"))
        file[0x0020_0062] = ("CS", .text("L"))
        let attributes = try file.image().attributes
        #expect(attributes.manufacturer == "Maker & Sons" && attributes.patient != nil)
        #expect(attributes.sex == "F" && attributes.age == 1.5 && attributes.bodyPart == "CHEST")
        #expect(attributes.view == "AP" && attributes.laterality == "L")
        let none = try DICOMFixture(rows: 1, columns: 1, [0]).image().attributes
        #expect(none.patient == nil && none.sex == nil && none.age == nil && none.view == nil)
    }

    @Test(arguments: [("045Y", 45.0), ("000Y", 0), ("120D", 120 / 365.25), ("010W", 70 / 365.25)])
    func agesAreYears(text: String, years: Double) throws {
        var file = DICOMFixture(rows: 1, columns: 1, [0])
        file[0x0010_1010] = ("AS", .text(text))
        #expect(try file.image().attributes.age == years)
    }

    @Test(arguments: ["45", "Y", "-45Y", "4 5Y", "045X"]) func otherAgesAreNone(text: String) throws
    {
        var file = DICOMFixture(rows: 1, columns: 1, [0])
        file[0x0010_1010] = ("AS", .text(text))
        #expect(try file.image().attributes.age == nil)
    }
}
