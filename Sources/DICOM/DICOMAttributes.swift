import Files
import Foundation

/// Attributes of an image that are useful for groups and subgroups: a closed list. Nothing else of
/// the patient and of the study is read.
package struct DICOMAttributes: Sendable, Hashable {
    /// The patient, for keeping the images of a patient together.
    package var patient: PatientKey?
    /// Patient's Sex: `M`, `F` or `O`.
    package var sex: String?
    /// Patient's Age in years.
    package var age: Double?
    /// View Position, such as `PA`, `AP` or `LL`.
    package var view: String?
    /// Body Part Examined, such as `CHEST`.
    package var bodyPart: String?
    /// Image Laterality or Laterality: `L`, `R`, `U` or `B`.
    package var laterality: String?
    /// The manufacturer of the device.
    package var manufacturer: String?

    init(_ data: DICOMDataSet) {
        patient = data.element(.patientID).flatMap { PatientKey(data.bytes[$0.range]) }
        sex = Self.code(data.text(.patientSex)).flatMap { ["M", "F", "O"].contains($0) ? $0 : nil }
        age = Self.years(data.text(.patientAge))
        view = Self.code(data.text(.viewPosition))
        bodyPart = Self.code(data.text(.bodyPart))
        laterality = Self.code(data.text(.imageLaterality) ?? data.text(.laterality))
            .flatMap { ["L", "R", "U", "B"].contains($0) ? $0 : nil }
        manufacturer = data.text(.manufacturer).flatMap(Self.name)
    }

    /// A text of the value representation CS: at most 16 upper-case letters, digits, spaces and
    /// underscores. Another text is no code and is ignored.
    private static func code(_ text: String?) -> String? {
        guard let text = text?.uppercased(), text.utf8.count <= 16,
            text.utf8.allSatisfy({
                (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "_")
            })
        else { return nil }
        return text
    }

    /// A text of at most 64 characters, without control characters.
    private static func name(_ text: String) -> String? {
        let visible = String(
            String.UnicodeScalarView(
                text.unicodeScalars.filter { $0.properties.generalCategory != .control }))
        return visible.isEmpty || visible.count > 64 ? nil : visible
    }

    /// The years of an age such as `045Y`, `018M`, `003W` or `012D`.
    private static func years(_ text: String?) -> Double? {
        guard let text, let unit = text.last, let number = Int(text.dropLast()), number >= 0 else {
            return nil
        }
        switch unit {
        case "Y": return Double(number)
        case "M": return Double(number) / 12
        case "W": return Double(number) * 7 / 365.25
        case "D": return Double(number) / 365.25
        default: return nil
        }
    }
}

/// A patient, only to be compared with others in memory. The identifier itself is not kept, and no
/// text of this value shows anything of it: a digest of an identifier can be reversed by trying all
/// identifiers.
package struct PatientKey: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    private let digest: String

    /// - Parameter id: the identifier as stored, in whatever character set, with its padding.
    /// - Returns: nil if the identifier is empty.
    init?(_ id: ArraySlice<UInt8>) {
        let isPadding: (UInt8) -> Bool = { $0 == 0 || $0 == UInt8(ascii: " ") }
        guard let first = id.firstIndex(where: { !isPadding($0) }),
            let last = id.lastIndex(where: { !isPadding($0) })
        else { return nil }
        digest = id[first...last].withUnsafeBytes { SHA256Digest.of($0) }
    }

    package var description: String { "a patient" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
