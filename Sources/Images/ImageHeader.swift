import CJPEG
import CTIFF
import CWebP
import DICOM

/// The form in which a file stores its pixels.
package enum ColorMode: String, Sendable, CaseIterable {
    case gray, rgb, palette
}

/// The format, the size and the color mode of an image, read from its headers without decoding it.
package struct ImageHeader: Sendable, Hashable {
    /// The format of the file.
    package let format: ImageFormat
    /// The size in the header, in pixels.
    package let size: ImageSize
    /// The form of the pixels; CMYK counts as RGB.
    package let mode: ColorMode

    /// - Parameter content: the whole file, or at least its headers; a TIFF file has them anywhere.
    /// - Throws: `ImageError.Kind`: empty, of another format, or without a size.
    package init(_ content: UnsafeRawBufferPointer) throws(ImageError.Kind) {
        guard !content.isEmpty else { throw .empty }
        guard let format = ImageFormat(content) else { throw .notReadable(content) }
        self.format = format
        switch format {
        case .jpeg:
            let header = try JPEG.header(of: content)
            size = try Self.size(Int(header.width), Int(header.height))
            mode = header.channels == 1 ? .gray : .rgb
        case .png:
            (size, mode) = try Self.png(content)
        case .tiff:
            let header = try TIFF.header(of: content)
            size = try Self.size(Int(header.width), Int(header.height))
            mode =
                switch header.photometric {
                case CTIFF_RGB: .rgb
                case CTIFF_PALETTE: .palette
                default: .gray
                }
        case .bmp:
            let header = try BMPHeader(content)
            size = try Self.size(header.width, header.height)
            mode = header.bits <= 8 ? .palette : .rgb
        case .webp:
            let features = try WebP.features(of: content)
            size = try Self.size(Int(features.width), Int(features.height))
            mode = .rgb
        case .dicom:
            let form = try Self.dicom(content)
            size = try Self.size(form.columns, form.rows)
            mode =
                form.photometric == .palette ? .palette : form.photometric.isGray ? .gray : .rgb
        }
    }

    private static func size(
        _ width: Int, _ height: Int
    ) throws(ImageError.Kind) -> ImageSize {
        // The limit of all formats; the number of pixels then fits into an Int.
        let sides = 1...Int(Int32.max)
        guard sides.contains(width), sides.contains(height) else {
            throw .damaged("its header gives \(width) x \(height) pixels")
        }
        return ImageSize(width: width, height: height)
    }

    private static func dicom(
        _ content: UnsafeRawBufferPointer
    ) throws(ImageError.Kind) -> PixelForm {
        do throws(DICOMError.Kind) {
            return try DICOMHeader(beginning: content).form
        } catch {
            throw ImageError.Kind(error)
        }
    }

    /// The first chunk, which is always IHDR, begins with width and height, four bytes each, and
    /// the color type is its tenth byte; PNG specification 11.2.2.
    private static func png(
        _ content: UnsafeRawBufferPointer
    ) throws(ImageError.Kind) -> (ImageSize, ColorMode) {
        guard content.count >= 26 else { throw .damaged("it ends inside its header") }
        func number(_ start: Int) -> Int {
            content[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
        }
        let type = content[25]
        return (
            try size(number(16), number(20)), type == 3 ? .palette : type & 2 == 0 ? .gray : .rgb
        )
    }
}
