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

/// Networks whose images can have several labels as ONNX models, against `Predictor`.
struct LabelModelTests {
    private static let (side, labels) = (16, ["effusion", "nodule", "a, b"])

    @Test(
        .enabled(
            if: ExternalProgram.python("STUDY_MLFLOW") != nil,
            "STUDY_MLFLOW is not set: it names a Python with Tools/mlflow/requirements.txt"))
    func onnxruntimeDecidesTheSame() throws {
        try withTemporaryFolder { folder in
            let members = try (1...3).map { try Member(seed: $0) }
            for (number, decisions) in Self.decisions.enumerated() {
                for count in [1, 3] {
                    try Self.write(
                        Array(members[..<count]), decisions, to: "\(folder)/\(number)-\(count)")
                }
            }
            let (status, text) = try ExternalProgram.run(
                try #require(ExternalProgram.python("STUDY_MLFLOW")),
                [ExternalProgram.tool("onnx/decisions.py"), folder])
            #expect(status == 0, "\(text)")
            print(text)
        }
    }

    @Test func everyModelOfLabelsHasProbabilities() throws {
        let member = try Member(seed: 1)
        func outputs(_ decisions: ModelDecisions, isMultilabel: Bool) throws -> [ONNXValue] {
            try ONNXModel(
                [ONNXNetwork(member.graph, parameters: member.parameters)], name: "test",
                decisions: decisions, isMultilabel: isMultilabel, version: "test"
            ).outputs
        }
        let plain = try outputs(ModelDecisions(), isMultilabel: true)
        #expect(plain.map(\.name) == ["logits", "probabilities"])
        #expect(plain.map(\.shape) == [[3], [3]])
        #expect(try outputs(ModelDecisions(), isMultilabel: false).map(\.name) == ["logits"])
        let decided = try outputs(Self.decisions[3], isMultilabel: true)
        #expect(decided.map(\.name) == ["logits", "probabilities", "labels"])
        #expect(decided.last == ONNXValue(name: "labels", type: .bool, shape: [3]))
    }

    /// Without decisions, with augmentation, with the three calibrations, and with thresholds, one
    /// of them the number above 1 from which nothing is predicted.
    private static var decisions: [ModelDecisions] {
        func each(_ maps: [CalibrationMap?], _ thresholds: [Double?]) -> [LabelDecision] {
            zip(LabelModelTests.labels, zip(maps, thresholds)).map { label, decision in
                LabelDecision(
                    label: label, calibration: decision.0.map { .init(map: $0, images: 9) },
                    threshold: decision.1.map { .init(rule: "given", value: $0, images: nil) })
            }
        }
        let temperature = CalibrationMap.temperature(TemperatureScaling(temperature: 0.6))
        let platt = CalibrationMap.platt(PlattScaling(a: -0.7, b: 0.3, positive: 1))
        let isotonic = IsotonicCalibration(
            knots: [0.1, 0.3, 0.7, 0.9], values: [0, 0.5, 0.5, 1], positive: 1
        ).map { CalibrationMap.isotonic($0) }
        let none: [CalibrationMap?] = [nil, nil, nil]
        return [
            ModelDecisions(), ModelDecisions(augmentation: TestTimeAugmentation.allCases),
            ModelDecisions(labels: each([temperature, platt, isotonic], [nil, nil, nil])),
            ModelDecisions(labels: each(none, [0.2, nil, 1.0.nextUp])),
            ModelDecisions(
                augmentation: [.horizontalFlip],
                labels: each([isotonic, platt, nil], [0.5, 0.4, 0.6])),
            ModelDecisions(labels: each([platt, platt, temperature], [0, 1, nil])),
        ]
    }

    /// A network that differs from others in its parameters and normalization.
    private struct Member {
        let graph: Graph
        let parameters: [String: Tensor]
        let normalization: Normalization
        let compiled: CompiledNetwork

        init(seed: Int) throws {
            let (side, classes) = (LabelModelTests.side, LabelModelTests.labels.count)
            let network = try #require(
                NetworkRegistry.make("cnn4", classes: classes, imageSize: side))
            graph = try network.graph(input: [1, 3, side, side])
            var parameters = graph.initialParameters(seed: UInt64(seed))
            // Random networks give nearly equal probabilities.
            let head = try #require(graph.parameters.last { $0.shape.rank == 2 })
            parameters[head.name] = try Tensor(
                #require(parameters[head.name]).values.map { $0 * 25 }, shape: head.shape)
            self.parameters = parameters
            normalization = try #require(
                Normalization(
                    mean: [0.3 + 0.1 * Double(seed), 0.5, 0.4], std: [0.25, 0.3, 0.3]))
            compiled = try CompiledNetwork(
                network, on: OneDNNDevice(), classes: classes,
                input: NetworkInput(
                    EvaluationTransform(resize: side, crop: side),
                    PixelNormalization(normalization)), parameters: parameters)
        }
    }

    /// Writes the ONNX model, with images and the outputs of `Predictor`.
    private static func write(
        _ members: [Member], _ decisions: ModelDecisions, to path: String
    ) throws {
        let model = try ONNXModel(
            members.map {
                ONNXNetwork($0.graph, parameters: $0.parameters, normalization: $0.normalization)
            }, name: "test", decisions: decisions, isMultilabel: true, version: "test")
        try model.data().write(to: URL(fileURLWithPath: "\(path).onnx"))
        let samples = ExternalProgram.tool("../Data/samples")
        let files = ["normal", "pneumonia"].flatMap { name in
            (1...3).map { FilePath("\(samples)/phantom-\(name)-\($0).jpeg") }
        }
        let plain = NetworkInput(
            EvaluationTransform(resize: side, crop: side),
            PixelNormalization(try #require(Normalization(mean: [0, 0, 0], std: [1, 1, 1]))))
        let images: [Float] = try files.flatMap { try plain.values(.file($0)) }
        let predictor = Predictor(
            members.map(\.compiled), classes: labels, decisions, isMultilabel: true)
        var all: [Prediction] = []
        try predictor.predict(files) { _, prediction, _ in all.append(try prediction.get()) }
        #expect(Set(all.map(\.probabilities)).count > 1)
        func rows(_ values: [[Float]]) -> Tensor {
            Tensor(values.flatMap { $0 }, shape: [all.count, labels.count])
        }
        var outputs: [(name: String, tensor: Tensor)] = [
            ("image", Tensor(images, shape: [files.count, 3, side, side])),
            ("logits", rows(all.map(\.logits))),
            ("probabilities", rows(all.map { $0.probabilities.map { Float($0) } })),
        ]
        if members.count > 1 {
            let spreads = all.compactMap { $0.spread.map { Float($0) } }
            outputs.append(("spread", Tensor(spreads, shape: [all.count])))
        }
        if decisions.labels.contains(where: { $0.threshold != nil }) {
            let thresholds = decisions.thresholds(ofLabels: labels.count)
            let predicted = try all.map { prediction in
                let labels = try #require(prediction.predictedLabels)
                return prediction.probabilities.indices.map { label -> Float in
                    let (p, t) = (prediction.probabilities[label], thresholds[label])
                    // Rounding decides next to a threshold.
                    if p != t, abs(p - t) < 1e-4, t <= 1 { return -1 }
                    return labels.contains(label) ? 1 : 0
                }
            }
            outputs.append(("labels", rows(predicted)))
        }
        #expect(Set(outputs.dropFirst().map(\.name)) == Set(model.outputs.map(\.name)))
        try Safetensors.write(outputs, to: "\(path).safetensors")
    }
}
