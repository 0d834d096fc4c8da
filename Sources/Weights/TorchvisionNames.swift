/// Names of tensors in torchvision's checkpoints.
package enum TorchvisionNames {
    /// The name as torchvision has it today: its old DenseNet files spell
    /// `denselayer1.norm.1.weight` and `conv.2` what is now `norm1.weight` and `conv2`. All other
    /// names stay as they are.
    ///
    /// The rule is that of torchvision's `densenet.py`, `_load_state_dict`.
    package static func current(_ name: String) -> String {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        let last = parts.count - 1
        guard last >= 3, isDenseLayer(parts[last - 3]),
            ["norm", "relu", "conv"].contains(parts[last - 2]),
            ["1", "2"].contains(parts[last - 1]),
            ["weight", "bias", "running_mean", "running_var"].contains(parts[last])
        else { return name }
        return (parts[..<(last - 2)] + [parts[last - 2] + parts[last - 1], parts[last]])
            .joined(separator: ".")
    }

    private static func isDenseLayer(_ part: Substring) -> Bool {
        let mark = "denselayer"
        let digits = part.dropFirst(mark.count)
        return part.hasPrefix(mark) && !digits.isEmpty
            && digits.allSatisfy { $0.isASCII && $0.isNumber }
    }
}
