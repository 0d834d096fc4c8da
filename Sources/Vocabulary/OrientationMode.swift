/// The use of the orientation in the metadata of an image file (EXIF, XMP or a TIFF tag).
package enum OrientationMode: String, Sendable, Hashable, CaseIterable {
    /// The pixels are used as stored; the orientation is ignored.
    case stored
    /// The image is rotated and flipped as the metadata say, as by Pillow's `exif_transpose`.
    case exif
}
