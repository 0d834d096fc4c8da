import ArgumentParser
import Foundation
import JSON
import Networks
import Tensors
import Vocabulary
import Weights

/// The command `study networks`, which lists the networks of study files.
struct NetworksCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "networks", abstract: "List the networks with their sizes and costs.",
        discussion: """
            Prints, for each network: the parameters with 1000 classes; the FLOPs of a forward pass of one image of 224 \
            pixels, two for each multiply-add of convolutions, linear layers and attention; the smallest image size; and, if \
            torchvision publishes ImageNet weights, their top-1 accuracy as its documentation gives it. Cost and accuracy \
            on your images differ: 'study bench' measures the time of a network on this machine.

            EXAMPLES
              study networks
              study networks --json
            """)

    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        let networks = try NetworkRegistry.all.map { try ListedNetwork($0) }
        if json { return print(JSONValue.array(networks.map(\.json)).pretty) }
        let rows = [ListedNetwork.titles] + networks.map(\.cells)
        let widths = ListedNetwork.titles.indices.map { column in
            rows.map { $0[column].count }.max() ?? 0
        }
        for row in rows {
            let cells = zip(row, widths).enumerated().map { column, cell in
                let space = String(repeating: " ", count: cell.1 - cell.0.count)
                // Names at the left, numbers at the right.
                return column == 0 ? cell.0 + space : space + cell.0
            }
            let line = cells.joined(separator: "  ")
            print(line.prefix(through: line.lastIndex { $0 != " " } ?? line.startIndex))
        }
    }
}

/// A network of the list.
private struct ListedNetwork {
    static let titles = ["network", "parameters", "GFLOPs", "least px", "ImageNet top-1"]

    let kind: String
    let parameters: Int
    /// The floating-point operations of a forward pass of one image of 224 pixels.
    let flops: Double
    /// The smallest image size, in pixels.
    let leastSize: Int
    /// In percent; nil without published weights.
    let top1: Double?

    init(_ architecture: any Architecture.Type) throws {
        kind = architecture.kind
        leastSize = architecture.minimumImageSize
        let request = NetworkRequest(
            classes: 1000, imageSize: 224, values: SettingValues(architecture.settings))
        let graph = try NetworkRegistry.make(kind, request)?.graph(input: [1, 3, 224, 224])
        parameters =
            graph?.parameters.filter { $0.role == .weight }.reduce(0) { $0 + $1.shape.count } ?? 0
        flops = graph?.forwardFLOPs ?? 0
        top1 = TorchvisionFile(kind: kind)?.top1
    }

    var cells: [String] {
        [
            kind, Self.grouped(parameters), String(format: "%.2f", flops / 1e9), "\(leastSize)",
            top1.map { String(format: "%.1f%%", $0) } ?? "",
        ]
    }

    var json: JSONValue {
        [
            "name": .string(kind), "parameters": .number(Double(parameters)),
            "forwardFLOPs": .number(flops), "minimumImageSize": .number(Double(leastSize)),
            "imageNetTop1": top1.map { .number($0 / 100) } ?? .null,
        ]
    }

    /// The number with commas between groups of three digits.
    private static func grouped(_ number: Int) -> String {
        var digits = Array(String(number))
        for position in stride(from: digits.count - 3, to: 0, by: -3) {
            digits.insert(",", at: position)
        }
        return String(digits)
    }
}
