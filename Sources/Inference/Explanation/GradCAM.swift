import Engine
import Networks
import Tensors

/// Grad-CAM (Selvaraju et al., "Grad-CAM: Visual Explanations from Deep Networks via Gradient-based
/// Localization", 2017): the regions of an image that increase the logit of a class.
///
/// With the last feature map `A`, `[C, H, W]`, and `a[c]`, the mean over the positions (i, j) of
/// the gradient of the logit with respect to `A[c, i, j]`, the heat map is `max(0, sum over c of
/// a[c] * A[c, i, j])`. Not thread-safe.
final class GradCAM {
    /// The part of the network from the images to the last feature map.
    private let backbone: any Program
    /// The part of the network from the last feature map to the logits, forward and backward.
    private let tail: any Program
    /// The shape of the last feature map, `[N, C, H, W]`.
    private let shape: Shape

    /// Compiles both parts for the batch size of the graph.
    /// - Parameters:
    ///   - program: a program of the whole graph, whose memory for parameters is shared.
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

    /// Computes one heat map for each image.
    /// - Parameters:
    ///   - images: at most as many as the batch size of the graph.
    ///   - classes: for each image, the class whose logit is explained.
    /// - Throws: `EngineError`.
    func maps(of images: Batch, classes: [Int]) throws -> [HeatMap] {
        precondition(classes.count == images.count, "\(classes.count) for \(images.count) images")
        let features = try backbone.infer(images)
        _ = try features.withUnsafeBufferPointer {
            try tail.train(
                Batch($0, labels: classes.map { Int32($0) }),
                TrainingStep(learningRate: 0, number: 0, seed: 0))
        }
        guard let gradients = try tail.inputGradient() else { return [] }
        let width = shape.count / shape[0]
        return classes.indices.map { image in
            let part = image * width..<(image + 1) * width
            return HeatMap(
                width: shape[3], height: shape[2], features: features[part],
                gradients: gradients.values[part])
        }
    }
}

/// The sum over a batch of the logits of the labels. Its gradient with respect to a feature map is
/// that of these logits.
private struct ClassScore: LossFunction {
    func evaluate(
        _ logits: UnsafePointer<Float>, classes: Int, targets: Targets,
        gradient: UnsafeMutablePointer<Float>?
    ) -> LossResult {
        gradient?.update(repeating: 0, count: targets.count * classes)
        var sum = 0.0
        for (row, label) in targets.labels.enumerated() {
            let index = row * classes + Int(label)
            gradient?[index] = 1
            sum += Double(logits[index])
        }
        return LossResult(mean: sum, weight: 1, correct: 0)
    }
}
