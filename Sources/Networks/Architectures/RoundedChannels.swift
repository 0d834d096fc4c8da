/// The number of channels nearest to `channels` that is a multiple of 8 and at least 90% of it: the
/// rule of the MobileNet papers, which EfficientNet and MnasNet use to scale their widths.
func roundedChannels(_ channels: Double) -> Int {
    let rounded = max(8, Int(channels + 4) / 8 * 8)
    return Double(rounded) < 0.9 * channels ? rounded + 8 : rounded
}
