import ArgumentParser
import Foundation
import JSON
import Tensors
import Vocabulary
import Weights

/// The command `study weights inspect`, which lists the tensors of a checkpoint.
struct WeightsInspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect", abstract: "List the tensors of a checkpoint.",
        discussion: """
            Reads safetensors files and files written by torch.save (.pth, .pt, .ckpt, .bin), whatever their file names. \
            Code in a file is never executed. Entries that are not tensors are listed with their class.

            EXAMPLE
              study weights inspect resnet50-0676ba61.pth
            """)

    @Argument(help: "The checkpoint.", completion: .file()) var file: String
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        let weights = try openWeights(path: file)
        print(try json ? Self.json(weights).pretty : Self.text(weights))
    }

    private static func json(_ weights: any WeightsFile) throws -> JSONValue {
        let metadata = weights.metadata.sorted { $0.key < $1.key }
        return [
            "file": .string(weights.path), "format": .string(weights.format.rawValue),
            "sha256": .string(try weights.digest), "bytes": number(weights.byteCount),
            "tensors": number(weights.entries.count), "elements": number(elements(weights)),
            "metadata": .object(metadata.map { JSONValue.Member($0.key, .string($0.value)) }),
            "entries": .array(
                weights.entries.map { entry in
                    [
                        "name": .string(entry.name), "type": .string(entry.type.rawValue),
                        "shape": .array(entry.shape.extents.map(number)),
                    ]
                }),
            "unreadable": .array(
                weights.unreadable.map { entry in
                    [
                        "name": .string(entry.name), "type": .string(entry.type),
                        "shape": entry.extents.map { .array($0.map(number)) } ?? .null,
                        "reason": .string(entry.reason.description),
                    ]
                }),
        ]
    }

    private static func text(_ weights: any WeightsFile) throws -> String {
        let width = weights.names.map(\.count).max() ?? 0
        var lines = weights.entries.map { entry in
            let name = entry.name.padding(toLength: width, withPad: " ", startingAt: 0)
            let type = entry.type.rawValue.padding(toLength: 4, withPad: " ", startingAt: 0)
            return "\(name)  \(type)  \(entry.shape)"
        }
        if !weights.unreadable.isEmpty {
            lines.append("cannot be read:")
            lines += weights.unreadable.map { entry in
                let shape = entry.extents.map { "  \($0)" } ?? ""
                return "  \(entry.name)  \(entry.type)\(shape)"
            }
        }
        if !lines.isEmpty { lines.append("") }
        lines += weights.metadata.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        lines += try [
            "\(weights.entries.count) tensors, \(elements(weights)) elements",
            "format \(weights.format.rawValue), \(weights.byteCount) bytes",
            "SHA-256 \(weights.digest)",
        ]
        return lines.joined(separator: "\n")
    }

    private static func elements(_ weights: any WeightsFile) -> Int {
        weights.entries.reduce(0) { $0 + $1.shape.count }
    }

    private static func number(_ value: Int) -> JSONValue { .number(Double(value)) }
}
