package import JSON

/// The mean that is subtracted from the red, green and blue of a pixel in [0, 1], and the standard
/// deviation by which the difference is divided.
package struct Normalization: Sendable, Hashable {
    /// The means of red, green and blue.
    package let mean: [Double]
    /// The standard deviations of red, green and blue, each above 0.
    package let std: [Double]

    /// - Returns: nil unless these are three finite means and three positive standard deviations.
    package init?(mean: [Double], std: [Double]) {
        guard mean.count == 3, std.count == 3, mean.allSatisfy(\.isFinite),
            std.allSatisfy({ $0 > 0 && $0.isFinite })
        else { return nil }
        (self.mean, self.std) = (mean, std)
    }

    private init(mean: (Double, Double, Double), std: (Double, Double, Double)) {
        self.mean = [mean.0, mean.1, mean.2]
        self.std = [std.0, std.1, std.2]
    }

    /// The normalization of the inputs of torchvision's ImageNet weights.
    package static let imageNet = Normalization(
        mean: (0.485, 0.456, 0.406), std: (0.229, 0.224, 0.225))
    /// No normalization: values stay in [0, 1].
    package static let none = Normalization(mean: (0, 0, 0), std: (1, 1, 1))

    /// The object `{ "mean": [...], "std": [...] }`, which `init(_:)` reads.
    package var json: JSONValue {
        [
            "mean": .array(mean.map { .number($0) }), "std": .array(std.map { .number($0) }),
        ]
    }

    /// Reads the object of `json`.
    /// - Returns: nil for any other value.
    package init?(_ json: JSONValue?) {
        func numbers(_ key: String) -> [Double]? {
            guard let elements = json?[key]?.elements else { return nil }
            let numbers = elements.compactMap(\.double)
            return numbers.count == elements.count ? numbers : nil
        }
        guard let mean = numbers("mean"), let std = numbers("std") else { return nil }
        self.init(mean: mean, std: std)
    }

    /// The text that reports show, such as `ImageNet's mean 0.485, 0.456, 0.406; std 0.229, 0.224,
    /// 0.225`.
    package var title: String {
        if self == .none { return "nothing: values in [0, 1]" }
        func list(_ values: [Double]) -> String {
            values.map { JSONValue.text(of: ($0 * 10_000).rounded() / 10_000) }.joined(
                separator: ", ")
        }
        return (self == .imageNet ? "ImageNet's " : "")
            + "mean \(list(mean)); std \(list(std))"
    }
}
