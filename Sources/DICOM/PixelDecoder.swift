import CDICOM

/// Decodes the pixels of a data set to the values that pydicom's `pixel_array` gives.
struct PixelDecoder {
    let data: DICOMDataSet
    let form: PixelForm

    /// The values, `[rows, columns, samples]`, and the meaning of the samples: full and subsampled
    /// YBR is converted to RGB, and JPEG 2000 contains RGB.
    /// - Throws: `DICOMError.Kind`.
    func decode() throws(DICOMError.Kind) -> (StoredValues, PixelForm.Photometric) {
        var (values, photometric) = try samples()
        if [.ybrFull, .ybrFull422].contains(photometric) {
            guard form.bitsAllocated == 8, !form.isSigned else {
                throw .unsupported(
                    "\(photometric.rawValue) with \(form.bitsAllocated) bits allocated; expected 8")
            }
            Self.convertToRGB(&values)
            photometric = .rgb
        }
        return (values, photometric)
    }

    private func samples() throws(DICOMError.Kind) -> (StoredValues, PixelForm.Photometric) {
        let compression = data.transferSyntax.compression
        guard compression != .none else {
            guard data.fragments == nil else {
                throw .damaged("its pixels are compressed, but not by its transfer syntax")
            }
            return (try uncompressed(), try uncompressedPhotometric())
        }
        guard let fragments = data.fragments else {
            throw .damaged("its pixels are not compressed, but are by its transfer syntax")
        }
        guard !fragments.isEmpty else { throw .damaged("it contains 0 bytes of pixel data") }
        let bytes = Array(fragments.map { data.bytes[$0] }.joined())
        switch compression {
        case .jpeg: return try decode(bytes, CDICOM_JPEG)
        case .jpegLS: return try decode(bytes, CDICOM_JPEG_LS)
        case .jpeg2000: return try decode(bytes, CDICOM_JPEG_2000)
        case .rle, .none:
            let values = Self.values(try RunLengths.decode(bytes, form), form)
            return (values.limited(to: form.bitsStored), try uncompressedPhotometric())
        }
    }

    // MARK: - Uncompressed pixels

    private func uncompressedPhotometric() throws(DICOMError.Kind) -> PixelForm.Photometric {
        guard ![.ybrIrreversible, .ybrReversible].contains(form.photometric) else {
            throw .unsupported("\(form.photometric.rawValue) without JPEG 2000 compression")
        }
        return form.photometric
    }

    private func uncompressed() throws(DICOMError.Kind) -> StoredValues {
        guard let element = data.element(.pixelData) else { throw .noPixelData }
        let bytes = try nativeBytes(element)
        let isSubsampled = form.photometric == .ybrFull422
        if isSubsampled, form.bitsAllocated != 8 || form.columns % 2 != 0 {
            throw .unsupported(
                "YBR_FULL_422 with \(form.bitsAllocated) bits allocated and \(form.columns) columns; "
                    + "expected 8 and an even number")
        }
        let count = form.pixels * form.samples
        if form.bitsAllocated == 16, !form.isPlanar {
            let patterns = bytes.withUnsafeBytes { bytes in
                (0..<count).map {
                    UInt16(
                        littleEndian: bytes.loadUnaligned(fromByteOffset: 2 * $0, as: UInt16.self))
                }
            }
            return StoredValues(.narrow(patterns), isSigned: form.isSigned)
                .limited(to: form.bitsStored)
        }
        var samples = [UInt32](repeating: 0, count: count)
        for index in samples.indices {
            let source = isSubsampled ? Self.subsampled(index) : index
            samples[target(of: index)] =
                switch form.bitsAllocated {
                case 1: UInt32(bytes[index / 8] >> UInt8(index % 8) & 1)
                case 8: UInt32(bytes[source])
                case 16: UInt32(bytes[2 * index]) | UInt32(bytes[2 * index + 1]) << 8
                default:
                    (0..<4).reduce(0) { $0 | UInt32(bytes[4 * index + $1]) << UInt32(8 * $1) }
                }
        }
        return Self.values(samples, form).limited(to: form.bitsStored)
    }

    /// The index of a stored sample among the samples pixel by pixel.
    private func target(of index: Int) -> Int {
        form.isPlanar && form.photometric != .ybrFull422
            ? index % form.pixels * form.samples + index / form.pixels : index
    }

    /// PS3.3, C.7.6.3.1.2: two luminances, then their common chrominances.
    private static func subsampled(_ index: Int) -> Int {
        let (pixel, sample) = (index / 3, index % 3)
        return pixel / 2 * 4 + (sample == 0 ? pixel % 2 : sample + 1)
    }

