package import Foundation

/// Files whose names are arbitrary bytes, created by system calls.
package enum BytesInFolders {
    private static func call<R>(_ path: [UInt8], _ body: (UnsafePointer<CChar>) throws -> R)
        rethrows -> R
    {
        try (path + [0]).map { CChar(bitPattern: $0) }.withUnsafeBufferPointer { buffer in
            try body(buffer.baseAddress!)
        }
    }

    /// All files in a folder and its subfolders, by relative path; links are followed.
    package static func files(in folder: String) throws -> [[UInt8]: Data] {
        var files: [[UInt8]: Data] = [:]
        try walk(Array(folder.utf8), Array(folder.utf8).count + 1, &files)
        return files
    }

    private static func walk(_ folder: [UInt8], _ start: Int, _ files: inout [[UInt8]: Data]) throws
    {
        guard let stream = call(folder, { opendir($0) }) else { return }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            let offset = MemoryLayout<dirent>.offset(of: \.d_name)!
            let text = (UnsafeRawPointer(entry) + offset).assumingMemoryBound(to: CChar.self)
            let name = Array(UnsafeRawBufferPointer(start: text, count: strlen(text)))
            if name == Array(".".utf8) || name == Array("..".utf8) { continue }
            let path = folder + Array("/".utf8) + name
            var information = stat()
            guard call(path, { stat($0, &information) }) == 0 else { continue }
            if information.st_mode & S_IFMT == S_IFDIR {
                try walk(path, start, &files)
            } else {
                let descriptor = call(path) { open($0, O_RDONLY) }
                let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
                files[Array(path[start...])] = try handle.readToEnd() ?? Data()
            }
        }
    }

    private static func makeFolders(_ path: [UInt8], below folder: String) {
        call(Array(folder.utf8)) { _ = mkdir($0, 0o777) }
        for (index, byte) in path.enumerated() where byte == UInt8(ascii: "/") {
            call(Array(folder.utf8) + Array("/".utf8) + path[..<index]) { _ = mkdir($0, 0o777) }
        }
    }

    /// Writes a file at a path of bytes in `folder`, and creates the parent folders.
    package static func write(_ data: Data, _ path: [UInt8], in folder: String) {
        makeFolders(path, below: folder)
        let descriptor = call(Array("\(folder)/".utf8) + path) {
            open($0, O_WRONLY | O_CREAT | O_TRUNC, 0o666)
        }
        precondition(descriptor >= 0, "\(String(cString: strerror(errno)))")
        FileHandle(fileDescriptor: descriptor, closeOnDealloc: true).write(data)
    }

    /// Creates a symbolic link at a path of bytes in `folder`, and creates the parent folders.
    package static func link(_ path: [UInt8], to target: [UInt8], in folder: String) {
        makeFolders(path, below: folder)
        call(Array("\(folder)/".utf8) + path) { link in
            call(target) { _ = symlink($0, link) }
        }
    }
}
