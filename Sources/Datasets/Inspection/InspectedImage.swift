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
    /// The SHA-256 of the file; nil if it cannot be read.
    var digest: FileDigest?
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
        /// The perceptual hash of the image.
        package var hash: PerceptualHash
        /// The properties of the file that are not visible in the pixels.
        package var properties: ImageProperties
    }

    /// Inspects an image.
    /// - Parameter look: set to its appearance at a low resolution; nil if it cannot be decoded.
    init(
        _ sample: Sample, _ split: Split, group: String?, of dataset: Dataset,
        look seen: inout Look?
    ) {
        self.sample = sample
        self.split = split
        self.group = group
        do {
            let file = try OpenFile(path: dataset.path(sample)).contents()
            digest = file.withUnsafeBytes { FileDigest(SHA256Digest.of($0).utf8) }
            let (image, properties) = try RGBImage.described(path: dataset.path(sample))
            let look = Look(image)
            content = Content(
                width: image.width, height: image.height,
                mode: try file.withUnsafeBytes { try ImageHeader($0) }.mode,
                brightness: look.brightness, hash: look.hash, properties: properties)
            seen = look
        } catch let error as ImageError {
            failure = error.reason
        } catch let error as FileError {
            failure = "cannot be read: \(error.reason)"
        } catch {
            failure = "\(error)"
        }
    }
}