    /// The bytes of exactly one image, in little-endian order.
    private func nativeBytes(
        _ element: DICOMDataSet.Element
    ) throws(DICOMError.Kind) -> [UInt8] {
        let bits = form.pixels * form.samples * form.bitsAllocated
        let whole = (bits + 7) / 8
        let expected = form.photometric == .ybrFull422 ? whole / 3 * 2 : whole
        let available = element.range.count
        guard available >= expected else {
            throw .damaged("it contains \(available) bytes of pixel data; expected \(expected)")
        }
        if form.photometric == .ybrFull422, available >= whole {
            throw .damaged(
                "it contains \(available) bytes of pixel data; expected \(expected) for YBR_FULL_422"
            )
        }
        if available > expected + 1, available / expected > 1 {
            throw .multiFrame(available / expected)
        }
        let range = element.range.lowerBound..<element.range.lowerBound + expected
        guard data.transferSyntax == .explicitBigEndian else { return Array(data.bytes[range]) }
        switch form.bitsAllocated {
        case 16: return DICOMDataSet.swapped(data.bytes[range])
        case 32:
            let swapped = DICOMDataSet.swapped(data.bytes[range])
            return swapped.indices.map { swapped[$0 ^ 2] }
        case 8 where element.representation == "OW":
            // With an odd number of bytes, the last one is exchanged with the padding.
            let end = min(range.upperBound + expected % 2, element.range.upperBound)
            return Array(DICOMDataSet.swapped(data.bytes[range.lowerBound..<end])[..<expected])
        default: return Array(data.bytes[range])
        }
    }

    /// The samples in 16 bits if that is enough, with their signs.
    private static func values(_ samples: [UInt32], _ form: PixelForm) -> StoredValues {
        form.bitsAllocated == 32
            ? StoredValues(.wide(samples), isSigned: form.isSigned)
            : StoredValues(
                .narrow(samples.map { UInt16(truncatingIfNeeded: $0) }), isSigned: form.isSigned)
    }

    // MARK: - Compressed pixels

    private func decode(
        _ bytes: [UInt8], _ codec: cdicom_codec
    ) throws(DICOMError.Kind) -> (StoredValues, PixelForm.Photometric) {
        var header = cdicom_header()
        try cdicom_read_header(codec, bytes, bytes.count, &header).check()
        try check(header)
        let count = form.pixels * form.samples
        var report = cdicom_report()
        let patterns: StoredValues.Patterns
        if header.precision <= 16 {
            patterns = .narrow(
                [UInt16](unsafeUninitializedCapacity: count) { buffer, initialized in
                    report = cdicom_decode(
                        codec, bytes, bytes.count, &header, buffer.baseAddress)
                    initialized = report.status == CDICOM_OK ? count : 0
                })
        } else {
            patterns = .wide(
                [UInt32](unsafeUninitializedCapacity: count) { buffer, initialized in
                    report = cdicom_decode(
                        codec, bytes, bytes.count, &header, buffer.baseAddress)
                    initialized = report.status == CDICOM_OK ? count : 0
                })
        }
        try report.check()
        let values = StoredValues(patterns, isSigned: form.isSigned)
        return (values.limited(to: bits(codec, header)), photometric(codec, header))
    }

    /// - Throws: an error if the compressed image is not the one that the data set describes.
    private func check(_ header: cdicom_header) throws(DICOMError.Kind) {
        guard header.width == form.columns, header.height == form.rows else {
            throw .damaged(
                "its compressed image has \(header.width) x \(header.height) pixels; "
                    + "expected \(form.columns) x \(form.rows)")
        }
        guard header.components == form.samples else {
            throw .damaged(
                "its compressed image has \(header.components) components; expected \(form.samples)"
            )
        }
        guard header.precision <= form.bitsAllocated else {
            throw .damaged(
                "its compressed image has \(header.precision) bits per sample; expected at most "
                    + "\(form.bitsAllocated)")
        }
    }

    /// The number of bits of a decoded sample that are used; the sign is repeated above them.
    /// JPEG-LS does not record whether samples are signed, and JPEG 2000 does, but not always
    /// as the data set.
    private func bits(_ codec: cdicom_codec, _ header: cdicom_header) -> Int {
        let precision = Int(header.precision)
        switch codec {
        case CDICOM_JPEG_LS: return form.isSigned ? precision : 32
        case CDICOM_JPEG_2000:
            return form.samples == 1 && (header.is_signed != 0) != form.isSigned ? precision : 32
        default: return form.bitsStored
        }
    }

    private func photometric(
        _ codec: cdicom_codec, _ header: cdicom_header
    ) -> PixelForm.Photometric {
        guard form.samples == 3 else { return form.photometric }
        if [.ybrIrreversible, .ybrReversible].contains(form.photometric) { return .rgb }
        switch header.colors {
        case CDICOM_COLORS_RGB: return .rgb
        // The header of a JFIF file says that its colors are YCbCr.
        case CDICOM_COLORS_YCBCR where form.photometric == .rgb: return .ybrFull
        default: return form.photometric
        }
    }

    // MARK: - Colors

    /// Converts 8-bit YCbCr to RGB with the coefficients and the rounding of pydicom (ITU T.871,
    /// section 7).
    private static func convertToRGB(_ values: inout StoredValues) {
        guard case .narrow(var samples) = values.patterns else { return }
        func rounded(_ color: Float) -> UInt16 {
            UInt16(min(max((color + 0.5).rounded(.down), 0), 255))
        }
        for pixel in stride(from: 0, to: samples.count - 2, by: 3) {
            let y = Float(samples[pixel])
            let blue = Float(samples[pixel + 1]) - 128
            let red = Float(samples[pixel + 2]) - 128
            let green =
                y - Float(0.114 * 1.772 / 0.587) * blue - Float(0.299 * 1.402 / 0.587) * red
            samples[pixel] = rounded(y + 1.402 * red)
            samples[pixel + 1] = rounded(green)
            samples[pixel + 2] = rounded(y + 1.772 * blue)
        }
        values.patterns = .narrow(samples)
    }
}
