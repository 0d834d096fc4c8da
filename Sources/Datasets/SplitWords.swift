package import Files
package import Vocabulary

/// The words for splits in the names of folders and in tables.
package enum SplitWords {
    private static let words: [String: Split] = [
        "train": .train, "training": .train, "trn": .train, "val": .val, "valid": .val,
        "validation": .val, "validate": .val, "validating": .val, "dev": .val, "test": .test,
        "testing": .test, "tst": .test,
    ]

    /// Words for a split in general, without telling which one.
    private static let otherWords: Set<String> = [
        "eval", "evaluation", "evaluate", "evaluating", "holdout", "heldout", "trainval",
        "traintest", "devel", "development", "crossval", "crossvalidation",
    ]

    /// Words that do not change the meaning of a word for a split.
    private static let fillers: Set<String> = [
        "set", "sets", "data", "dataset", "datasets", "image", "images", "img", "imgs", "split",
        "subset", "folder", "files", "samples",
    ]

    /// The split that a name is exactly; case is ignored: `train`, `Training`, `valid`, `dev`,
    /// `tst`.
    package static func split(of name: FilePath) -> Split? {
        guard name.bytes.count <= 16, name.bytes.allSatisfy({ $0 < 0x80 }) else { return nil }
        return words[String(decoding: name.bytes, as: UTF8.self).lowercased()]
    }

    /// The split that a name clearly means, because it contains no other words: `training_set`,
    /// `Test Images`, `valset`.
    package static func meant(by name: FilePath) -> Split? {
        var found: Split?
        for token in tokens(of: name) where !fillers.contains(token) {
            guard let split = words[core(of: token)], found == nil else { return nil }
            found = split
        }
        return found
    }

    /// True if a name contains a word for a split: `training_set`, `Train Set`, `test2`, `trainA`,
    /// `holdout`, `eval-data`.
    package static func looksLikeSplit(_ name: FilePath) -> Bool {
        let tokens = tokens(of: name)
        return tokens.contains { words[core(of: $0)] != nil || otherWords.contains(core(of: $0)) }
            || zip(tokens, tokens.dropFirst()).contains { otherWords.contains($0 + $1) }
    }

    /// A token without a filler at its beginning or end: `train` for `traindata`.
    private static func core(of token: String) -> String {
        if words[token] != nil || otherWords.contains(token) { return token }
        for filler in fillers {
            if token.hasSuffix(filler) {
                let rest = String(token.dropLast(filler.count))
                if words[rest] != nil || otherWords.contains(rest) { return rest }
            }
            if token.hasPrefix(filler) {
                let rest = String(token.dropFirst(filler.count))
                if words[rest] != nil || otherWords.contains(rest) { return rest }
            }
        }
        return token
    }

    /// The runs of ASCII letters and of digits in a name, in lower case. Words are also split
    /// before a capital letter after a small one, and before the last of several capitals that a
    /// small letter follows.
    package static func tokens(of name: FilePath) -> [String] {
        var tokens: [String] = []
        var token: [UInt8] = []
        let bytes = name.bytes
        for (index, byte) in bytes.enumerated() {
            let next = index + 1 < bytes.count ? kind(bytes[index + 1]) : .other
            if let last = token.last, isBoundary(kind(last), kind(byte), next) {
                tokens.append(String(decoding: token, as: UTF8.self).lowercased())
                token = []
            }
            if kind(byte) != .other { token.append(byte) }
        }
        if !token.isEmpty { tokens.append(String(decoding: token, as: UTF8.self).lowercased()) }
        return tokens
    }

    private enum Kind { case small, capital, digit, letterOfUTF8, other }

    private static func kind(_ byte: UInt8) -> Kind {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"): .small
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): .capital
        case UInt8(ascii: "0")...UInt8(ascii: "9"): .digit
        case 0x80...: .letterOfUTF8
        default: .other
        }
    }

    private static func isBoundary(_ last: Kind, _ kind: Kind, _ next: Kind) -> Bool {
        switch (last, kind) {
        case (_, .other): true
        case (.small, .capital): true
        case (.capital, .capital): next == .small
        case (.digit, .digit), (.small, .small), (.capital, .small): false
        // Letters beyond ASCII belong to the adjacent word.
        case (.letterOfUTF8, .letterOfUTF8), (.letterOfUTF8, .small), (.letterOfUTF8, .capital),
            (.small, .letterOfUTF8), (.capital, .letterOfUTF8):
            false
        default: true
        }
    }
}

extension Split {
    /// The split that a word in a table or a folder name means; case is ignored. `valid`,
    /// `validation` and `dev` mean val.
    package init?(word: some StringProtocol) {
        guard let split = SplitWords.split(of: FilePath(String(word))) else { return nil }
        self = split
    }
}
