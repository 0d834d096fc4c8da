import Tensors

/// A fully connected layer, `[N, inFeatures]` to `[N, outFeatures]`.
package struct Linear: Layer {
    package let inFeatures: Int
    package let outFeatures: Int

    private let deviation: Double?

    /// - Parameter deviation: of normal weights, with a bias of zero; nil: as PyTorch's `Linear` starts.
    package init(_ inFeatures: Int, _ outFeatures: Int, deviation: Double? = nil) {
        self.deviation = deviation
        self.inFeatures = inFeatures
        self.outFeatures = outFeatures
    }

    package func add(to graph: inout Graph, after input: Int) throws(ShapeError) -> Int {
        let shape = graph.shape(of: input)
        guard shape.rank == 2, shape[1] == inFeatures else {
            throw graph.error(
                "a linear layer of \(inFeatures) features takes [N, \(inFeatures)]; got \(shape)")
        }
        let torch = Initializer.torchUniform(fanIn: inFeatures)
        let weight = deviation.map { Initializer.normal(deviation: $0) } ?? torch
        let bias = deviation == nil ? torch : .constant(0)
        return graph.add(
            .linear, [input],
            parameters: [
                Parameter("weight", shape: [outFeatures, inFeatures], initializer: weight),
                Parameter("bias", shape: [outFeatures], initializer: bias),
            ], shape: [shape[0], outFeatures])
    }
}
