/// The detection of absolute paths in a text of any format.
struct PathScan {
    private let text: UnsafeBufferPointer<UInt8>
    private let folders: [[UInt8]]

    /// Folders at the root of a file system: a path in one of them is a path even if it has no
    /// further part.
    private static let roots = [
        "home", "Users", "root", "mnt", "media", "data", "scratch", "tmp", "var", "opt", "srv",
        "work", "etc", "usr", "projects", "gpfs", "lustre", "nfs", "Volumes",
    ].map { Array($0.utf8) }

    init(_ text: UnsafeBufferPointer<UInt8>, _ folders: [[UInt8]]) {
        self.text = text
        self.folders = folders
    }

    /// The length of the absolute path that begins at a slash; nil if none does.
    func length(at position: Int) -> Int? {
        let quote = quote(at: position)
        for folder in folders where Byte.matches(text, position, folder, ignoringCase: false) {
            return folder.count + length(from: position + folder.count, quote: quote)
        }
        guard isStart(position), position + 1 < text.count, Byte.isWord(text[position + 1])
        else { return nil }
        let length = length(from: position, quote: quote)
        let parts = text[position..<position + length].split(separator: Byte.slash)
        guard let first = parts.first else { return nil }
        let isPath =
            parts.count > 1 || quote == Byte.doubleQuote
            || Self.roots.contains { $0.elementsEqual(first) }
        return isPath ? length : nil
    }

    /// Whether a slash can be the start of a path: not within a relative path, an address or a
    /// closing tag.
    private func isStart(_ position: Int) -> Bool {
        guard position > 0 else { return true }
        let before = text[position - 1]
        if before == Byte.slash { return ends(position, with: "file://") }
        if before == Byte.colon {
            return text.count > position + 1 && text[position + 1] != Byte.slash
                && !ends(position, with: "models:") && !ends(position, with: "runs:")
        }
        return !Byte.isWord(before) && !Byte.isOne(of: ".~<-%)*#?&\\", before)
    }

    private func ends(_ position: Int, with word: String) -> Bool {
        let word = Array(word.utf8)
        return position >= word.count
            && word.indices.allSatisfy { text[position - word.count + $0] == word[$0] }
    }

    /// The quotation mark before a path, up to which the path extends; nil without one.
    private func quote(at position: Int) -> UInt8? {
        guard position > 0, Byte.isOne(of: "\"'`", text[position - 1]) else { return nil }
        return text[position - 1]
    }

    private func length(from start: Int, quote: UInt8?) -> Int {
        var end = start
        while end < text.count, text[end] != Byte.newline, text[end] != Byte.doubleQuote {
            if let quote {
                if text[end] == quote { break }
            } else if Byte.isOne(of: " \t\r'`<>()[]{},;|*", text[end]) {
                break
            }
            end += 1
        }
        // The end of a sentence is not part of a path.
        while quote == nil, end > start, Byte.isPunctuation(text[end - 1]) { end -= 1 }
        return end - start
    }

    /// The length of a path with a drive letter, such as `C:\Users`; nil if there is none.
    func drivePath(at position: Int) -> Int? {
        guard position + 3 < text.count, Byte.isLetter(text[position]),
            text[position + 1] == Byte.colon,
            text[position + 2] == Byte.backslash
                || text[position + 2] == Byte.slash && text[position + 3] != Byte.slash
        else { return nil }
        return length(from: position, quote: quote(at: position))
    }

    /// The length of the name and password after `://` in an address, if a slash at `position` is
    /// its last; nil if there are none.
    func credentials(after position: Int) -> Int? {
        guard ends(position + 1, with: "://"), position + 1 < text.count else { return nil }
        let rest = text[(position + 1)...].prefix { byte in
            !Byte.isOne(of: "/ \t\r\n\"'`<>", byte)
        }
        return rest.lastIndex(of: UInt8(ascii: "@")).map { $0 - position }
    }
}

/// Bytes of UTF-8.
enum Byte {
    static let slash = UInt8(ascii: "/")
    static let backslash = UInt8(ascii: "\\")
    static let colon = UInt8(ascii: ":")
    static let newline = UInt8(ascii: "\n")
    static let doubleQuote = UInt8(ascii: "\"")

    static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    /// A letter, a digit, an underscore, or a part of a character outside of ASCII.
    static func isWord(_ byte: UInt8) -> Bool {
        isLetter(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "_") || byte >= 0x80
    }

    static func isPunctuation(_ byte: UInt8) -> Bool { isOne(of: ".:!?", byte) }

    static func isOne(of characters: StaticString, _ byte: UInt8) -> Bool {
        characters.withUTF8Buffer { $0.contains(byte) }
    }

    /// Whether a word begins at a position and ends there as a word.
    static func matches(
        _ text: UnsafeBufferPointer<UInt8>, _ position: Int, _ word: [UInt8],
        ignoringCase: Bool = true
    ) -> Bool {
        let end = position + word.count
        guard end <= text.count, end == text.count || !isWord(text[end]) else { return false }
        for (offset, expected) in word.enumerated() {
            var byte = text[position + offset]
            if ignoringCase, (0x41...0x5A).contains(byte) { byte |= 0x20 }
            if byte != expected { return false }
        }
        return true
    }
}
