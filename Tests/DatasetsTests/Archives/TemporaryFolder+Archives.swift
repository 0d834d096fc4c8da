import Foundation
import Import

import Datasets

/// The forms in which the tests write a data set.
enum ArchiveForm: String, CaseIterable {
    case stored, deflated, tar

    var suffix: String { self == .tar ? ".tar" : ".zip" }
}

extension TemporaryFolder {
    /// The files in a folder with their contents, sorted by path.
    func files(in folder: String) throws -> [(name: String, data: Data)] {
        let root = "\(path)/\(folder)"
        let names = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
        return try names.sorted().compactMap { name in
            let file = URL(fileURLWithPath: "\(root)/\(name)")
            let isFolder = try file.resourceValues(forKeys: [.isDirectoryKey]).isDirectory
            return isFolder == true ? nil : (name, try Data(contentsOf: file))
        }
    }

    /// Writes an archive of files.
    func writeArchive(
        _ name: String, _ form: ArchiveForm, _ files: [(name: String, data: Data)]
    ) throws {
        switch form {
        case .stored:
            var zip = ZipWriter()
            for file in files { zip.add(file.name, file.data) }
            try write(zip.archive, name)
        case .deflated:
            // Makes the folder.
            try write(Data(), name)
            try ZipArchive.write(to: "\(path)/\(name)") { zip in
                for file in files { try zip.add(file.name, file.data) }
            }
        case .tar:
            var tar = TarWriter()
            for file in files { tar.add(file.name, file.data) }
            try write(tar.archive, name)
        }
    }

    /// Writes the set as a shard for each split.
    /// - Parameter json: true: the classes are in `.json` files.
    func writeShards(_ folder: String, json: Bool = false) throws {
        var shards: [String: [(name: String, data: Data)]] = [:]
        for (name, data) in try files(in: "set") {
            let parts = name.split(separator: "/").map(String.init)
            guard parts.count == 3 else { continue }
            let key = "\(parts[1])_\(parts[2].prefix { $0 != "." })"
            shards[parts[0], default: []] += [
                ("\(key).jpeg", data),
                json
                    ? ("\(key).json", Data(#"{"label":"\#(parts[1])"}"#.utf8))
                    : ("\(key).cls", Data("\(parts[1])\n".utf8)),
            ]
        }
        for (split, files) in shards {
            let half = files.count / 4 * 2
            try writeArchive("\(folder)/\(split)-0000.tar", .tar, Array(files[..<half]))
            try writeArchive("\(folder)/\(split)-0001.tar", .tar, Array(files[half...]))
        }
    }
}
