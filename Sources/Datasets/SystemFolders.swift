import Files

/// Folders that systems, storage devices and programs put among a user's own, and that are no part
/// of a data set.
enum SystemFolders {
    private static let names = [
        "__macosx", "__pycache__", "$recycle.bin", "$extend", "$windows.~bt", "$winreagent",
        "recycler", "recycled", "system volume information", "lost+found", "lost.dir", "_gsdata_",
        "network trash folder", "temporary items", "thevolumesettingsfolder",
        // Of storage devices.
        "@eadir", "@tmp", "@recycle", "@recently-snapshot", "@sharebin", "@sharesnap", "@snapshot",
        "@synologydrive", "@syno", "#recycle", "#snapshot", "#tmp", "~snapshot", "~tmp",
    ]

    /// Whether a folder of this name is hidden or the system's, in any case of its letters.
    static func contains(_ name: FilePath) -> Bool {
        if name.bytes.first == UInt8(ascii: ".") { return true }
        return names.contains { name.equals(ignoringCase: $0) } || isRecovered(name)
    }

    /// Whether it is `found.000` and so on, where Windows puts the pieces that a check of a disk
    /// finds.
    private static func isRecovered(_ name: FilePath) -> Bool {
        name.bytes.count == 9
            && FilePath(bytes: name.bytes.prefix(6)).equals(ignoringCase: "found.")
            && name.bytes.suffix(3).allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")) ~= $0 }
    }
}
