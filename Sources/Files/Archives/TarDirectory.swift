/// The entries of a tar archive, found by reading its headers one after another.
///
/// Long names may be in entries of GNU tar, or in the extended headers of POSIX (pax).
struct TarDirectory {
    private(set) var index: ArchiveIndex
    private let file: OpenFile
    private var position = 0
    /// The fields of entries that precede the next one and change it.
    private var next = Extension()

    private struct Extension {
        var name: [UInt8]?
        var count: Int?
        var isSparse = false
    }

    /// The maximum number of bytes of a long name or an extended header.
    private static let most = 1 << 20

    /// - Throws: `FileError` for an archive that is damaged or ends too early.
    init(_ file: OpenFile, _ path: FilePath) throws(FileError) {
        index = ArchiveIndex(path)
        self.file = file
        // Zeros end an archive. Another one may follow, as `cat` makes them.
        var hasEnd = false
        while position < file.count {
            guard file.count - position >= TarHeader.size else { break }
            let block = try file.bytes(position..<position + TarHeader.size)
            if block.allSatisfy({ $0 == 0 }) {
                hasEnd = true
                position += TarHeader.size
                continue
            }
            guard let header = TarHeader(block), let count = header.count else {
                throw damaged("the header at byte \(position) is damaged")
            }
            hasEnd = false
            position += TarHeader.size
            try take(header, count)
        }
        guard hasEnd else {
            throw damaged("its end is missing, so it is probably truncated")
        }
        try index.finish()
    }

    private func damaged(_ reason: String) -> FileError {
        FileError(
            operation: "read the archive", path: index.path.text,
            reason: "\(reason); make or download it again")
    }

    private mutating func take(_ header: TarHeader, _ stated: Int) throws(FileError) {
        switch header.type {
        case UInt8(ascii: "L"):
            next.name = Array(try contents(stated).prefix { $0 != 0 })
            return
        case UInt8(ascii: "x"):
            try take(fields: try contents(stated))
            return
        // A long target of a link, global fields, and the name of a volume.
        case UInt8(ascii: "K"), UInt8(ascii: "g"), UInt8(ascii: "V"):
            return try skip(stated, header.name)
        default: break
        }
        let name = next.name ?? header.name
        let count = next.count ?? stated
        let offset = position
        let form = form(of: header.type, name)
        next = Extension()
        var isContinued = header.isSparseMapContinued
        while isContinued {
            let block = try contents(TarHeader.size)
            isContinued = TarHeader.isSparseMapContinued(block)
        }
        // Links and folders have no data, whatever their size is.
        try skip(form == .folder || form == .refused(.link) ? 0 : count, name)
        try index.add(name, form, offset: offset, packed: count, size: count)
    }

    private func form(of type: UInt8, _ name: [UInt8]) -> ArchiveIndex.Form {
        switch type {
        case 0, UInt8(ascii: "0"), UInt8(ascii: "7"):
            // Programs before ustar mark a folder by the slash alone.
            name.last == UInt8(ascii: "/")
                ? .folder : next.isSparse ? .refused(.sparse) : .plain
        case UInt8(ascii: "1"), UInt8(ascii: "2"): .refused(.link)
        case UInt8(ascii: "5"): .folder
        case UInt8(ascii: "S"): .refused(.sparse)
        default: .refused(.special)
        }
    }

    /// The data of an entry that describes the next one.
    private mutating func contents(_ count: Int) throws(FileError) -> [UInt8] {
        guard count <= Self.most, count <= file.count - position else {
            throw damaged("the header at byte \(position - TarHeader.size) is damaged")
        }
        let bytes = try file.bytes(position..<position + count)
        try skip(count, [])
        return bytes
    }

    private mutating func skip(_ count: Int, _ name: [UInt8]) throws(FileError) {
        guard count <= file.count - position else {
            throw damaged("it ends inside of '\(FilePath(bytes: name))', so it is truncated")
        }
        position += (count + TarHeader.size - 1) / TarHeader.size * TarHeader.size
    }

    /// Reads lines `length key=value` of an extended header; the length is that of the whole line.
    private mutating func take(fields: [UInt8]) throws(FileError) {
        var rest = fields[...]
        while !rest.isEmpty, rest.first != 0 {
            let digits = rest.prefix { $0 != 32 }
            guard let length = Int(String(decoding: digits, as: UTF8.self)),
                length > digits.count + 1, length <= rest.count,
                let equals = rest.prefix(length).firstIndex(of: UInt8(ascii: "="))
            else { throw damaged("an extended header before byte \(position) is damaged") }
            let line = rest.prefix(length)
            let key = String(decoding: line[..<equals].dropFirst(digits.count + 1), as: UTF8.self)
            let value = line[(equals + 1)...].dropLast()
            switch key {
            case "path": next.name = Array(value)
            case "size":
                guard let count = Int(String(decoding: value, as: UTF8.self)), count >= 0 else {
                    throw damaged("an extended header before byte \(position) is damaged")
                }
                next.count = count
            // The path of a sparse file is in its own field.
            case "GNU.sparse.name": (next.name, next.isSparse) = (Array(value), true)
            case _ where key.hasPrefix("GNU.sparse."): next.isSparse = true
            default: break
            }
            rest = rest.dropFirst(length)
        }
    }
}
