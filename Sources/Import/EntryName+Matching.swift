import Foundation

extension EntryName {
    /// True if the whole name matches a shell pattern; `*` matches slashes too.
    func matches(_ pattern: String) -> Bool {
        var pattern = pattern
        while pattern.hasSuffix("/") { pattern.removeLast() }
        return (bytes + [0]).withUnsafeBufferPointer { buffer in
            buffer.withMemoryRebound(to: CChar.self) { text in
                text.baseAddress.map { fnmatch(pattern, $0, 0) == 0 } ?? false
            }
        }
    }
}
