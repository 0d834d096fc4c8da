import CDICOM
import Foundation

/// The elements of a DICOM file that `DICOMTag` lists, found in its bytes; all others are skipped
/// without reading their values. Elements after the pixels are not read.
struct DICOMDataSet {
    /// A value: its representation, such as `US`, if it is explicit, and its bytes.
    struct Element {
        var representation: String?
        var range: Range<Int>
    }

    /// The bytes that the ranges refer to: the file, or its expanded data set.
    private(set) var bytes: [UInt8]
    private(set) var transferSyntax: TransferSyntax
    /// True if elements have no representations of their own.
    private(set) var isImplicit = false
    /// The compressed parts of the first image, without the table of offsets; nil if the pixels are
    /// not encapsulated.
    private(set) var fragments: [Range<Int>]?
    private var elements: [DICOMTag: Element] = [:]
    /// The elements of the first item of each sequence.
    private var items: [DICOMTag: [DICOMTag: Element]] = [:]

    /// - Parameter readsPixels: false to stop before the pixels, which may then be missing.
    /// - Throws: `DICOMError.Kind`.
    init(_ file: [UInt8], readsPixels: Bool = true) throws(DICOMError.Kind) {
        guard !file.isEmpty else { throw .empty }
        bytes = file
        var position = try Self.start(of: file)
        let declared = try Self.transferSyntax(in: file, &position)
        transferSyntax = declared ?? Self.guess(file, position)
        if transferSyntax == .deflated {
            bytes = try Self.inflated(file[position...])
            position = 0
        }
        var reader = ElementReader(bytes: bytes, range: position..<bytes.count)
        reader.isLittleEndian = transferSyntax != .explicitBigEndian
        // Like pydicom, believe the first element rather than the transfer syntax.
        let isExplicit = Self.hasRepresentation(bytes, position)
        reader.isExplicit =
            position + 6 > bytes.count ? transferSyntax != .implicitLittleEndian : isExplicit
        isImplicit = !reader.isExplicit
        try read(&reader, readsPixels: readsPixels)
    }

    /// - Throws: an error if the file contains no pixels, or no integers.
    func requirePixels() throws(DICOMError.Kind) {
        guard element(.pixelData) == nil else { return }
        let other = [DICOMTag.floatPixelData, .doublePixelData].first { element($0) != nil }
        throw other.map { .unsupported("element \($0.name); expected integers") } ?? .noPixelData
    }

    // MARK: - The beginning of the file

    /// The offset of the first element: 132 if there is a preamble.
    private static func start(of file: [UInt8]) throws(DICOMError.Kind) -> Int {
        if file.count >= 132, file[128..<132].elementsEqual("DICM".utf8) { return 132 }
        guard file.count >= 8 else { throw .notDICOM }
        // Without a preamble, a file begins with an element of a low group and a plausible length.
        let isLow = [2, 4, 8].contains(file[0]) && file[1] == 0 && file[3] == 0
        let isBig = file[0] == 0 && [4, 8].contains(file[1]) && file[2] == 0
        let length = (4..<8).reversed().reduce(0) { $0 << 8 | Int(file[$1]) }
        let isPlausible = hasRepresentation(file, 0) || isLow && length <= file.count - 8
        guard isLow || isBig, isPlausible else { throw .notDICOM }
        return 0
    }

    /// Reads the elements of group 2, which are always explicit and little-endian.
    /// - Returns: nil if there is no transfer syntax.
    private static func transferSyntax(
        in file: [UInt8], _ position: inout Int
    ) throws(DICOMError.Kind) -> TransferSyntax? {
        var reader = ElementReader(bytes: file, range: position..<file.count)
        var text: String?
        while file.count - reader.position >= 8, reader.integer(at: reader.position, bytes: 2) == 2,
            let element = try reader.next()
        {
            guard let length = element.length else {
                try reader.skipItems(of: element)
                continue
            }
            let range = try reader.value(of: element.tag, length: length)
            if element.tag == DICOMTag.transferSyntax.rawValue { text = Self.text(file[range]) }
        }
        position = reader.position
        guard let text else { return nil }
        guard let known = TransferSyntax(rawValue: text) else {
            throw TransferSyntax.unknown(text)
        }
        return known
    }

