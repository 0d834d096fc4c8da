import Files
import Foundation

/// The path of a file on this machine, byte for byte, and operations on the file.
struct BytePath: Sendable, Hashable {
    var bytes: [UInt8]

    init(_ path: String) { bytes = Array(path.utf8) }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    static func / (folder: BytePath, name: EntryName) -> BytePath {
        BytePath(bytes: folder.bytes + [EntryName.slash] + name.bytes)
    }

    private func withCString<R>(_ body: (UnsafePointer<CChar>) throws -> R) rethrows -> R {
        try (bytes + [0]).withUnsafeBufferPointer { buffer in
            try buffer.withMemoryRebound(to: CChar.self) { text in
                guard let start = text.baseAddress else { preconditionFailure("it has a NUL") }
                return try body(start)
            }
        }
    }

    private func failure(_ operation: String) -> FileError {
        FileError(operation: operation, path: description)
    }

    /// The path without links; nil if the file does not exist.
    var resolved: BytePath? {
        withCString { path in
            guard let text = realpath(path, nil) else { return nil }
            defer { free(text) }
            return BytePath(
                bytes: UnsafeBufferPointer(start: text, count: strlen(text)).map {
                    UInt8(bitPattern: $0)
                })
        }
    }

    func isInside(_ folder: BytePath) -> Bool {
        folder.bytes == [EntryName.slash] || bytes.starts(with: folder.bytes + [EntryName.slash])
    }

    func status(followingLinks: Bool) -> stat? {
        var information = stat()
        let code = withCString {
            followingLinks ? stat($0, &information) : lstat($0, &information)
        }
        return code == 0 ? information : nil
    }

    /// The names in a folder, sorted.
    /// - Throws: `FileError`.
    func list() throws -> [EntryName] {
        guard let folder = withCString({ opendir($0) }) else { throw failure("list") }
        defer { closedir(folder) }
        var names: [EntryName] = []
        errno = 0
        while let entry = readdir(folder) {
            let name = Self.name(of: entry)
            if name != EntryName("."), name != EntryName("..") { names.append(name) }
            errno = 0
        }
        guard errno == 0 else { throw failure("list") }
        return names.sorted()
    }

    /// The name of an entry. The record is only as long as its name, so it must not be copied as a
    /// whole.
    private static func name(of entry: UnsafeMutablePointer<dirent>) -> EntryName {
        guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else {
            preconditionFailure("d_name is stored")
        }
        let start = (UnsafeRawPointer(entry) + offset).assumingMemoryBound(to: CChar.self)
        return EntryName(UnsafeRawBufferPointer(start: start, count: strlen(start)))
    }

    /// The files in a folder and its subfolders, including hidden ones, with their sizes; empty if
    /// the folder does not exist.
    /// - Throws: `FileError`.
    func filesBelow() throws -> [EntryName: Int] {
        guard let own = status(followingLinks: true), own.st_mode & S_IFMT == S_IFDIR else {
            return [:]
        }
        var files: [EntryName: Int] = [:]
        var folders = [EntryName("")]
        while let folder = folders.popLast() {
            for name in try (folder.isEmpty ? self : self / folder).list() {
                let name = folder.isEmpty ? name : EntryName(joining: [folder, name])
                guard let status = (self / name).status(followingLinks: false) else { continue }
                if status.st_mode & S_IFMT == S_IFDIR {
                    folders.append(name)
                } else {
                    files[name] = Int(status.st_size)
                }
            }
        }
        return files
    }

    /// The contents of the file.
    /// - Throws: `FileError`.
    func contents() throws -> Data {
        let descriptor = withCString { open($0, O_RDONLY | O_CLOEXEC) }
        guard descriptor >= 0 else { throw failure("open") }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do { return try file.readToEnd() ?? Data() } catch { throw failure("read") }
    }

    /// Creates a folder and its parent folders.
    /// - Throws: `FileError`.
    func makeFolder() throws {
        if withCString({ mkdir($0, 0o777) }) == 0 || errno == EEXIST { return }
        guard errno == ENOENT, let slash = bytes.lastIndex(of: EntryName.slash), slash > 0 else {
            throw failure("make the folder")
        }
        try BytePath(bytes: Array(bytes[..<slash])).makeFolder()
        guard withCString({ mkdir($0, 0o777) }) == 0 || errno == EEXIST else {
            throw failure("make the folder")
        }
    }

    /// Writes a file atomically: to a hidden name in the same folder, which is then renamed.
    /// - Throws: `FileError`.
    func write(_ data: Data) throws {
        let slash = bytes.lastIndex(of: EntryName.slash) ?? 0
        let random = String(UInt64.random(in: 0...(.max)), radix: 36)
        let temporary = BytePath(bytes: Array(bytes[..<slash]) + Array("/.\(random).tmp".utf8))
        let descriptor = temporary.withCString {
            open($0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        }
        guard descriptor >= 0 else { throw failure("create") }
        do {
            defer { close(descriptor) }
            try write(data, to: descriptor)
        } catch {
            temporary.remove()
            throw error
        }
        let code = temporary.withCString { from in withCString { rename(from, $0) } }
        guard code == 0 else {
            let error = failure("rename its temporary file")
            temporary.remove()
            throw error
        }
    }

    private func write(_ data: Data, to descriptor: Int32) throws {
        try data.withUnsafeBytes { bytes in
            var rest = bytes
            while !rest.isEmpty {
                let count = Foundation.write(descriptor, rest.baseAddress, rest.count)
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { throw failure("write") }
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            }
        }
        guard fsync(descriptor) == 0 else { throw failure("sync") }
    }

    /// Removes a file; a missing file is not an error.
    func remove() { _ = withCString { unlink($0) } }

    /// The maximum length of a file name in bytes, in the nearest folder that exists.
    var maximumNameBytes: Int {
        var folder = self
        while folder.status(followingLinks: true) == nil,
            let slash = folder.bytes.lastIndex(of: EntryName.slash), slash > 0
        {
            folder.bytes = Array(folder.bytes[..<slash])
        }
        let limit = folder.withCString { pathconf($0, Int32(_PC_NAME_MAX)) }
        return limit > 0 ? min(255, limit) : 255
    }
}

extension BytePath: CustomStringConvertible {
    var description: String { EntryName(bytes).description }
}
