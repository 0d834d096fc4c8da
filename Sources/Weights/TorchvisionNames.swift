/// The names of tensors in torchvision's checkpoints.
package enum TorchvisionNames {
    /// The current name in torchvision: old DenseNet files contain `denselayer1.norm.1.weight` and
    /// `conv.2` instead of `norm1.weight` and `conv2`. All other names are unchanged.
    ///
    /// The rule is the one in torchvision's `densenet.py`, `_load_state_dict`. It is applied to
    /// counters, too, which files have that old code wrote with a newer PyTorch.
    package static func current(_ name: String) -> String {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        let last = parts.count - 1
        guard last >= 3, isDenseLayer(parts[last - 3]),
            ["norm", "relu", "conv"].contains(parts[last - 2]),
            ["1", "2"].contains(parts[last - 1]),
            suffixes.contains(parts[last])
        else { return name }
        return (parts[..<(last - 2)] + [parts[last - 2] + parts[last - 1], parts[last]])
            .joined(separator: ".")
    }

    private static let suffixes: Set<Substring> = [
        "weight", "bias", "running_mean", "running_var", "num_batches_tracked",
    ]

    private static func isDenseLayer(_ part: Substring) -> Bool {
        let mark = "denselayer"
        let digits = part.dropFirst(mark.count)
        return part.hasPrefix(mark) && !digits.isEmpty
            && digits.allSatisfy { $0.isASCII && $0.isNumber }
    }
}
