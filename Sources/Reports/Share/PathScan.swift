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

    /// The length of the absolute path that begins at a position: of this system, of Windows, on
    /// another machine, or with `%2F` in place of slashes; nil if none does.
    func pathLength(at position: Int) -> Int? {
        switch text[position] {
        case Byte.slash: length(at: position) ?? remotePath(at: position)
        case Byte.backslash: networkPath(at: position)
        case Byte.percent: encodedPath(at: position)
        default: isWordStart(position) ? drivePath(at: position) : nil
        }
    }

    /// Whether a word can begin at a position. An encoded character such as `%2F` ends a word.
    func isWordStart(_ position: Int) -> Bool {
        guard position > 0, Byte.isWord(text[position - 1]) else { return true }
        return position > 2 && text[position - 3] == Byte.percent
            && text[position - 2..<position].allSatisfy(Byte.isHexDigit)
    }

    /// The length of the domain after the name of a machine, such as `.intern.example.com`.
    func domain(at position: Int) -> Int {
        var (end, labels) = (position, 0)
        while end + 1 < text.count, text[end] == UInt8(ascii: "."), Byte.isWord(text[end + 1]) {
            end += 1
            while end < text.count, Byte.isWord(text[end]) || text[end] == UInt8(ascii: "-") {
                end += 1
            }
            labels += 1
        }
        // A single label can be the extension of a file.
        let isLocal = ["local", "lan", "internal", "intern", "corp", "localdomain"].contains {
            $0.utf8.elementsEqual(text[position..<end].dropFirst())
        }
        return labels > 1 || isLocal ? end - position : 0
    }

    /// The length of the machine and path after the colon of an address, such as those of
    /// `sftp://nas/home/x`; nil for addresses of the web and of other registries.
    private func remotePath(at position: Int) -> Int? {
        guard ends(position, with: ":"), position + 2 < text.count,
            text[position + 1] == Byte.slash, Byte.isWord(text[position + 2]),
            !["http:", "https:", "file:"].contains(where: { ends(position, with: $0) }),
            position > 1, Byte.isLetter(text[position - 2])
        else { return nil }
        return length(from: position, quote: nil)
    }

    /// The length of a path such as `\\server\share`, also with each backslash doubled, as in JSON.
    private func networkPath(at position: Int) -> Int? {
        guard isStart(position), position == 0 || text[position - 1] != Byte.backslash else {
            return nil
        }
        let name = text[position...].firstIndex { $0 != Byte.backslash } ?? text.count
        guard name < text.count, [2, 4].contains(name - position), Byte.isWord(text[name]) else {
            return nil
        }
        let length = length(from: name, quote: quote(at: position))
        let path = text[name..<name + length]
        guard let next = path.firstIndex(of: Byte.backslash), next + 1 < path.endIndex else {
            return nil
        }
        return name - position + length
    }

    /// The length of a path such as `%2Fhome%2Fx`; nil if there is none with several parts.
    private func encodedPath(at position: Int) -> Int? {
        let slash = Array("%2f".utf8)
        func isSlash(_ index: Int) -> Bool {
            index + 3 <= text.count
                && zip(text[index..<index + 3], slash).allSatisfy { $0 | 0x20 == $1 | 0x20 }
        }
        guard isSlash(position), position == 0 || !Byte.isWord(text[position - 1]) else {
            return nil
        }
        let length = length(from: position, quote: nil)
        let rest = text[position..<position + length]
        return rest.indices.count(where: isSlash) > 1 ? length : nil
    }

    /// The length of the absolute path that begins at a slash; nil if none does.
    private func length(at position: Int) -> Int? {
        let quote = quote(at: position)
        for folder in folders where Byte.matches(text, position, folder, ignoringCase: false) {
            return folder.count + length(from: position + folder.count, quote: quote)
        }
        guard isStart(position), position + 1 < text.count, Byte.isWord(text[position + 1])
        else { return nil }
        let length = length(from: position, quote: quote)
        let parts = text[position..<position + length].split(separator: Byte.slash)
        guard let first = parts.first else { return nil }
        let isTag = position > 0 && text[position - 1] == UInt8(ascii: "<")
        let isPath =
            parts.count > 1
            || !isTag
                && (quote == Byte.doubleQuote
                    || Self.roots.contains { $0.elementsEqual(first) })
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
        // A path does not begin after a quotation.
        if Byte.isOne(of: "\"'`", before) { return isOpening(position - 1) }
        return !Byte.isWord(before) && !Byte.isOne(of: ".~-%)*#?&\\", before)
    }

    private func ends(_ position: Int, with word: String) -> Bool {
        let word = Array(word.utf8)
        return position >= word.count
            && word.indices.allSatisfy { text[position - word.count + $0] == word[$0] }
    }

    /// The quotation mark before a path, up to which the path extends; nil without one.
    private func quote(at position: Int) -> UInt8? {
        guard position > 0, Byte.isOne(of: "\"'`", text[position - 1]), isOpening(position - 1)
        else { return nil }
        let mark = text[position - 1]
        let line = text[position...].prefix { $0 != Byte.newline }
        return line.contains(mark) ? mark : nil
    }

    /// Whether a quotation mark opens a quotation: no word and no other quotation ends before it.
    private func isOpening(_ position: Int) -> Bool {
        guard position > 0 else { return true }
        let before = text[position - 1]
        return !Byte.isWord(before) && !Byte.isOne(of: "\"'`.!?)]}", before)
    }

    private func length(from start: Int, quote: UInt8?) -> Int {
        var end = start
        while end < text.count, text[end] != Byte.newline, text[end] != Byte.doubleQuote {
            // A quotation mark in a JSON string.
            if text[end] == Byte.backslash, end + 1 < text.count,
                text[end + 1] == Byte.doubleQuote
            {
                break
            }
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
    private func drivePath(at position: Int) -> Int? {
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
    static let percent = UInt8(ascii: "%")
    static let newline = UInt8(ascii: "\n")
    static let doubleQuote = UInt8(ascii: "\"")

    static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    static func isHexDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte | 0x20)
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
