import Files
package import Images
package import Vocabulary

/// The result of inspecting the file of an image.
package struct InspectedImage: Sendable, Hashable {
    /// The path and class of the image.
    package var sample: Sample
    /// The split of the image.
    package var split: Split
    /// The group, such as the patient; nil if it is unknown.
    package var group: String?
    /// The SHA-256 of the file; empty if it cannot be read.
    package var digest: String
    /// The properties of the decoded image; nil if it cannot be decoded.
    package var content: Content?
    /// The reason why the image cannot be decoded; nil if it can.
    package var failure: String?

    /// The properties of a decoded image.
    package struct Content: Sendable, Hashable {
        /// The width in pixels.
        package var width: Int
        /// The height in pixels.
        package var height: Int
        /// The color mode of the file.
        package var mode: ColorMode
        /// The mean luminance, 0 to 255.
        package var brightness: Double
        /// Its appearance at a low resolution.
        package var look: Look
        /// The properties of the file that are not visible in the pixels.
        package var properties: ImageProperties
    }

    init(_ sample: Sample, _ split: Split, group: String?, of dataset: Dataset) {
        self.sample = sample
        self.split = split
        self.group = group
        digest = ""
        do {
            let file = try OpenFile(path: dataset.path(sample)).contents()
            digest = file.withUnsafeBytes { SHA256Digest.of($0) }
            let (image, properties) = try RGBImage.described(path: dataset.path(sample))
            let look = Look(image)
            content = Content(
                width: image.width, height: image.height,
                mode: file.withUnsafeBytes { ColorMode(file: $0) },
                brightness: look.brightness, look: look, properties: properties)
        } catch let error as ImageError {
            failure = error.reason
        } catch let error as FileError {
            failure = "cannot be read: \(error.reason)"
        } catch {
            failure = "\(error)"
        }
    }
}

/// The form in which a file stores its pixels.
package enum ColorMode: String, Sendable, CaseIterable {
    case gray, rgb, palette

    /// The color mode of a JPEG or PNG file that can be decoded.
    init(file: UnsafeRawBufferPointer) {
        if file.starts(with: [0x89, 0x50]) {
            // The color type in the header chunk; PNG specification 11.2.2.
            let type = file.count > 25 ? file[25] : 2
            self = type == 3 ? .palette : type & 2 == 0 ? .gray : .rgb
        } else {
            self = Self.components(ofJPEG: file) == 1 ? .gray : .rgb
        }
    }

    /// The number of components in the frame header (ITU-T T.81, B.2.2); nil if the header is not
    /// found.
    private static func components(ofJPEG file: UnsafeRawBufferPointer) -> Int? {
        var offset = 2
        while offset + 9 < file.count {
            guard file[offset] == 0xFF else { return nil }
            let marker = file[offset + 1]
            // Fill bytes, and markers without a length.
            if marker == 0xFF || marker == 0x01 || (0xD0...0xD8).contains(marker) {
                offset += marker == 0xFF ? 1 : 2
                continue
            }
            if (0xC0...0xCF).contains(marker), ![0xC4, 0xC8, 0xCC].contains(marker) {
                return Int(file[offset + 9])
            }
            offset += 2 + Int(file[offset + 2]) << 8 + Int(file[offset + 3])
        }
        return nil
    }
}
