import Files

/// The pixels of a file: levels of gray or RGB with 8 bits, or stored values with more bits.
package enum DecodedPixels: Sendable {
    /// An image with at most 8 bits per sample.
    case levels(Raster)
    /// An image with more than 8 bits per sample.
    case values(StoredRaster)

    /// Decodes a file of one of the `ImageFormat`s with the result of Pillow's
    /// `Image.open(path).convert("RGB")`, which torchvision's `ImageFolder` uses:
    /// - transparency is ignored, whether it is a channel, part of a palette or a color; the colors
    ///   of transparent pixels are used;
    /// - CMYK of a JPEG is converted to RGB by Adobe's convention, in which 255 means no ink;
    /// - the orientation in EXIF data is not applied. Pillow differs here for TIFF files;
    /// - the gamma and color profiles of files are not applied;
    /// - DICOM files, which Pillow does not read, have the values of pydicom;
    /// - samples of more than 8 bits are kept. Pillow differs here: it truncates those of color
    ///   images, and clips gray ones at 255.
    ///
    /// Ignored properties and warnings of the decoder are in `properties`. A file with missing
    /// pixels is damaged; Pillow rejects a file that ends too early, but accepts other damage.
    /// - Parameter need: returns the part of an image of a given size that is needed; a JPEG may be
    ///   decoded to a smaller size and without its lowest rows. Nil: every pixel.
    /// - Throws: `ImageError`.
    init(
        _ source: ImageSource, need: ((ImageSize) -> DecodingNeed)? = nil
    ) throws(ImageError) {
        do {
            switch source {
            case .file(let path):
                let contents = try OpenFile(path: path).contents()
                self = try contents.withUnsafeBytes { try Self(decoding: $0, need: need) }
            case .content(let bytes, _):
                self = try bytes.withUnsafeBytes { try Self(decoding: $0, need: need) }
            }
        } catch let kind as ImageError.Kind {
            throw ImageError(path: source.name, kind: kind)
        } catch let error as FileError {
            throw ImageError(path: source.name, kind: .unreadable(error.reason))
        } catch {
            throw ImageError(path: source.name, kind: .unreadable("\(error)"))
        }
    }

    /// Decodes every pixel of an image.
    /// - Throws: `ImageError`.
    package init(_ source: ImageSource) throws(ImageError) { try self.init(source, need: nil) }

    /// Decodes the content of a file.
    init(
        decoding bytes: UnsafeRawBufferPointer, need: ((ImageSize) -> DecodingNeed)? = nil
    ) throws(ImageError.Kind) {
        guard !bytes.isEmpty else { throw .empty }
        switch ImageFormat(bytes) {
        case .jpeg: self = .levels(try JPEG.decode(bytes, need: need))
        case .png: self = try PNG.decode(bytes)
        case .tiff: self = try TIFF.decode(bytes)
        case .bmp: self = .levels(try BMP.decode(bytes))
        case .webp: self = .levels(try WebP.decode(bytes))
        case .dicom: self = try Self(dicom: bytes)
        case nil: throw .notReadable(bytes)
        }
    }

    /// The properties of the file that are not visible in the pixels.
    package var properties: ImageProperties {
        get {
            switch self {
            case .levels(let raster): raster.properties
            case .values(let raster): raster.properties
            }
        }
        set {
            switch self {
            case .levels(var raster):
                raster.properties = newValue
                self = .levels(raster)
            case .values(var raster):
                raster.properties = newValue
                self = .values(raster)
            }
        }
    }

    /// The image with 8 bits per sample; more bits are scaled from the whole range of their depth.
    package var raster: Raster {
        switch self {
        case .levels(let raster): raster
        case .values(let raster): raster.raster
        }
    }
}

/// The part of an image that a resizing needs.
struct DecodingNeed {
    /// The minimum size to resize from.
    var size: ImageSize
    /// The number of upper rows of the original that are read.
    var rows: Int
}

extension Raster {
    /// Decodes every pixel of an image to 8 bits; see `DecodedPixels`.
    /// - Throws: `ImageError`.
    package init(_ source: ImageSource) throws(ImageError) {
        self = try DecodedPixels(source).raster
    }
}

extension RGBImage {
    /// Decodes an image, as `init(path:)` does.
    /// - Throws: `ImageError`.
    package init(_ source: ImageSource) throws(ImageError) { self.init(try Raster(source)) }
}
