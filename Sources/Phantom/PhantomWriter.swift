import Datasets
import Files
import Foundation
import Images
import JSON
package import Vocabulary

extension SyntheticXRays {
    /// The name of the file in the set's folder that stores its settings.
    static let manifestName = Dataset.syntheticManifest
    /// The name of the table with the labels of images with several findings.
    package static let tableName = Dataset.syntheticTable
    private static let version = 1
    private static let quality = 92

    /// Generates the data set in `folder` if it does not exist; missing images are generated again.
    ///
    /// A new data set is written to a temporary folder next to it, which is renamed at the end, so
    /// the data set is either complete or absent.
    /// - Parameter progress: called on the calling thread with (images done, images in total).
    /// - Returns: true if any image was generated, false if the data set was complete.
    /// - Throws: `PhantomError`, `FileError`.
    @discardableResult
    package static func write(
        to folder: String, _ values: SettingValues, progress: (Int, Int) -> Void = { _, _ in }
    ) throws -> Bool {
        let phantom = SyntheticXRays(values)
        let folder = FileManager.absolutePath(folder)
        if try phantom.exists(in: folder) {
            let missing = phantom.drawings.filter { !phantom.isFile("\(folder)/\($0.path)") }
            let isTableMissing = try phantom.writeTable(to: folder)
            try phantom.write(missing, to: folder, progress)
            return !missing.isEmpty || isTableMissing
        }
        let url = URL(fileURLWithPath: folder)
        let parent = url.deletingLastPathComponent().path
        let temporary = "\(parent)/.\(url.lastPathComponent).\(UInt64.random(in: 0...(.max))).tmp"
        defer { try? FileManager.default.removeItem(atPath: temporary) }
        try phantom.write(phantom.drawings, to: temporary, progress)
        try phantom.writeTable(to: temporary)
        try AtomicFile.write(phantom.manifest, to: "\(temporary)/\(manifestName)")
        // rename() replaces an empty folder, but no other.
        guard rename(temporary, folder) == 0 else {
            let error = FileError(operation: "rename the finished data set", path: folder)
            // Another process may have generated the same data set in the meantime.
            guard try phantom.exists(in: folder) else { throw error }
            return false
        }
        try AtomicFile.syncFolder(parent)
        return true
    }

    /// True if the folder contains the complete data set; false if it is absent or empty, or if
    /// images are missing.
    /// - Throws: `PhantomError` if it contains anything else.
    package static func isWhole(in folder: String, _ values: SettingValues) throws -> Bool {
        let phantom = SyntheticXRays(values)
        let folder = FileManager.absolutePath(folder)
        return try phantom.exists(in: folder)
            && (phantom.findings == nil || phantom.isFile("\(folder)/\(tableName)"))
            && phantom.drawings.allSatisfy { phantom.isFile("\(folder)/\($0.path)") }
    }

    /// True if the folder contains this data set; false if it is absent or empty.
    /// - Throws: `PhantomError` if it contains anything else.
    private func exists(in folder: String) throws -> Bool {
        if let found = try? String(
            contentsOfFile: "\(folder)/\(Self.manifestName)", encoding: .utf8)
        {
            guard found == manifest else {
                throw PhantomError.otherSettings(folder, expected: manifest, found: found)
            }
            return true
        }
        let entries = try? FileManager.default.contentsOfDirectory(atPath: folder)
        guard entries?.isEmpty ?? !FileManager.default.fileExists(atPath: folder) else {
            throw PhantomError.otherData(folder)
        }
        return false
    }

    private func isFile(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    /// The settings as the data set's folder stores them.
    private var manifest: String {
        """
        {
          "phantom": \(Self.version),
          "size": \(size),
          "train": \(counts[.train, default: 0]),
          "val": \(counts[.val, default: 0]),
          "test": \(counts[.test, default: 0]),
          "seed": \(seed),
          "contrast": \(contrast)\(findingsMember)
        }

        """
    }

    /// The further line of a data set with several findings.
    private var findingsMember: String {
        guard let findings else { return "" }
        let names = findings.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
        return ",\n  \"findings\": [\(names)]"
    }

    /// An image to draw.
    private struct Drawing: Sendable {
        /// The path relative to the data set's folder.
        var path: String
        /// The gray values, `[size, size]`.
        var pixels: @Sendable () -> [UInt8]
    }

    private var drawings: [Drawing] {
        guard findings == nil else {
            return films.map { film in Drawing(path: film.path) { pixels(film) } }
        }
        return items.map { item in Drawing(path: item.path) { pixels(item) } }
    }

    /// Writes the table of labels, if the set has one that is missing.
    /// - Returns: true if it was written.
    @discardableResult
    private func writeTable(to folder: String) throws -> Bool {
        let path = "\(folder)/\(Self.tableName)"
        guard findings != nil, !isFile(path) else { return false }
        try AtomicFile.write(
            PhantomFilm.header + films.map(\.row).joined(), to: path)
        return true
    }

    private func write(
        _ drawings: [Drawing], to folder: String, _ progress: (Int, Int) -> Void
    ) throws {
        for subfolder in Set(drawings.map { ($0.path as NSString).deletingLastPathComponent }) {
            try FileManager.makeFolder("\(folder)/\(subfolder)")
        }
        let chunk = Parallel.chunk
        for start in stride(from: 0, to: drawings.count, by: chunk) {
            let part = drawings[start..<min(start + chunk, drawings.count)]
            _ = try Parallel.map(count: part.count) { offset in
                let drawing = drawings[start + offset]
                let data = try JPEG.encode(
                    gray: drawing.pixels(), width: size, height: size, quality: Self.quality)
                try data.write(to: URL(fileURLWithPath: "\(folder)/\(drawing.path)"))
            }
            progress(part.endIndex, drawings.count)
        }
    }
}

/// An error if a folder cannot be used for a data set of synthetic X-rays.
package enum PhantomError: Error, Sendable, Hashable, LocalizedError, CustomStringConvertible {
    case otherSettings(String, expected: String, found: String)
    case otherData(String)
    /// The folder cannot be created.
    case unwritable(String, reason: String)

    package var errorDescription: String? { description }

    package var description: String {
        switch self {
        case .otherSettings(let folder, let expected, let found):
            "\(folder): contains synthetic X-rays with other settings (\(Self.differences(expected, found))); "
                + "remove the folder or choose another one"
        case .unwritable(let folder, let reason):
            "\(folder): synthetic X-rays cannot be written: \(reason); choose another folder"
        case .otherData(let folder):
            "\(folder): already exists and does not contain synthetic X-rays; "
                + "move it or choose another folder"
        }
    }

    private static func differences(_ expected: String, _ found: String) -> String {
        func lines(_ text: String) -> [String] {
            text.split(separator: "\n").map { $0.trimmingCharacters(in: [" ", ","]) }
        }
        let known = Set(lines(expected))
        let other = lines(found).filter { !known.contains($0) }
        let wanted = lines(expected).filter { !Set(lines(found)).contains($0) }
        return "expected \(wanted.joined(separator: ", ")); found \(other.joined(separator: ", "))"
    }
}
