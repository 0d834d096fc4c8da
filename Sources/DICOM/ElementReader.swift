/// The header of a DICOM element.
struct ElementHeader {
    var tag: UInt32
    /// The two letters of the value representation, such as `US`; nil if it is implicit.
    var representation: String?
    /// The number of bytes of the value; nil if delimiters mark its end.
    var length: Int?

    /// The tags of items and of delimiters, which have no value representation.
    static let item: UInt32 = 0xFFFE_E000
    static let itemEnd: UInt32 = 0xFFFE_E00D
    static let sequenceEnd: UInt32 = 0xFFFE_E0DD
}

/// Reads the headers of DICOM elements one after the other (PS3.5, section 7). It calls itself for
/// no sequence, so deep nesting in a damaged file cannot exhaust the stack.
struct ElementReader {
    let bytes: [UInt8]
    /// The offset of the next byte.
    var position: Int
    /// The offset after the last byte.
    let end: Int
    var isLittleEndian = true
    /// True if elements contain their value representation.
    var isExplicit = true

    private static let longForms: Set<String> = [
        "OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV",
    ]

    init(bytes: [UInt8], range: Range<Int>) {
        self.bytes = bytes
        position = range.lowerBound
        end = range.upperBound
    }

    var isAtEnd: Bool { position >= end }

    /// The next element's header; nil at the end. The position is then at the value.
    mutating func next() throws(DICOMError.Kind) -> ElementHeader? {
        guard !isAtEnd else { return nil }
        let tag = try tag()
        guard tag >> 16 != 0xFFFE, isExplicit, let letters = representation else {
            return ElementHeader(tag: tag, length: try length(tag))
        }
        position += 2
        guard Self.longForms.contains(letters) else {
            let length = Int(try number(2, tag))
            return ElementHeader(tag: tag, representation: letters, length: length)
        }
        try require(2, tag)
        position += 2
        return ElementHeader(tag: tag, representation: letters, length: try length(tag))
    }

    /// The range of a value of known length, which is then skipped.
    mutating func value(of tag: UInt32, length: Int) throws(DICOMError.Kind) -> Range<Int> {
        try require(length, tag)
        defer { position += length }
        return position..<position + length
    }

    /// Skips the items of an element of undefined length, with all that they contain.
    mutating func skipItems(of element: ElementHeader) throws(DICOMError.Kind) {
        let wasExplicit = isExplicit
        defer { isExplicit = wasExplicit }
        // The open sequences and items; PS3.5, section 6.2.2: an unknown value is implicit.
        var levels = [(isItem: false, isExplicit: isExplicit && element.representation != "UN")]
        while let level = levels.last {
            isExplicit = level.isExplicit
            guard let next = try next() else { throw .truncated(element.tag) }
            switch next.tag {
            case ElementHeader.sequenceEnd:
                // Some writers omit the delimiter of the last item.
                if level.isItem { levels.removeLast() }
                levels.removeLast()
            case ElementHeader.itemEnd:
                guard level.isItem else { throw .invalidSequence(element.tag) }
                levels.removeLast()
            case ElementHeader.item:
                guard !level.isItem else { throw .invalidSequence(element.tag) }
                if let length = next.length {
                    _ = try value(of: element.tag, length: length)
                } else {
                    levels.append((true, isExplicit))
                }
            default:
                guard level.isItem else { throw .invalidSequence(element.tag) }
                if let length = next.length {
                    _ = try value(of: next.tag, length: length)
                } else {
                    levels.append((false, isExplicit && next.representation != "UN"))
                }
            }
        }
    }

    /// The number in the next bytes.
    mutating func number(_ count: Int, _ tag: UInt32) throws(DICOMError.Kind) -> UInt32 {
        try require(count, tag)
        defer { position += count }
        return integer(at: position, bytes: count)
    }

    /// The number in some bytes.
    func integer(at offset: Int, bytes count: Int) -> UInt32 {
        (0..<count).reduce(0) { sum, index in
            sum << 8 | UInt32(bytes[offset + (isLittleEndian ? count - 1 - index : index)])
        }
    }

    /// The two letters at the position; nil if they are none: some writers change to implicit
    /// elements inside a file of explicit ones.
    private var representation: String? {
        guard end - position >= 2 else { return nil }
        let letters = bytes[position..<position + 2]
        let range = UInt8(ascii: "A")...UInt8(ascii: "Z")
        return letters.allSatisfy(range.contains) ? String(decoding: letters, as: UTF8.self) : nil
    }

    private mutating func tag() throws(DICOMError.Kind) -> UInt32 {
        guard end - position >= 4 else { throw .damaged("it ends inside the tag of an element") }
        let group = integer(at: position, bytes: 2)
        let element = integer(at: position + 2, bytes: 2)
        position += 4
        return group << 16 | element
    }

    /// A length of four bytes; nil if it is undefined.
    private mutating func length(_ tag: UInt32) throws(DICOMError.Kind) -> Int? {
        let length = try number(4, tag)
        return length == .max ? nil : Int(length)
    }

    private func require(_ count: Int, _ tag: UInt32) throws(DICOMError.Kind) {
        guard end - position >= count else { throw .truncated(tag) }
    }
}

extension DICOMError.Kind {
    /// The error of a file that ends inside an element.
    static func truncated(_ tag: UInt32) -> Self {
        .damaged("it ends inside element \(DICOMTag.text(tag))")
    }

    /// The error of a sequence that does not consist of items.
    static func invalidSequence(_ tag: UInt32) -> Self {
        .damaged("element \(DICOMTag.text(tag)) is not a valid sequence")
    }
}
