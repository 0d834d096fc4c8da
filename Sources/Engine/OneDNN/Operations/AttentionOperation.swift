internal import CDNNL
internal import Networks
import Networks
internal import Tensors

/// Self-attention with several heads: matrix multiplications of oneDNN and a softmax, in 32-bit
/// floats.
final class AttentionOperation: CompiledOperation {
    unowned let compilation: Compilation
    let index: Int
    private let heads: Int
    /// Queries, keys and values of each head, `[N * heads, T, width]`, and the probabilities, `[N *
    /// heads, T, T]`.
    private var matrices: (query: Value, key: Value, value: Value, probabilities: Value)?

    init(heads: Int, at index: Int, in compilation: Compilation) {
        self.compilation = compilation
        self.index = index
        self.heads = heads
    }

    private var tokens: Int { node.shape[2] }
    private var width: Int { node.shape[1] / heads }
    private var count: Int { node.shape[0] * heads }

    private var softmax: SoftmaxKernel {
        SoftmaxKernel(
            rows: count * tokens, columns: tokens, scale: 1 / Float(width).squareRoot(),
            threads: options.threads)
    }

    func addForward() throws(EngineError) {
        let shape = input(0).layout.shape
        let lanes = tokenLanes(input(0).layout, run: width)
        let source = try converted(
            input(0), to: Layout(shape, lanes: lanes, elementType), .forward)
        let (query, key, values) = (try matrix(), try matrix(), try matrix())
        addSplit(source, lanes, [query, key, values], .forward)
        let probabilities = try value(.plain([count, tokens, tokens]))
        try addProduct(query, transposed(key), probabilities, .forward)
        let softmax = softmax
        call(operation: "softmax", .forward, layouts: "", [probabilities]) { binding in
            let scores = binding.pointer(probabilities)
            return { softmax.forward(scores) }
        }
        let result = try matrix()
        try addProduct(probabilities, values, result, .forward)
        let target = try value(Layout(node.shape, lanes: lanes, elementType))
        addJoin([result], target, lanes, .forward)
        setOutput(target)
        matrices = (query, key, values, probabilities)
    }

    func addBackward() throws(EngineError) {
        guard let incoming = try incomingGradient(), let matrices else { return }
        let lanes = tokenLanes(input(0).layout, run: width)
        let target = try converted(
            incoming, to: Layout(node.shape, lanes: lanes, elementType), .backwardData)
        let gradient = try matrix()
        addSplit(target, lanes, [gradient], .backwardData)
        let (query, key, values) = (try matrix(), try matrix(), try matrix())
        let probabilities = matrices.probabilities
        try addProduct(transposed(probabilities), gradient, values, .backwardData)
        let scores = value(probabilities.layout)
        try addProduct(gradient, transposed(matrices.value), scores, .backwardData)
        let softmax = softmax
        call(
            operation: "softmax", .backwardData, layouts: "", [probabilities, scores]
        ) { binding in
            let (p, dp) = (binding.pointer(probabilities), binding.pointer(scores))
            return { softmax.backward(p, dp) }
        }
        try addProduct(scores, matrices.key, query, .backwardData)
        try addProduct(transposed(scores), matrices.query, key, .backwardData)
        let result = try value(
            Layout(input(0).layout.shape, lanes: lanes, elementType))
        addJoin([query, key, values], result, lanes, .backwardData)
        addInputGradient(result)
    }

    private func matrix() throws(EngineError) -> Value {
        value(try .plain([count, tokens, width]))
    }

    private func transposed(_ matrices: Value) throws(EngineError) -> Value {
        Value(buffer: matrices.buffer, layout: try matrices.layout.transposedMatrices())
    }

    /// Adds the products of matrices.
    private func addProduct(
        _ left: Value, _ right: Value, _ target: Value, _ pass: Plan.Pass
    ) throws(EngineError) {
        let attributes = try PrimitiveAttributes()
        let descriptor = try PrimitiveDescriptor("attention \(node.name)") {
            study_matmul_create(
                $0, context.engine, left.layout.handle, right.layout.handle,
                target.layout.handle, attributes.handle)
        }
        try call(
            descriptor, operation: "matrix multiplication", pass,
            layouts: "\(left.layout.shape), \(right.layout.shape) -> \(target.layout.shape)",
            [(DNNL_ARG_SRC, left), (DNNL_ARG_WEIGHTS, right), (DNNL_ARG_DST, target)])
    }

    private func kernel(_ tokens: Value, _ lanes: Int) -> HeadsKernel {
        HeadsKernel(
            layout: TokenLayout(tokens.layout.shape, lanes: lanes), images: node.shape[0],
            heads: heads, width: width, tokens: self.tokens, threads: options.threads)
    }

    private func addSplit(
        _ source: Value, _ lanes: Int, _ parts: [Value], _ pass: Plan.Pass
    ) {
        let kernel = kernel(source, lanes)
        call(
            operation: "split heads", pass, layouts: source.layout.name, [source] + parts
        ) { binding in
            let x = binding.tensor(source)
            let matrices = parts.map { binding.pointer($0) }
            return {
                for (number, matrix) in matrices.enumerated() {
                    kernel.split(TokenPart(tensor: x, number: number), matrix)
                }
            }
        }
    }

    private func addJoin(
        _ parts: [Value], _ target: Value, _ lanes: Int, _ pass: Plan.Pass
    ) {
        let kernel = kernel(target, lanes)
        call(
            operation: "join heads", pass, layouts: target.layout.name, parts + [target]
        ) { binding in
            let y = binding.tensor(target)
            let matrices = parts.map { UnsafePointer(binding.pointer($0)) }
            return {
                for (number, matrix) in matrices.enumerated() {
                    kernel.join(matrix, TokenPart(tensor: y, number: number))
                }
            }
        }
    }
}
