/// A writer of small DICOM files.
package struct DICOMFixture: Sendable {
    /// The encoding of the elements after group 2.
    package enum Encoding: String, Sendable, CaseIterable {
        case implicit = "1.2.840.10008.1.2"
        case explicit = "1.2.840.10008.1.2.1"
        case bigEndian = "1.2.840.10008.1.2.2"
        case deflated = "1.2.840.10008.1.2.1.99"
    }

    /// A value of an element.
    package enum Value: Sendable {
        case text(String)
        case words([Int])
        case bytes([UInt8])
        /// The items of a sequence, each with its elements.
        case items([[UInt32: (String, Value)]])
        /// Compressed pixels.
        case fragments([[UInt8]])
    }

    /// Elements that identify somebody or something, with their representations.
    package static let identifying: [UInt32: String] = [
        0x0008_0014: "UI", 0x0008_0018: "UI", 0x0008_0020: "DA", 0x0008_0050: "SH",
        0x0008_0080: "LO", 0x0008_0081: "ST", 0x0008_0090: "PN", 0x0008_1010: "SH",
        0x0008_1030: "LO", 0x0008_103E: "LO", 0x0008_1048: "PN", 0x0008_1070: "PN",
        0x0010_0010: "PN", 0x0010_0020: "LO", 0x0010_0021: "LO", 0x0010_0030: "DA",
        0x0010_1000: "LO", 0x0010_1001: "PN", 0x0010_1040: "LO", 0x0010_1060: "PN",
        0x0010_2154: "SH", 0x0010_21B0: "LT", 0x0010_4000: "LT", 0x0018_1000: "LO",
        0x0018_1030: "LO", 0x0020_000D: "UI", 0x0020_000E: "UI", 0x0020_0010: "SH",
        0x0020_0052: "UI", 0x0020_4000: "LT", 0x0032_1032: "PN", 0x0032_4000: "LT",
        0x0040_0253: "SH", 0x0040_1001: "SH", 0x0400_0561: "LO", 0x4008_0114: "PN",
    ]

    package var encoding = Encoding.explicit
    /// The transfer syntax in group 2, if it is not that of `encoding`.
    package var transferSyntax: String?
    package var hasPreamble = true
    package var elements: [UInt32: (representation: String, value: Value)] = [:]

    /// A gray image of 16 bits.
    package init(
        rows: Int, columns: Int, bitsStored: Int = 16, signed: Bool = false, _ samples: [Int]
    ) {
        self.init(rows: rows, columns: columns, bits: 16, bitsStored: bitsStored, signed: signed)
        self[0x7FE0_0010] = ("OW", .words(samples))
    }

    /// The description of an image without its pixels.
    package init(
        rows: Int, columns: Int, bits: Int, bitsStored: Int, signed: Bool = false,
        photometric: String = "MONOCHROME2", samples: Int = 1
    ) {
        self[0x0028_0002] = ("US", .words([samples]))
        self[0x0028_0004] = ("CS", .text(photometric))
        self[0x0028_0010] = ("US", .words([rows]))
        self[0x0028_0011] = ("US", .words([columns]))
        self[0x0028_0100] = ("US", .words([bits]))
        self[0x0028_0101] = ("US", .words([bitsStored]))
        self[0x0028_0102] = ("US", .words([bitsStored - 1]))
        self[0x0028_0103] = ("US", .words([signed ? 1 : 0]))
        if samples > 1 { self[0x0028_0006] = ("US", .words([0])) }
    }

    package subscript(tag: UInt32) -> (String, Value)? {
        get { elements[tag].map { ($0.representation, $0.value) } }
        set { elements[tag] = newValue.map { (representation: $0.0, value: $0.1) } }
    }

    /// The content of the file.
    package var bytes: [UInt8] {
        let body = Writer(encoding: encoding).written(
            elements.mapValues { ($0.representation, $0.value) })
        let syntax = transferSyntax ?? encoding.rawValue
        let meta = Writer(encoding: .explicit).written([0x0002_0010: ("UI", .text(syntax))])
        let head = hasPreamble ? [UInt8](repeating: 0, count: 128) + Array("DICM".utf8) + meta : []
        return head + (encoding == .deflated ? Self.deflated(body) : body)
    }

    /// Raw deflate data of one stored block.
    private static func deflated(_ raw: [UInt8]) -> [UInt8] {
        let length = [UInt8(raw.count & 255), UInt8(raw.count >> 8)]
        return [1] + length + length.map { ~$0 } + raw
    }

    private struct Writer {
        let encoding: Encoding

        func written(_ elements: [UInt32: (String, Value)]) -> [UInt8] {
            elements.sorted { $0.key < $1.key }.flatMap { tag, element in
                written(tag, element.0, element.1)
            }
        }

        private func number(_ value: Int, _ count: Int) -> [UInt8] {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
            return encoding == .bigEndian ? bytes.reversed() : bytes
        }

        private func tag(_ tag: UInt32) -> [UInt8] {
            number(Int(tag >> 16), 2) + number(Int(tag & 0xFFFF), 2)
        }

        private func written(_ tag: UInt32, _ representation: String, _ value: Value) -> [UInt8] {
            let (content, isUndefined) = content(value)
            let length = isUndefined ? 0xFFFF_FFFF : content.count
            if encoding == .implicit { return self.tag(tag) + number(length, 4) + content }
            let letters = Array(representation.utf8)
            let isLong = ["OB", "OW", "SQ", "UN", "UT"].contains(representation)
            let size = isLong ? [0, 0] + number(length, 4) : number(length, 2)
            return self.tag(tag) + letters + size + content
        }

        private func content(_ value: Value) -> (bytes: [UInt8], isUndefined: Bool) {
            switch value {
            case .text(let text):
                let bytes = Array(text.utf8)
                return (bytes + (bytes.count % 2 == 0 ? [] : [0x20]), false)
            case .words(let words): return (words.flatMap { number($0, 2) }, false)
            case .bytes(let bytes): return (bytes + (bytes.count % 2 == 0 ? [] : [0]), false)
            case .items(let items):
                let parts = items.flatMap { item in
                    let inner = written(item)
                    return tag(0xFFFE_E000) + number(inner.count, 4) + inner
                }
                return (parts, false)
            case .fragments(let fragments):
                let parts = ([[]] + fragments).flatMap { fragment in
                    let even = fragment + (fragment.count % 2 == 0 ? [] : [0])
                    return tag(0xFFFE_E000) + number(even.count, 4) + even
                }
                return (parts + tag(0xFFFE_E0DD) + number(0, 4), true)
            }
        }
    }
}
