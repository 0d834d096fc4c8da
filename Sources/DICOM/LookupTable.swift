/// A lookup table of a DICOM file (PS3.3, C.11.1 and C.11.2).
struct LookupTable {
    /// The stored value of the first entry.
    let first: Int
    let entries: [UInt16]
    /// The bits of an entry.
    let depth: Int

    /// The table in the first item of a sequence; nil if there is none.
    /// - Throws: `DICOMError.Kind`.
    init?(
        _ data: DICOMDataSet, _ sequence: DICOMTag, _ form: PixelForm
    ) throws(DICOMError.Kind) {
        guard let descriptor = try data.integers(.lutDescriptor, in: sequence),
            let content = data.content(.lutData, in: sequence)
        else { return nil }
        let shape = try Self.shape(
            descriptor, .lutDescriptor,
            isSigned: data.element(.lutDescriptor, in: sequence)?.representation == nil
                && form.isSigned)
        guard (8...16).contains(shape.depth) else {
            throw .unsupported("a lookup table with \(shape.depth) bits; expected 8 to 16")
        }
        (first, depth) = (shape.first, shape.depth)
        entries = try Self.entries(content, count: shape.count, .lutData)
    }

    /// The number of entries, the value of the first one, and the bits of each.
    /// - Parameter isSigned: true if the second number is signed, which an implicit element does
    ///   not record.
    static func shape(
        _ descriptor: [Int], _ tag: DICOMTag, isSigned: Bool
    ) throws(DICOMError.Kind) -> (count: Int, first: Int, depth: Int) {
        guard descriptor.count == 3 else {
            throw .damaged(
                "element \(tag.name) has \(descriptor.count) numbers; expected 3")
        }
        // The number of entries is unsigned, whatever the representation.
        let count = descriptor[0] & 0xFFFF
        let first =
            isSigned ? Int(Int16(truncatingIfNeeded: descriptor[1])) : descriptor[1]
        return (count == 0 ? 65_536 : count, first, descriptor[2])
    }

    /// The entries in 16 bits each, or in 8 bits if there are not enough bytes.
    static func entries(
        _ content: [UInt8], count: Int, _ tag: DICOMTag
    ) throws(DICOMError.Kind) -> [UInt16] {
        if content.count >= 2 * count {
            return (0..<count).map { UInt16(content[2 * $0]) | UInt16(content[2 * $0 + 1]) << 8 }
        }
        guard content.count >= count else {
            throw .damaged(
                "element \(tag.name) has \(content.count) bytes; expected \(count) or \(2 * count)")
        }
        return content.prefix(count).map { UInt16($0) }
    }

    /// The entry of a value; values outside the table have the first or the last one.
    subscript(value: Double) -> UInt16 {
        let index = min(max(value - Double(first), 0), Double(entries.count - 1))
        return entries[Int(index)]
    }
}
