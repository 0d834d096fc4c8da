/// A program's names for the parameters of the networks, and the rules by which they become
/// torchvision's.
package enum ParameterNaming: Sendable, CaseIterable {
    /// torchvision's names, also those of old DenseNets; timm's ResNets and DenseNets have them,
    /// too.
    case torchvision
    /// The names of VGGs in timm (`timm/models/vgg.py`), whose classifier begins with convolutions.
    case timm
    /// The names of ResNets in Hugging Face's transformers
    /// (`transformers/models/resnet/modeling_resnet.py`).
    case transformers
    /// The names of a backbone in `torch.nn.Sequential(*list(model.children()))`, as in fastai:
    /// numbers instead of the names of the outermost layers.
    case numbered

    /// The name for messages.
    package var title: String {
        switch self {
        case .torchvision: "torchvision"
        case .timm: "timm"
        case .transformers: "Hugging Face"
        case .numbered: "torch.nn.Sequential"
        }
    }

    /// torchvision's names for a parameter: several if the number of an outermost layer has a
    /// different meaning in each network; none if the program does not use the name.
    /// - Parameter head: the names of the weight and the bias of the network's last layer.
    package func torchvisionNames(of name: String, head: [String]) -> [String] {
        switch self {
        case .torchvision: [TorchvisionNames.current(name)]
        case .timm: [Self.timm(name)]
        case .transformers: Self.transformers(name, head: head).map { [$0] } ?? []
        case .numbered: Self.numbered(name)
        }
    }

    private static func timm(_ name: String) -> String {
        let layers = [
            "pre_logits.fc1.": "classifier.0.", "pre_logits.fc2.": "classifier.3.",
            "head.fc.": "classifier.6.",
        ]
        guard let layer = layers.first(where: { name.hasPrefix($0.key) }) else { return name }
        return layer.value + name.dropFirst(layer.key.count)
    }

    /// `resnet.encoder.stages.0.layers.1.layer.2.convolution.weight` is `layer1.1.conv3.weight`.
    private static func transformers(_ name: String, head: [String]) -> String? {
        var parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard let kind = parts.popLast() else { return nil }
        if parts == ["classifier", "1"] { return head.first { $0.hasSuffix(".\(kind)") } }
        if parts.first == "resnet" { parts.removeFirst() }
        let isConvolution = parts.last == "convolution"
        guard isConvolution || parts.popLast() == "normalization" else { return nil }
        if isConvolution { parts.removeLast() }
        let layer = isConvolution ? "conv" : "bn"
        if parts == ["embedder", "embedder"] { return "\(layer)1.\(kind)" }
        guard parts.count >= 6, parts[..<2] == ["encoder", "stages"], let stage = Int(parts[2]),
            parts[3] == "layers", stage < 4
        else { return nil }
        let block = "layer\(stage + 1).\(parts[4])"
        if parts[5...] == ["shortcut"] {
            return "\(block).downsample.\(isConvolution ? 0 : 1).\(kind)"
        }
        guard parts.count == 7, parts[5] == "layer", let index = Int(parts[6]), index < 3 else {
            return nil
        }
        return "\(block).\(layer)\(index + 1).\(kind)"
    }

    /// The outermost layers of torchvision's ResNets with parameters, by their numbers.
    private static let resNetLayers = [
        "0": "conv1", "1": "bn1", "4": "layer1", "5": "layer2", "6": "layer3", "7": "layer4",
    ]

    private static func numbered(_ name: String) -> [String] {
        guard let dot = name.firstIndex(of: ".") else { return [] }
        let (number, rest) = (String(name[..<dot]), name[dot...])
        var names = resNetLayers[number].map { [$0 + rest] } ?? []
        // The outermost layers of the other networks.
        if number == "0" { names.append("features" + TorchvisionNames.current(String(rest))) }
        if number == "2" { names.append("classifier" + rest) }
        return names
    }
}
