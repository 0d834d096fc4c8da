package import Files
import Images

/// The suffixes of image formats, supported and unsupported.
package enum ImageSuffixes {
    /// The supported suffixes, in lower case.
    package static let read = ImageFormat.allCases.flatMap(\.suffixes)
    /// The supported suffixes in words, such as `.jpeg, .jpg or .png`.
    package static let list = ImageFormat.suffixList

    /// The suffixes of unsupported images, scans, volumes and slides, in lower case.
    package static let notRead: Set<String> = [
        // JPEG and its successors.
        ".jpe", ".jif", ".jfif", ".jfi", ".pjpeg", ".pjp", ".mpo", ".jp2", ".j2k", ".j2c", ".jpc",
        ".jpf", ".jpx", ".jpm", ".jph", ".jhc", ".jls", ".jxl", ".jxr", ".wdp", ".hdp",
        // Other image formats.
        ".apng", ".mng", ".dib", ".gif", ".btf", ".tf8", ".heic", ".heif", ".heics", ".heifs",
        ".hif", ".avif", ".avifs", ".ico", ".cur", ".icns", ".pcx",
        ".tga", ".psd", ".psb", ".xcf", ".exr", ".hdr", ".dds", ".sgi", ".rgb", ".rgba", ".ras",
        ".xbm", ".xpm", ".pgm", ".ppm", ".pnm", ".pbm", ".pam", ".pfm", ".fits", ".fit", ".fts",
        ".svg", ".qoi", ".bpg",
        // Cameras.
        ".raw", ".dng", ".cr2", ".cr3", ".nef", ".arw", ".orf", ".rw2", ".raf",
        // Scans and volumes.
        ".ima", ".nii", ".nrrd", ".nhdr", ".mha", ".mhd", ".mgh", ".mgz",
        ".img", ".mnc", ".mrc", ".analyze", ".v3d",
        // Slides and microscopes.
        ".svs", ".svslide", ".ndpi", ".ndpis", ".scn", ".mrxs", ".vms", ".vmu", ".bif", ".czi",
        ".lif", ".lsm", ".nd2", ".oib", ".oif", ".vsi", ".ims", ".zvi", ".isyntax", ".flex",
        // Arrays that contain images.
        ".npy", ".npz",
    ]

    /// The suffixes of compression programs for single files: `scan.nii.gz` is a volume.
    private static let packed: Set<String> = [".gz", ".bz2", ".xz", ".zst", ".z"]

    /// True if the name has the suffix of an image format, supported or not; case is ignored.
    package static func isImage(_ name: FilePath) -> Bool {
        isRead(name) || notReadSuffix(of: name) != nil
    }

    /// True if files with this name are read as images.
    package static func isRead(_ name: FilePath) -> Bool { read.contains(last(of: name)) }

    /// The suffix of an unsupported image format, in lower case, such as `.nii.gz`; nil for other
    /// names.
    package static func notReadSuffix(of name: FilePath) -> String? {
        let suffix = last(of: name)
        if notRead.contains(suffix) { return suffix }
        guard packed.contains(suffix) else { return nil }
        let inner = last(of: FilePath(bytes: name.bytes.dropLast(suffix.utf8.count)))
        return notRead.contains(inner) || read.contains(inner) ? inner + suffix : nil
    }

    /// The suffix of the last component, from the last dot on, with ASCII letters in lower case.
    /// Empty if there is no dot, nothing before it, or a character that is not ASCII.
    package static func last(of name: FilePath) -> String {
        let bytes = name.name.bytes
        guard let dot = bytes.lastIndex(of: UInt8(ascii: ".")), dot > 0,
            bytes[dot...].allSatisfy({ (0x21...0x7E).contains($0) })
        else { return "" }
        return String(decoding: bytes[dot...], as: UTF8.self).lowercased()
    }
}
