import Datasets
import Images
import Networks
import Terminal

/// The size of the network input of a new study, and the reason for it.
struct DraftImageSize {
    /// The value of `dataset.resize`, in pixels.
    let resize: Int
    /// The value of `dataset.crop`, in pixels.
    let crop: Int
    /// The reason, for the user.
    let reason: String

    /// Chooses the size.
    /// - Parameters:
    ///   - sizes: the sizes of the training images.
    ///   - networks: the kinds of the networks.
    init(_ sizes: ImageSizes, networks: [String]) {
        let areSmall = networks.allSatisfy { $0 == CNN4.kind }
        // The sizes of torchvision's networks, and about the same ratio for small images.
        let usualResize = areSmall ? 72 : 256
        let usualCrop = areSmall ? 64 : 224
        let purpose =
            areSmall
            ? "a small size for the small network \(CNN4.kind)"
            : "the size that torchvision's networks were trained with"
        guard let side = sizes.medianShorterSide, let median = sizes.median else {
            resize = usualResize
            crop = usualCrop
            reason = "resized to \(usualResize), cropped to \(usualCrop): \(purpose)"
            return
        }
        let shape = "\(Formatting.count(median.width)) x \(Formatting.count(median.height)) pixels"
        let found = "the images have " + (sizes.areEqual ? shape : "\(shape) in the median")
        if side >= usualResize {
            resize = usualResize
            crop = usualCrop
            reason =
                "\(found): the shorter side is resized to \(usualResize), and a square of "
                + "\(usualCrop) is cut from the center, \(purpose)"
            return
        }
        let chosen = NetworkRegistry.all.filter { networks.contains($0.kind) }
        // A key path to a member of a metatype crashes the compiler (Swift 6.3).
        let least = chosen.map { $0.minimumImageSize }.max() ?? 1
        let multiple = chosen.map { $0.imageSizeMultiple }.max() ?? 1
        let fitting = min(side, usualCrop) / multiple * multiple
        let size = fitting >= least ? fitting : (least + multiple - 1) / multiple * multiple
        resize = size
        crop = size
        reason =
            side < least
            ? "\(found): enlarged to \(size), the least that the networks accept"
            : "\(found): the shorter side is resized to \(size), and a square is cut from the center"
    }
}