    /// The transfer syntax by the first element, as pydicom guesses it.
    private static func guess(_ file: [UInt8], _ position: Int) -> TransferSyntax {
        guard hasRepresentation(file, position) else { return .implicitLittleEndian }
        // A big-endian group below 256 has its second byte set, not its first.
        return file[position] == 0 ? .explicitBigEndian : .explicitLittleEndian
    }

    private static func hasRepresentation(_ bytes: [UInt8], _ position: Int) -> Bool {
        guard bytes.count - position >= 6 else { return false }
        let letters = UInt8(ascii: "A")...UInt8(ascii: "Z")
        return bytes[position + 4..<position + 6].allSatisfy(letters.contains)
    }

    private static func inflated(_ part: ArraySlice<UInt8>) throws(DICOMError.Kind) -> [UInt8] {
        var (output, size): (UnsafeMutablePointer<UInt8>?, Int) = (nil, 0)
        let report = part.withUnsafeBufferPointer {
            cdicom_inflate(
                $0.baseAddress, $0.count, DICOMLimits.maximumInflated, &output, &size)
        }
        defer { free(output) }
        try report.check()
        return Array(UnsafeBufferPointer(start: output, count: size))
    }

    // MARK: - The elements

    private mutating func read(
        _ reader: inout ElementReader, readsPixels: Bool
    ) throws(DICOMError.Kind) {
        while let element = try reader.next() {
            let tag = DICOMTag(rawValue: element.tag)
            if tag == .pixelData {
                guard readsPixels else {
                    elements[.pixelData] = Element(range: reader.position..<reader.position)
                    return
                }
                return try readPixels(element, &reader)
            }
            let start = reader.position
            if let length = element.length {
                _ = try reader.value(of: element.tag, length: length)
            } else {
                try reader.skipItems(of: element)
            }
            guard let tag, elements[tag] == nil else { continue }
            let range = start..<reader.position
            elements[tag] = Element(representation: element.representation, range: range)
            guard [.modalityLUTSequence, .voiLUTSequence].contains(tag) else { continue }
            var inner = ElementReader(bytes: bytes, range: range)
            inner.isLittleEndian = reader.isLittleEndian
            inner.isExplicit = reader.isExplicit && element.representation != "UN"
            items[tag] = try Self.firstItem(&inner)
        }
    }

    /// The elements of the first item; nil if there is none.
    private static func firstItem(
        _ reader: inout ElementReader
    ) throws(DICOMError.Kind) -> [DICOMTag: Element]? {
        guard let item = try reader.next(), item.tag == ElementHeader.item else { return nil }
        let end = item.length.map { reader.position + $0 } ?? reader.end
        var found: [DICOMTag: Element] = [:]
        while reader.position < end, let element = try reader.next(),
            element.tag != ElementHeader.itemEnd
        {
            guard let length = element.length else {
                try reader.skipItems(of: element)
                continue
            }
            let range = try reader.value(of: element.tag, length: length)
            guard let tag = DICOMTag(rawValue: element.tag) else { continue }
            found[tag] = Element(representation: element.representation, range: range)
        }
        return found
    }

    private mutating func readPixels(
        _ element: ElementHeader, _ reader: inout ElementReader
    ) throws(DICOMError.Kind) {
        let start = reader.position
        if let length = element.length {
            // Missing bytes are reported where the expected number is known.
            let end = min(start + length, reader.end)
            elements[.pixelData] = Element(
                representation: element.representation, range: start..<end)
            return
        }
        var parts: [Range<Int>] = []
        while let next = try reader.next(), next.tag != ElementHeader.sequenceEnd {
            guard next.tag == ElementHeader.item, let length = next.length else {
                throw .invalidSequence(element.tag)
            }
            parts.append(try reader.value(of: element.tag, length: length))
        }
        elements[.pixelData] = Element(
            representation: element.representation, range: start..<reader.position)
        fragments = Array(parts.dropFirst())
    }

