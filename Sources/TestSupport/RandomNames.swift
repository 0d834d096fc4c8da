package import Files

/// File names with arbitrary bytes except `/` and NUL.
package enum RandomNames {
    /// Different names of up to 255 bytes that end with `.png`, the same in every run. No name
    /// begins with a dot, which would hide the file.
    package static func names(_ count: Int) -> [FilePath] {
        var state: UInt64 = 20
        func next(below limit: UInt64) -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33) % limit
        }
        var names: Set<FilePath> = []
        while names.count < count {
            let stem = (0..<1 + next(below: 251)).map { _ in UInt8(1 + next(below: 255)) }
                .filter { $0 != UInt8(ascii: "/") }
            if let first = stem.first, first != UInt8(ascii: ".") {
                names.insert(FilePath(bytes: stem + ".png".utf8))
            }
        }
        return names.sorted()
    }
}
