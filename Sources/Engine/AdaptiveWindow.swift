/// The rows or columns that an output cell of adaptive pooling averages: `floor(i * extent /
/// outputs) ..< ceil((i + 1) * extent / outputs)`, as in PyTorch.
struct AdaptiveWindow {
    static func range(_ index: Int, of outputs: Int, over extent: Int) -> Range<Int> {
        index * extent / outputs..<((index + 1) * extent + outputs - 1) / outputs
    }
}
