import Networks
import Tensors
import Vocabulary

extension ONNXGraph {
    /// Adds a network, node by node, and the normalization of its input if it has one.
    /// - Parameters:
    ///   - input: the images, `[N, 3, S, S]`.
    ///   - prefix: the beginning of the names of all values and parameters, so that several
    ///     networks have different ones.
    ///   - output: the name of the logits, `[N, classes]`.
    /// - Throws: `ONNXError` if a parameter has no value.
    mutating func add(
        _ network: ONNXNetwork, _ input: String, prefix: String, output: String
    ) throws(ONNXError) {
        let images = network.normalization.map { normalize(input, $0, prefix) } ?? input
        // The name of each node's value in the ONNX graph.
        var values: [String] = []
        for (index, node) in network.graph.nodes.enumerated() {
            let inputs = node.inputs.map { values[$0] }
            switch node.operation {
            case .input: values.append(images)
            case .dropout, .stochasticDepth: values.append(inputs[0])
            default:
                let parameters = try addParameters(of: node, network, prefix)
                add(node, network.graph, inputs, parameters, "\(prefix)\(index)", prefix)
                values.append("\(prefix)\(index)")
            }
        }
        // The output of the last node can be that of an earlier node, such as before a dropout.
        add("Identity", "\(prefix)output", [values[network.graph.output]], output)
    }

    /// Adds the normalization of images: subtracts the mean and divides by the standard deviation.
    private mutating func normalize(
        _ input: String, _ normalization: Normalization, _ prefix: String
    ) -> String {
        let shape = [1, normalization.mean.count, 1, 1]
        add(constant: "\(prefix)mean", normalization.mean.map { Float($0) }, shape)
        add(constant: "\(prefix)std", normalization.std.map { Float($0) }, shape)
        add("Sub", "\(prefix)normalize.subtract", [input, "\(prefix)mean"], "\(prefix)centred")
        return add(
            "Div", "\(prefix)normalize.divide", ["\(prefix)centred", "\(prefix)std"],
            "\(prefix)normalised")
    }

    /// Adds a node of a network, except inputs, dropouts and stochastic depth.
    private mutating func add(
        _ node: Graph.Node, _ graph: Graph, _ inputs: [String], _ parameters: [String],
        _ output: String, _ prefix: String
    ) {
        let name = prefix + node.name
        switch node.operation {
        case .input, .dropout, .stochasticDepth: break
        case .convolution(let window):
            let channels = graph.shape(of: node.inputs[0])[1]
            let groups = channels / graph.parameters[node.parameters[0]].shape[1]
            add(
                "Conv", name, inputs + parameters, output,
                Self.attributes(window)
                    + (groups > 1 ? [Self.attribute("group", groups)] : []))
        case .linear:
            add("Gemm", name, inputs + parameters, output, [Self.attribute("transB", 1)])
        case .activation(let activation): add(activation, name, inputs, output, prefix)
        case .maxPool(let window):
            let shape = graph.shape(of: node.inputs[0])
            add("MaxPool", name, inputs, output, Self.attributes(window, shape))
        case .averagePool(let window):
            add(
                "AveragePool", name, inputs, output,
                Self.attributes(window) + [Self.attribute("count_include_pad", 1)])
        case .adaptiveAveragePool(let height, let width):
            let shape = graph.shape(of: node.inputs[0])
            pool(name, inputs, output, from: (shape[2], shape[3]), to: (height, width))
        case .flatten: add("Flatten", name, inputs, output, [Self.attribute("axis", 1)])
        case .batchNorm(let norm):
            add(
                "BatchNormalization", name, inputs + parameters, output,
                [Self.attribute("epsilon", Float(norm.epsilon))])
        case .layerNorm(let epsilon):
            layerNorm(name, inputs[0], parameters, output, epsilon, rank: node.shape.rank)
        case .layerScale: add("Mul", name, inputs + parameters, output)
        case .tokens: tokens(name, inputs[0], parameters, output, node.shape)
        case .attention(let heads): attention(name, inputs[0], output, node.shape, heads)
        case .classToken:
            let first = add(constant: "\(prefix)first", [0], isScalar: true)
            add(
                "Gather", "\(name).gather", inputs + [first], "\(output).first",
                [Self.attribute("axis", 2)])
            add("Flatten", name, ["\(output).first"], output, [Self.attribute("axis", 1)])
        case .add: add("Add", name, inputs, output)
        case .concatenate: add("Concat", name, inputs, output, [Self.attribute("axis", 1)])
        case .scale: add("Mul", name, inputs, output)
        case .slice(let range): slice(name, inputs, output, range)
        case .shuffle(let groups): shuffle(name, inputs, output, node.shape, groups)
        }
    }

