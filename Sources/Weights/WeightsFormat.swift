/// The format of a checkpoint, determined by its first bytes.
package enum WeightsFormat: String, Sendable, CaseIterable {
    case safetensors
    /// The zip archive that `torch.save` writes.
    case torchArchive = "torch.save"
    /// The sequence of pickles that `torch.save` wrote before PyTorch 1.6.
    case torchLegacy = "torch.save before PyTorch 1.6"
}
