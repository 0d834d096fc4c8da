import Engine
import Networks
import Tensors

/// Where a network looks for a class: Grad-CAM (Selvaraju et al., "Grad-CAM: Visual Explanations
/// from Deep Networks via Gradient-based Localization", 2017).
///
/// With `A` the last feature map, `[C, H, W]`, and `a[c]` the mean over its places of the
/// derivative of the class's logit by `A[c, i, j]`, the heat is
/// `max(0, sum over c of a[c] * A[c, i, j])`. Not thread-safe.
final class GradCAM {
    /// From the images to the last feature map.
    private let backbone: any Program
    /// From there to the logits, and back.
    private let tail: any Program
    /// `[N, C, H, W]`
    private let shape: Shape

    /// Compiles both parts for the graph's batch.
    /// - Parameters:
    ///   - parameters: all of the network's, by name.
    ///   - program: one of the whole graph, whose memory for parameters is used again.
    /// - Throws: `GraphSplitError` for a network without feature maps, `EngineError`.
    init(
        _ graph: Graph, sharing program: any Program, on device: any Device, threads: Int
    ) throws {
        let parts = try graph.splitAfterLastMap()
        shape = parts.backbone.outputShape
        backbone = try device.compile(
            parts.backbone,
            CompileOptions(mode: .inference, threads: threads, sharing: program))
        tail = try device.compile(
            parts.tail,
            CompileOptions(
                mode: .training(loss: ClassScore(), rule: nil), trainable: [], threads: threads,
                sharing: program, inputGradient: true))
        for part in [backbone, tail] { try part.refreshParameters() }
    }

    /// Heat maps, one for each image.
    /// - Parameters:
    ///   - images: at most as many as the graph's batch.
    ///   - classes: whose logit each heat map explains.
    /// - Throws: `EngineError`.
    func maps(of images: Batch, classes: [Int]) throws -> [HeatMap] {
        precondition(classes.count == images.count, "\(classes.count) for \(images.count) images")
        let features = try backbone.infer(images)
        _ = try features.withUnsafeBufferPointer {
            try tail.train(
                Batch($0, labels: classes.map { Int32($0) }),
                TrainingStep(learningRate: 0, number: 0, seed: 0))
        }
        guard let slopes = try tail.inputGradient() else { return [] }
        let width = shape.count / shape[0]
        return classes.indices.map { image in
            let part = image * width..<(image + 1) * width
            return HeatMap(
                width: shape[3], height: shape[2], features: features[part],
                slopes: slopes.values[part])
        }
    }
}

/// The sum over a batch of each row's logit of its label, whose gradient tells what that logit
/// follows from.
private struct ClassScore: LossFunction {
    func evaluate(
        _ logits: UnsafePointer<Float>, classes: Int, targets: Targets,
        gradient: UnsafeMutablePointer<Float>?
    ) -> LossResult {
        gradient?.update(repeating: 0, count: targets.count * classes)
        var sum = 0.0
        for (row, label) in targets.labels.enumerated() {
            let place = row * classes + Int(label)
            gradient?[place] = 1
            sum += Double(logits[place])
        }
        return LossResult(mean: sum, weight: 1, correct: 0)
    }
}
