import Tensors

extension ONNXGraph {
    /// Adds the conversion of patches to tokens, `shape`: the patches after a zero, plus a table of
    /// the position embeddings, in which the class token is added to the first.
    mutating func tokens(
        _ name: String, _ input: String, _ parameters: [String], _ output: String, _ shape: Shape
    ) {
        let (channels, count) = (shape[1], shape[2])
        func constant(_ name: String, _ values: [Int]) -> String {
            add(constant: "\(output).\(name)", values)
        }
        for (parameter, value) in zip(parameters, ["class", "positions"]) {
            add(
                "Transpose", "\(name).\(value)", [parameter], "\(output).\(value)",
                [Self.attribute("perm", [0, 2, 1])])
        }
        let end = constant("end", [0, 0, 0, 0, 0, count - 1])
        add("Pad", "\(name).token", ["\(output).class", end], "\(output).token")
        add(
            "Add", "\(name).table", ["\(output).token", "\(output).positions"],
            "\(output).table")
        let rows = constant("rows", [-1, channels, count - 1])
        add("Reshape", "\(name).rows", [input, rows], "\(output).patches")
        let start = constant("start", [0, 0, 1, 0, 0, 0])
        add("Pad", "\(name).pad", ["\(output).patches", start], "\(output).padded")
        add("Add", "\(name).sum", ["\(output).padded", "\(output).table"], "\(output).sum")
        let whole = constant("whole", [-1, channels, count, 1])
        add("Reshape", name, ["\(output).sum", whole], output)
    }

    /// Adds self-attention, whose output has the shape `shape`, `[N, C, T, 1]`.
    mutating func attention(
        _ name: String, _ input: String, _ output: String, _ shape: Shape, _ heads: Int
    ) {
        let (channels, count) = (shape[1], shape[2])
        let width = channels / heads
        let split = add(constant: "\(output).split", [-1, 3, heads, width, count])
        add("Reshape", "\(name).split", [input, split], "\(output).parts")
        for (number, part) in ["query", "key", "value"].enumerated() {
            let index = add(constant: "\(output).\(part)Index", [number], isScalar: true)
            add(
                "Gather", "\(name).\(part)", ["\(output).parts", index], "\(output).\(part)",
                [Self.attribute("axis", 1)])
        }
        func transpose(_ value: String) -> String {
            add(
                "Transpose", "\(name).\(value).rows", ["\(output).\(value)"],
                "\(output).\(value).rows", [Self.attribute("perm", [0, 1, 3, 2])])
        }
        add(
            "MatMul", "\(name).scores", [transpose("query"), "\(output).key"],
            "\(output).scores")
        let scale = add(constant: "\(output).scale", [1 / Float(width).squareRoot()], [])
        add("Mul", "\(name).scale", ["\(output).scores", scale], "\(output).scaled")
        add(
            "Softmax", "\(name).softmax", ["\(output).scaled"], "\(output).weights",
            [Self.attribute("axis", -1)])
        add(
            "MatMul", "\(name).product", ["\(output).value", transpose("weights")],
            "\(output).heads")
        let whole = add(constant: "\(output).whole", [-1, channels, count, 1])
        add("Reshape", name, ["\(output).heads", whole], output)
    }
}
