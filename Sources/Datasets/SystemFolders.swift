package import Files

/// The folders of systems, storage devices and programs that are not part of a data set.
package enum SystemFolders {
    private static let names = [
        "__macosx", "__pycache__", "$recycle.bin", "$extend", "$windows.~bt", "$winreagent",
        "recycler", "recycled", "system volume information", "lost+found", "lost.dir", "_gsdata_",
        "network trash folder", "temporary items", "thevolumesettingsfolder",
        // Folders of storage devices.
        "@eadir", "@tmp", "@recycle", "@recently-snapshot", "@sharebin", "@sharesnap", "@snapshot",
        "@synologydrive", "@syno", "#recycle", "#snapshot", "#tmp", "~snapshot", "~tmp",
    ]

    /// True if a folder with this name is hidden or belongs to the system; case is ignored.
    package static func contains(_ name: FilePath) -> Bool {
        if name.bytes.first == UInt8(ascii: ".") { return true }
        return names.contains { name.equals(ignoringCase: $0) } || isRecovered(name)
    }

    /// True for names such as `found.000`, where Windows stores fragments that a disk check finds.
    private static func isRecovered(_ name: FilePath) -> Bool {
        name.bytes.count == 9
            && FilePath(bytes: name.bytes.prefix(6)).equals(ignoringCase: "found.")
            && name.bytes.suffix(3).allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")) ~= $0 }
    }
}
