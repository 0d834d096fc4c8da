package import Tensors
package import Weights
import Foundation

/// A golden case in `Tests/Goldens`: tensors and settings computed by PyTorch, by name.
///
/// `Tests/Goldens/README.md` lists the cases.
package struct Golden: Sendable {
    /// The file of the case.
    package let file: SafetensorsFile

    /// The folder `Tests/Goldens`, found relative to this source file, from any working directory.
    package static let folder: String = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Tests/Goldens").path

    /// Opens the case `name`, such as `ops/relu`.
    /// - Throws: `WeightsError`; `FileError` if the case does not exist.
    package init(_ name: String) throws {
        file = try SafetensorsFile(path: "\(Self.folder)/\(name).safetensors")
    }

    /// The names of all cases in a folder of goldens, such as `ops`, that begin with `prefix`,
    /// sorted; empty if the folder cannot be read.
    package static func cases(in group: String, prefix: String = "") -> [String] {
        let files =
            (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(group)")) ?? []
        return files.filter { $0.hasPrefix(prefix) && $0.hasSuffix(".safetensors") }.sorted()
            .map { "\(group)/\($0.dropLast(".safetensors".count))" }
    }

    /// The tensor `name`.
    /// - Throws: `WeightsError` if the case has no such tensor.
    package func tensor(_ name: String) throws -> Tensor { try file.tensor(named: name) }

    /// The elements of the tensor `name`.
    /// - Throws: `WeightsError` if the case has no such tensor.
    package func values(_ name: String) throws -> [Float] { try tensor(name).values }

    /// The elements of the tensor `name`, in double precision.
    /// - Throws: `WeightsError` if the case has no such tensor.
    package func doubles(_ name: String) throws -> [Double] { try file.doubles(named: name) }

    /// The elements of the integer tensor `name`.
    /// - Throws: `WeightsError` if the case has no such tensor of integers.
    package func integers(_ name: String) throws -> [Int] { try file.integers(named: name) }

    /// True if the case has a tensor `name`.
    package func has(_ name: String) -> Bool { file.names.contains(name) }

    /// The setting `key` as text; nil if the case does not have it.
    package func text(_ key: String) -> String? { file.metadata[key] }

    /// The setting `key` as a number; nil if the case does not have it.
    package func number(_ key: String) -> Double? { text(key).flatMap { Double($0) } }

    /// The setting `key` as an integer.
    /// - Throws: `MissingSetting` if the case does not have it.
    package func integer(_ key: String) throws -> Int {
        guard let value = text(key).flatMap({ Int($0) }) else {
            throw MissingSetting(path: file.path, key: key)
        }
        return value
    }

    /// True if the setting `key` is `true`.
    package func flag(_ key: String) -> Bool { text(key) == "true" }
}

/// The error for a golden case without a setting that a test needs.
package struct MissingSetting: Error, CustomStringConvertible {
    let path: String
    let key: String

    package var description: String { "\(path): no whole number '\(key)' in its metadata" }
}
