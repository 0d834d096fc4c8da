import Datasets
import Images
import Networks
import Terminal

/// The size of the images that the networks of a new study see, and the reason for it.
struct DraftImageSize {
    /// The value of `dataset.resize`, in pixels.
    let resize: Int
    /// The value of `dataset.crop`, in pixels.
    let crop: Int
    let reason: String

    /// - Parameters:
    ///   - sizes: the sizes of the training images.
    ///   - networks: the kinds of the networks.
    init(_ sizes: ImageSizes, networks: [String]) {
        let areSmall = networks.allSatisfy { $0 == CNN4.kind }
        // As torchvision's networks were trained, and the same ratio for small images.
        let usual = areSmall ? (resize: 72, crop: 64) : (resize: 256, crop: 224)
        let purpose =
            areSmall
            ? "a small size for the small network \(CNN4.kind)"
            : "the size that torchvision's networks were trained with"
        let least =
            NetworkRegistry.all.filter { networks.contains($0.kind) }
            .map(\.minimumImageSize).max() ?? 1
        guard let side = sizes.medianShorterSide, let median = sizes.median else {
            (resize, crop) = usual
            reason = "resized to \(resize), cropped to \(crop): \(purpose)"
            return
        }
        let shape = "\(Formatting.count(median.width)) x \(Formatting.count(median.height)) pixels"
        let found = "the images have " + (sizes.areEqual ? shape : "\(shape) in the median")
        if side >= usual.resize {
            (resize, crop) = usual
            reason =
                "\(found): the shorter side is resized to \(resize), and a square of \(crop) is cut "
                + "from the center, \(purpose)"
        } else {
            crop = max(min(side, usual.crop), least)
            resize = crop
            reason =
                side < least
                ? "\(found): enlarged to \(crop), the least that the networks accept"
                : "\(found): the shorter side is resized to \(crop), and a square is cut from the "
                    + "center"
        }
    }
}