    // MARK: - Values

    /// An element of the data set, or of the first item of one of its sequences.
    func element(_ tag: DICOMTag, in sequence: DICOMTag? = nil) -> Element? {
        if let sequence { items[sequence]?[tag] } else { elements[tag] }
    }

    /// The text of an element without padding; nil if it is missing or empty.
    func text(_ tag: DICOMTag, in sequence: DICOMTag? = nil) -> String? {
        guard let element = element(tag, in: sequence) else { return nil }
        let text = Self.text(bytes[element.range])
        return text.isEmpty ? nil : text
    }

    /// The integers of an element; nil if it is missing or empty.
    /// - Throws: `DICOMError.Kind` for a text that is not a number.
    func integers(
        _ tag: DICOMTag, in sequence: DICOMTag? = nil
    ) throws(DICOMError.Kind) -> [Int]? {
        guard let element = element(tag, in: sequence), !element.range.isEmpty else { return nil }
        let isText = tag == .numberOfFrames
        switch element.representation ?? (isText ? "IS" : "US") {
        case "SS": return integers(element, bytes: 2).map { Int(Int16(truncatingIfNeeded: $0)) }
        case "UL": return integers(element, bytes: 4)
        case "SL": return integers(element, bytes: 4).map { Int(Int32(truncatingIfNeeded: $0)) }
        case "IS", "DS",
            "UN" where isText:
            return try decimals(tag, in: sequence)?.map { Int(exactly: $0) ?? -1 }
        default: return integers(element, bytes: 2)
        }
    }

    private func integers(_ element: Element, bytes count: Int) -> [Int] {
        var reader = ElementReader(bytes: bytes, range: element.range)
        reader.isLittleEndian = transferSyntax != .explicitBigEndian
        return stride(
            from: element.range.lowerBound, through: element.range.upperBound - count, by: count
        ).map { Int(reader.integer(at: $0, bytes: count)) }
    }

    /// The numbers of an element with text; nil if it is missing or empty.
    /// - Throws: `DICOMError.Kind` for a text that is not a finite number.
    func decimals(
        _ tag: DICOMTag, in sequence: DICOMTag? = nil
    ) throws(DICOMError.Kind) -> [Double]? {
        guard let text = text(tag, in: sequence) else { return nil }
        var numbers: [Double] = []
        for part in text.split(separator: "\\", omittingEmptySubsequences: false) {
            let digits = part.trimmingCharacters(in: .whitespaces)
            // Also rejects hexadecimal numbers, which Swift accepts.
            guard let number = Double(digits), number.isFinite,
                digits.utf8.allSatisfy({ "+-.0123456789eE".utf8.contains($0) })
            else { throw .damaged("element \(tag.name) is not a number") }
            numbers.append(number)
        }
        return numbers
    }

    /// The bytes of a value, in pairs of little-endian order.
    func content(_ tag: DICOMTag, in sequence: DICOMTag? = nil) -> [UInt8]? {
        guard let element = element(tag, in: sequence) else { return nil }
        let isSwapped = transferSyntax == .explicitBigEndian && element.representation != "OB"
        return isSwapped ? Self.swapped(bytes[element.range]) : Array(bytes[element.range])
    }

    /// The bytes with both bytes of each pair exchanged.
    static func swapped(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var result = Array(bytes)
        for index in stride(from: 0, to: result.count - 1, by: 2) {
            result.swapAt(index, index + 1)
        }
        return result
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes, as: UTF8.self)
            .trimmingCharacters(in: CharacterSet(charactersIn: " \0"))
    }
}

extension cdicom_report {
    /// - Throws: the error of the report, if it has one.
    func check() throws(DICOMError.Kind) {
        guard status != CDICOM_OK else { return }
        let reason = String(cString: reason)
        switch status {
        case CDICOM_UNSUPPORTED: throw .unsupported(reason)
        case CDICOM_NO_MEMORY: throw .unreadable(reason)
        default: throw .damaged(reason)
        }
    }
}
