import Tensors

/// A fully connected layer, `[N, inFeatures]` to `[N, outFeatures]`. Starts as PyTorch's `Linear` does.
package struct Linear: Layer {
    package let inFeatures: Int
    package let outFeatures: Int

    package init(_ inFeatures: Int, _ outFeatures: Int) {
        self.inFeatures = inFeatures
        self.outFeatures = outFeatures
    }

    package func add(to graph: inout Graph, after input: Int) throws(ShapeError) -> Int {
        let shape = graph.shape(of: input)
        guard shape.rank == 2, shape[1] == inFeatures else {
            throw graph.error(
                "a linear layer of \(inFeatures) features takes [N, \(inFeatures)]; got \(shape)")
        }
        let initializer = Initializer.torchUniform(fanIn: inFeatures)
        return graph.add(
            .linear, [input],
            parameters: [
                Parameter("weight", shape: [outFeatures, inFeatures], initializer: initializer),
                Parameter("bias", shape: [outFeatures], initializer: initializer),
            ], shape: [shape[0], outFeatures])
    }
}
