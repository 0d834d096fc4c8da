/// The RLE compression of DICOM (PS3.5, annex G): a segment for each byte of each sample, the most
/// significant byte first.
enum RunLengths {
    /// - Returns: the samples, `[pixels, samples]`, in the lowest `form.bitsAllocated` bits.
    /// - Throws: `DICOMError.Kind`.
    static func decode(
        _ bytes: [UInt8], _ form: PixelForm
    ) throws(DICOMError.Kind) -> [UInt32] {
        guard form.bitsAllocated % 8 == 0 else {
            throw .unsupported("RLE with \(form.bitsAllocated) bits allocated")
        }
        let depth = form.bitsAllocated / 8
        let segments = try segments(bytes, count: form.samples * depth)
        var samples = [UInt32](repeating: 0, count: form.pixels * form.samples)
        for (number, segment) in segments.enumerated() {
            let (sample, byte) = (number / depth, number % depth)
            let shift = UInt32(8 * (depth - 1 - byte))
            try expand(bytes[segment], count: form.pixels) { pixel, value in
                samples[pixel * form.samples + sample] |= UInt32(value) << shift
            }
        }
        return samples
    }

    /// The ranges of the segments, from the header of 16 numbers.
    private static func segments(
        _ bytes: [UInt8], count: Int
    ) throws(DICOMError.Kind) -> [Range<Int>] {
        guard bytes.count >= 64 else { throw .damaged("its RLE header is incomplete") }
        func number(_ index: Int) -> Int {
            (0..<4).reduce(0) { $0 | Int(bytes[4 * index + $1]) << (8 * $1) }
        }
        guard number(0) == count else {
            throw .damaged("its RLE data has \(number(0)) segments; expected \(count)")
        }
        let starts = (1...count).map(number) + [bytes.count]
        guard starts[0] >= 64, zip(starts, starts.dropFirst()).allSatisfy({ $0 <= $1 }) else {
            throw .damaged("its RLE header is invalid")
        }
        return zip(starts, starts.dropFirst()).map { $0..<$1 }
    }

    /// Calls `put` with the first `count` bytes of an expanded segment.
    private static func expand(
        _ segment: ArraySlice<UInt8>, count: Int, _ put: (Int, UInt8) -> Void
    ) throws(DICOMError.Kind) {
        var (position, written) = (segment.startIndex, 0)
        while written < count, position < segment.endIndex {
            let code = Int(segment[position])
            position += 1
            if code < 128 {
                let end = min(position + code + 1, segment.endIndex, position + count - written)
                for index in position..<end { put(written + index - position, segment[index]) }
                written += end - position
                position += code + 1
            } else if code > 128, position < segment.endIndex {
                let end = min(written + 257 - code, count)
                for index in written..<end { put(index, segment[position]) }
                written = end
                position += 1
            }
        }
        guard written == count else {
            throw .damaged("an RLE segment has \(written) bytes; expected \(count)")
        }
    }
}