    /// Adds an activation. `Clip` needs its bounds as constants, which all nodes of a network
    /// share.
    private mutating func add(
        _ activation: Activation, _ name: String, _ inputs: [String], _ output: String,
        _ prefix: String
    ) {
        switch activation {
        case .relu: add("Relu", name, inputs, output)
        case .relu6:
            let bounds = [
                add(constant: "\(prefix)zero", [Float(0)], []),
                add(constant: "\(prefix)six", [Float(6)], []),
            ]
            add("Clip", name, inputs + bounds, output)
        case .silu:
            add("Sigmoid", "\(name).sigmoid", inputs, "\(output).sigmoid")
            add("Mul", name, inputs + ["\(output).sigmoid"], output)
        case .gelu:
            // GELU is an operator only from version 20 of the operators on.
            let factors = [
                add(constant: "\(prefix)sqrt2", [Float(2).squareRoot()], []),
                add(constant: "\(prefix)one", [Float(1)], []),
                add(constant: "\(prefix)half", [Float(0.5)], []),
            ]
            add("Div", "\(name).divide", [inputs[0], factors[0]], "\(output).quotient")
            add("Erf", "\(name).erf", ["\(output).quotient"], "\(output).erf")
            add("Add", "\(name).add", ["\(output).erf", factors[1]], "\(output).sum")
            add("Mul", "\(name).product", [inputs[0], "\(output).sum"], "\(output).product")
            add("Mul", name, ["\(output).product", factors[2]], output)
        case .hardswish: add("HardSwish", name, inputs, output)
        case .sigmoid: add("Sigmoid", name, inputs, output)
        case .hardsigmoid:
            add(
                "HardSigmoid", name, inputs, output,
                [Self.attribute("alpha", Float(1) / 6), Self.attribute("beta", Float(0.5))])
        }
    }

    /// Adds a layer norm over the channels, which the operator normalizes along the last axis.
    private mutating func layerNorm(
        _ name: String, _ input: String, _ parameters: [String], _ output: String,
        _ epsilon: Double, rank: Int
    ) {
        let attributes = [
            Self.attribute("axis", -1), Self.attribute("epsilon", Float(epsilon)),
        ]
        guard rank == 4 else {
            add("LayerNormalization", name, [input] + parameters, output, attributes)
            return
        }
        add(
            "Transpose", "\(name).last", [input], "\(output).last",
            [Self.attribute("perm", [0, 2, 3, 1])])
        add(
            "LayerNormalization", name, ["\(output).last"] + parameters,
            "\(output).normalized", attributes)
        add(
            "Transpose", "\(name).first", ["\(output).normalized"], output,
            [Self.attribute("perm", [0, 3, 1, 2])])
    }

    /// Adds a choice of channels.
    private mutating func slice(
        _ name: String, _ inputs: [String], _ output: String, _ range: Range<Int>
    ) {
        let limits = [
            add(constant: "\(output).first", [range.lowerBound]),
            add(constant: "\(output).last", [range.upperBound]),
            add(constant: "\(output).axis", [1]),
        ]
        add("Slice", name, inputs + limits, output)
    }

