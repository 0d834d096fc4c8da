import Engine
import Evaluation
import Files
import Foundation
import Images
import Inference
import Networks
import ONNX
import Results
import TestSupport
import Tensors
import Testing
import Vocabulary
import Weights

/// Ensembles and decisions as ONNX models, against `Predictor`.
struct EnsembleModelTests {
    private static let side = 16

    /// The file of a single network without decisions, recorded before there were ensembles.
    @Test func aPlainNetworkHasTheFileOfEarlierVersions() throws {
        let network = try #require(NetworkRegistry.make("cnn4", classes: 3, imageSize: 16))
        let graph = try network.graph(input: [1, 3, 16, 16])
        var parameters: [String: Tensor] = [:]
        for parameter in graph.parameters {
            let values = (0..<parameter.shape.count).map { Float($0 % 97) / 64 }
            parameters[parameter.name] = Tensor(values, shape: parameter.shape)
        }
        let numbers = Normalization(mean: [0.5, 0.25, 0.125], std: [0.5, 0.25, 1])
        func digest(_ normalization: Normalization?, _ hasProbabilities: Bool) throws -> String {
            let model = try ONNXModel(
                [ONNXNetwork(graph, parameters: parameters, normalization: normalization)],
                name: "cnn4", hasProbabilities: hasProbabilities, metadata: ["x": "y"],
                version: "3")
            #expect(
                model.outputs.map(\.name)
                    == (hasProbabilities ? ["logits", "probabilities"] : ["logits"]))
            return SHA256Digest.of(try model.data())
        }
        #expect(
            try digest(nil, false)
                == "97a8206f63a03d7d2f038381971ab1b92ba4e6b399a655911fcf9117e3c1bd88")
        #expect(
            try digest(numbers, true)
                == "b03821482ca94a39fc385a40254810983a8e62d374d065b3c09a1d432f71919f")
    }

    @Test(
        .enabled(
            if: ExternalProgram.python("STUDY_MLFLOW") != nil,
            "STUDY_MLFLOW is not set: it names a Python with Tools/mlflow/requirements.txt"))
    func onnxruntimeDecidesTheSame() throws {
        try withTemporaryFolder { folder in
            for classes in [2, 3] {
                let networks = try (1...3).map { try Member(seed: $0, classes: classes) }
                for (number, decisions) in Self.decisions(classes).enumerated() {
                    for count in [1, 3] {
                        let model = Model(Array(networks[..<count]), classes, number % 2)
                        let rules = decisions.hasRules ? [false, true] : [false]
                        for abstains in rules {
                            try model.write(
                                decisions, abstains: abstains,
                                to: "\(folder)/\(classes)-\(number)-\(count)-\(abstains)")
                        }
                    }
                }
            }
            let (status, text) = try ExternalProgram.run(
                try #require(ExternalProgram.python("STUDY_MLFLOW")),
                [ExternalProgram.tool("onnx/decisions.py"), folder])
            #expect(status == 0, "\(text)")
            print(text)
        }
    }

    /// Decisions to test.
    private struct Case {
        var augmentation: [TestTimeAugmentation] = []
        var map: CalibrationMap?
        /// A given threshold; nil with `hasThreshold`: one between the predictions.
        var threshold: Double?
        var hasThreshold = false
        /// Whether the most probable class may be abstained from.
        var hasRules = true
    }

    private static func decisions(_ classes: Int) -> [Case] {
        let all = TestTimeAugmentation.allCases
        let temperature = CalibrationMap.temperature(TemperatureScaling(temperature: 0.6))
        var cases = all.map { Case(augmentation: [$0], hasRules: false) }
        cases += [
            Case(), Case(augmentation: all), Case(map: temperature),
            Case(augmentation: all, map: temperature),
        ]
        guard classes == 2 else { return cases }
        for positive in [0, 1] {
            let platt = PlattScaling(a: -0.7, b: 0.3, positive: positive)
            let maps: [CalibrationMap] =
                [.platt(platt)]
                + [
                    IsotonicCalibration(
                        knots: [0.1, 0.3, 0.7, 0.9], values: [0, 0.5, 0.5, 1], positive: positive),
                    // Every probability is before, or after the knots.
                    IsotonicCalibration(knots: [0.999], values: [0.25], positive: positive),
                    IsotonicCalibration(
                        knots: [0.001, 0.01], values: [0.25, 0.75], positive: positive),
                ].compactMap { $0.map { .isotonic($0) } }
            cases += maps.map { Case(map: $0) }
            cases += maps.map { Case(augmentation: all, map: $0, hasThreshold: true) }
            // A threshold equal to the calibrated probability of several images.
            cases += maps.dropFirst().flatMap { map in
                [0.25, 0.5, 0.75].map { Case(map: map, threshold: $0, hasThreshold: true) }
            }
        }
        cases += [nil, 0, 1].map { Case(threshold: $0, hasThreshold: true) }
        return cases
    }

    /// A network that differs from others in its parameters and normalization.
    private struct Member {
        let graph: Graph
        let parameters: [String: Tensor]
        let normalization: Normalization
        let compiled: CompiledNetwork

        init(seed: Int, classes: Int) throws {
            let side = EnsembleModelTests.side
            let network = try #require(
                NetworkRegistry.make("cnn4", classes: classes, imageSize: side))
            graph = try network.graph(input: [1, 3, side, side])
            var parameters = graph.initialParameters(seed: UInt64(seed))
            // Random networks give nearly equal probabilities.
            let head = try #require(graph.parameters.last { $0.shape.rank == 2 })
            parameters[head.name] = try Tensor(
                #require(parameters[head.name]).values.map { $0 * 25 }, shape: head.shape)
            self.parameters = parameters
            let number = Double(seed)
            normalization = try #require(
                Normalization(
                    mean: [0.3 + 0.1 * number, 0.5, 0.4], std: [0.25, 0.2 + 0.1 * number, 0.3]))
            compiled = try CompiledNetwork(
                network, on: OneDNNDevice(), classes: classes,
                input: NetworkInput(
                    EvaluationTransform(resize: side, crop: side),
                    PixelNormalization(normalization)), parameters: parameters)
        }
    }

    /// A single network or an ensemble, and the images that it predicts.
    private struct Model {
        let members: [Member]
        let classes: Int
        let positive: Int?
        private let files: [FilePath]

        init(_ members: [Member], _ classes: Int, _ positive: Int) {
            self.members = members
            self.classes = classes
            self.positive = classes == 2 ? positive : nil
            let samples = ExternalProgram.tool("../Data/samples")
            files = ["normal", "pneumonia"].flatMap { name in
                (1...3).map { FilePath("\(samples)/phantom-\(name)-\($0).jpeg") }
            }
        }

        /// Writes the ONNX model, with the images and the outputs of `Predictor`.
        func write(_ wanted: Case, abstains: Bool, to path: String) throws {
            var decisions = ModelDecisions(
                augmentation: wanted.augmentation,
                calibration: wanted.map.map { .init(map: $0, images: 9) })
            if wanted.hasThreshold, let positive {
                let value =
                    try wanted.threshold
                    ?? Self.between(predictions(decisions).map { $0.probabilities[positive] })
                decisions.threshold = .init(rule: "given", value: value, images: nil)
            }
            if abstains {
                let certainties = try predictions(decisions).map {
                    decisions.certainty(of: $0.probabilities, positive: positive)
                }
                decisions.abstention = .init(
                    fraction: 0.5, certainty: Self.between(certainties), images: 9)
            }
            let side = EnsembleModelTests.side
            let model = try ONNXModel(
                members.map {
                    ONNXNetwork(
                        $0.graph, parameters: $0.parameters, normalization: $0.normalization)
                }, name: "test", decisions: decisions, positive: positive,
                hasProbabilities: true, version: "test")
            try model.data().write(to: URL(fileURLWithPath: "\(path).onnx"))
            let plain = NetworkInput(
                EvaluationTransform(resize: side, crop: side),
                PixelNormalization(
                    try #require(Normalization(mean: [0, 0, 0], std: [1, 1, 1]))))
            let images: [Float] = try files.flatMap { try plain.values(.file($0)) }
            let outputs = try outputs(decisions)
            #expect(Set(outputs.map(\.name)) == Set(model.outputs.map(\.name)))
            try Safetensors.write(
                [("image", Tensor(images, shape: [files.count, 3, side, side]))] + outputs,
                to: "\(path).safetensors")
        }

        private func predictions(_ decisions: ModelDecisions) throws -> [Prediction] {
            let names = (0..<classes).map { "\($0)" }
            let predictor = Predictor(
                members.map(\.compiled), classes: names, decisions,
                positiveClass: positive.map { names[$0] })
            var all: [Prediction] = []
            try predictor.predict(files) { _, prediction, _ in all.append(try prediction.get()) }
            return all
        }

        /// The outputs of the package by name; a decision that rounding makes is -1.
        private func outputs(
            _ decisions: ModelDecisions
        ) throws -> [(name: String, tensor: Tensor)] {
            let all = try predictions(decisions)
            func column(_ values: [Float]) -> Tensor { Tensor(values, shape: [all.count]) }
            func rows(_ values: [[Float]]) -> Tensor {
                Tensor(values.flatMap { $0 }, shape: [all.count, classes])
            }
            var outputs = [
                ("logits", rows(all.map(\.logits))),
                ("probabilities", rows(all.map { $0.probabilities.map { Float($0) } })),
            ]
            let spreads = all.compactMap(\.spread)
            #expect(spreads.count == (members.count > 1 ? all.count : 0))
            if members.count > 1 { outputs.append(("spread", column(spreads.map { Float($0) }))) }
            guard decisions.threshold != nil || decisions.abstention != nil else { return outputs }
            func isClose(_ a: Double, _ b: Double) -> Bool { a != b && abs(a - b) < 1e-4 }
            let certainties = all.map {
                decisions.certainty(of: $0.probabilities, positive: positive)
            }
            let predicted = zip(all, certainties).map { prediction, certainty -> Float in
                let threshold = decisions.threshold?.value
                let isTie =
                    threshold.flatMap { threshold in
                        positive.map { isClose(prediction.probabilities[$0], threshold) }
                    } ?? isClose(certainty, 0)
                return isTie ? -1 : Float(prediction.predicted)
            }
            outputs.append(("class", column(predicted)))
            guard let abstention = decisions.abstention else { return outputs }
            outputs.append(("certainty", column(certainties.map { Float($0) })))
            outputs.append(
                (
                    "abstains",
                    column(
                        zip(all, certainties).map { prediction, certainty in
                            if isClose(certainty, abstention.certainty) { return -1 }
                            return prediction.isAbstention ? 1 : 0
                        })
                ))
            return outputs
        }

        /// The middle of the widest gap between numbers; the number itself if all are equal.
        private static func between(_ numbers: [Double]) -> Double {
            let sorted = numbers.sorted()
            let gaps = zip(sorted, sorted.dropFirst())
            let widest = gaps.max { $0.1 - $0.0 < $1.1 - $1.0 }
            return widest.map { ($0.0 + $0.1) / 2 } ?? sorted[0]
        }
    }
}
