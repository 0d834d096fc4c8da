import Foundation

/// A writer of valid and invalid tar archives in memory.
struct TarWriter {
    private(set) var bytes = Data()

    /// Adds an entry.
    /// - Parameters:
    ///   - type: `0` a file, `1` a hard link, `2` a symbolic link, `3` a device, `5` a folder.
    ///   - size: the size in the header, if it differs from the actual size.
    mutating func add(
        _ name: [UInt8], _ contents: Data = Data(), type: Character = "0", link: [UInt8] = [],
        size: Int? = nil
    ) {
        // Long names are in a preceding entry, as in GNU tar.
        if name.count > 100 { add(Array("././@LongLink".utf8), Data(name + [0]), type: "L") }
        if link.count > 100 { add(Array("././@LongLink".utf8), Data(link + [0]), type: "K") }
        var header = [UInt8](repeating: 0, count: 512)
        func put(_ bytes: some Sequence<UInt8>, at start: Int) {
            for (offset, byte) in bytes.enumerated() { header[start + offset] = byte }
        }
        func octal(_ number: Int, _ digits: Int) -> [UInt8] {
            let text = String(number, radix: 8)
            return Array((String(repeating: "0", count: digits - text.count) + text).utf8)
        }
        put(name.prefix(100), at: 0)
        put(octal(0o644, 7), at: 100)
        put(octal(0, 7), at: 108)
        put(octal(0, 7), at: 116)
        put(octal(size ?? contents.count, 11), at: 124)
        put(octal(0, 11), at: 136)
        put(repeatElement(32, count: 8), at: 148)
        put(String(type).utf8, at: 156)
        put(link.prefix(100), at: 157)
        put("ustar  ".utf8, at: 257)
        put(octal(header.reduce(0) { $0 + Int($1) }, 6) + [0], at: 148)
        bytes += header + contents + Data(count: (512 - contents.count % 512) % 512)
    }

    mutating func add(_ name: String, _ contents: Data = Data(), type: Character = "0") {
        add(Array(name.utf8), contents, type: type)
    }

    /// The complete archive.
    var archive: Data { bytes + Data(count: 1024) }
}

/// The output of a system program, such as `gzip`, for data; nil if the program is not installed.
func filtered(_ data: Data, by program: String) throws -> Data? {
    let folder = try TemporaryFolder()
    try folder.write(data, "in")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    let command = program == "cat" ? program : "\(program) -c"
    process.arguments = [
        "-c", "\(command) <'\(folder.path)/in' >'\(folder.path)/out' 2>/dev/null",
    ]
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { return nil }
    return FileManager.default.contents(atPath: folder.path + "/out")
}
