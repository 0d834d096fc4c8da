import Files

/// The suffixes of image formats: those that are read, and those that are not.
enum ImageSuffixes {
    /// The suffixes that are read, in lower case.
    static let read = [".jpeg", ".jpg", ".png"]

    /// The suffixes of pictures, scans, volumes and slides that are not read, in lower case.
    static let notRead: Set<String> = [
        // JPEG and its successors.
        ".jpe", ".jif", ".jfif", ".jfi", ".pjpeg", ".pjp", ".mpo", ".jp2", ".j2k", ".j2c", ".jpc",
        ".jpf", ".jpx", ".jpm", ".jph", ".jhc", ".jls", ".jxl", ".jxr", ".wdp", ".hdp",
        // Pictures.
        ".apng", ".mng", ".bmp", ".dib", ".gif", ".tif", ".tiff", ".btf", ".tf8", ".webp", ".heic",
        ".heif", ".heics", ".heifs", ".hif", ".avif", ".avifs", ".ico", ".cur", ".icns", ".pcx",
        ".tga", ".psd", ".psb", ".xcf", ".exr", ".hdr", ".dds", ".sgi", ".rgb", ".rgba", ".ras",
        ".xbm", ".xpm", ".pgm", ".ppm", ".pnm", ".pbm", ".pam", ".pfm", ".fits", ".fit", ".fts",
        ".svg", ".qoi", ".bpg",
        // Cameras.
        ".raw", ".dng", ".cr2", ".cr3", ".nef", ".arw", ".orf", ".rw2", ".raf",
        // Scans and volumes.
        ".dcm", ".dicom", ".dic", ".ima", ".nii", ".nrrd", ".nhdr", ".mha", ".mhd", ".mgh", ".mgz",
        ".img", ".mnc", ".mrc", ".analyze", ".v3d",
        // Slides and microscopes.
        ".svs", ".svslide", ".ndpi", ".ndpis", ".scn", ".mrxs", ".vms", ".vmu", ".bif", ".czi",
        ".lif", ".lsm", ".nd2", ".oib", ".oif", ".vsi", ".ims", ".zvi", ".isyntax", ".flex",
        // Arrays that hold images.
        ".npy", ".npz",
    ]

    /// The suffixes of programs that pack one file: `scan.nii.gz` is a volume.
    private static let packed: Set<String> = [".gz", ".bz2", ".xz", ".zst", ".z"]

    /// Whether the name has the suffix of some image format, be it read or not, in any case.
    static func isImage(_ name: FilePath) -> Bool { isRead(name) || notReadSuffix(of: name) != nil }

    /// Whether files of this name are read as images.
    static func isRead(_ name: FilePath) -> Bool { read.contains(last(of: name)) }

    /// The suffix of an image format that is not read, in lower case, such as `.nii.gz`; nil for
    /// any other name.
    static func notReadSuffix(of name: FilePath) -> String? {
        let suffix = last(of: name)
        if notRead.contains(suffix) { return suffix }
        guard packed.contains(suffix) else { return nil }
        let inner = last(of: FilePath(bytes: name.bytes.dropLast(suffix.utf8.count)))
        return notRead.contains(inner) || read.contains(inner) ? inner + suffix : nil
    }

    /// From the last dot of the last component on, with letters of ASCII in lower case; empty where
    /// there is no dot, or nothing before it, and for a suffix that is not ASCII.
    static func last(of name: FilePath) -> String {
        let bytes = name.name.bytes
        guard let dot = bytes.lastIndex(of: UInt8(ascii: ".")), dot > 0,
            bytes[dot...].allSatisfy({ (0x21...0x7E).contains($0) })
        else { return "" }
        return String(decoding: bytes[dot...], as: UTF8.self).lowercased()
    }
}