    /// Adds a shuffle: the channels as a matrix with a row for each group, transposed.
    private mutating func shuffle(
        _ name: String, _ inputs: [String], _ output: String, _ shape: Shape, _ groups: Int
    ) {
        let (channels, height, width) = (shape[1], shape[2], shape[3])
        let rows = add(
            constant: "\(output).groups", [-1, groups, channels / groups, height, width])
        let whole = add(constant: "\(output).channels", [-1, channels, height, width])
        add("Reshape", "\(name).split", inputs + [rows], "\(output).rows")
        add(
            "Transpose", "\(name).transpose", ["\(output).rows"], "\(output).columns",
            [Self.attribute("perm", [0, 2, 1, 3, 4])])
        add("Reshape", name, ["\(output).columns", whole], output)
    }

    /// Adds the parameters of a node, except counters, as constants.
    /// - Returns: the names of the constants.
    private mutating func addParameters(
        of node: Graph.Node, _ network: ONNXNetwork, _ prefix: String
    ) throws(ONNXError) -> [String] {
        var names: [String] = []
        for parameter in node.parameters.map({ network.graph.parameters[$0] })
        where parameter.role != .counter {
            guard let tensor = network.parameters[parameter.name] else {
                throw .missing(parameter: parameter.name)
            }
            let name = prefix + parameter.name
            names.append(name)
            tensor.withUnsafeValues {
                _ = add(constant: name, Array($0), Self.extents(of: parameter, in: node))
            }
        }
        return names
    }

    /// The extents of a parameter; the weight of a linear layer for each pixel is that of a 1x1
    /// convolution.
    private static func extents(of parameter: Parameter, in node: Graph.Node) -> [Int] {
        let extents = parameter.shape.extents
        guard case .convolution = node.operation, extents.count == 2 else { return extents }
        return extents + [1, 1]
    }

    /// Adds an adaptive average pooling: an average pooling if all windows have the same size,
    /// otherwise multiplications with two matrices of means, one for the rows and one for the
    /// columns.
    private mutating func pool(
        _ name: String, _ inputs: [String], _ output: String,
        from size: (rows: Int, columns: Int), to windows: (rows: Int, columns: Int)
    ) {
        if windows == (1, 1) {
            add("GlobalAveragePool", name, inputs, output)
        } else if size.rows % windows.rows == 0, size.columns % windows.columns == 0 {
            let window = [size.rows / windows.rows, size.columns / windows.columns]
            add(
                "AveragePool", name, inputs, output,
                [Self.attribute("kernel_shape", window), Self.attribute("strides", window)])
        } else {
            let rows = Self.means(windows.rows, of: size.rows)
            add(constant: "\(output).rows", rows, [windows.rows, size.rows])
            let columns = Self.means(windows.columns, of: size.columns, isTransposed: true)
            add(constant: "\(output).columns", columns, [size.columns, windows.columns])
            add("MatMul", "\(name).rows", ["\(output).rows"] + inputs, "\(output).partial")
            add("MatMul", name, ["\(output).partial", "\(output).columns"], output)
        }
    }

    /// The matrix of means, `[windows, extent]`: row i contains the weights of window i, `floor(i *
    /// extent / windows) ..< ceil((i + 1) * ...)`.
    private static func means(
        _ windows: Int, of extent: Int, isTransposed: Bool = false
    ) -> [Float] {
        var matrix = [Float](repeating: 0, count: windows * extent)
        for window in 0..<windows {
            let range = window * extent / windows..<((window + 1) * extent + windows - 1) / windows
            for pixel in range {
                let index = isTransposed ? pixel * windows + window : window * extent + pixel
                matrix[index] = 1 / Float(range.count)
            }
        }
        return matrix
    }

    /// - Parameter shape: the input, `[N, C, H, W]`, of a window that may extend beyond its end.
    private static func attributes(_ window: Window, _ shape: Shape? = nil)
        -> [Onnx_AttributeProto]
    {
        let ends = shape.map { [window.paddingAtEnd($0[2]), window.paddingAtEnd($0[3])] }
        let padding = [window.padding, window.padding]
        return [
            attribute("kernel_shape", [window.size, window.size]),
            attribute("strides", [window.stride, window.stride]),
            attribute("pads", padding + (ends ?? padding)),
        ]
    }
}
