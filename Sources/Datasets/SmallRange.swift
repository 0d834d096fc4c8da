package import Images
import JSON
package import Vocabulary

/// The images of a data set that use less than a quarter of the levels under their window, so that
/// a network would get images that are nearly uniform.
package struct SmallRange: Sendable, Hashable {
    /// The smallest fraction of such images, of those whose range is known, at which a set counts.
    private static let leastFraction = 0.1

    /// The number of the images.
    package let count: Int
    /// The number of images whose range is known: those with more than 8 bits per sample, or with a
    /// window of their own.
    package let known: Int
    /// The path of the first image.
    package let example: String
    /// The range of all these images.
    package let range: LevelRange
    /// True if files of these images state a window that was not used.
    let hasUnusedWindow: Bool
    /// The window of the set.
    package let window: IntensityWindow

    /// - Returns: nil if such images are less than a tenth of those whose range is known.
    init?(_ images: [(name: String, properties: ImageProperties)], window: IntensityWindow) {
        let known = images.filter { $0.properties.levels != nil }
        let small = known.filter { $0.properties.levels?.usesLittle == true }
        guard let first = small.first,
            let range = LevelRange.union(small.compactMap(\.properties.levels)),
            Double(small.count) >= Self.leastFraction * Double(known.count)
        else { return nil }
        (count, self.known, example) = (small.count, known.count, first.name)
        (self.range, self.window) = (range, window)
        hasUnusedWindow = small.contains { $0.properties.kinds.contains(.unusedWindow) }
    }

    /// The message of the error.
    var text: String {
        let low = range.values.lowerBound
        let high = max(range.values.upperBound, low + 1)
        func text(_ number: Double) -> String { JSONValue.text(of: number) }
        return
            "\(count) of \(known) images use less than a quarter of the gray levels under the "
            + "\(window.title), such as \(example): their \(range.text), so a network would get nearly "
            + "uniform images. Set dataset.window to "
            + (hasUnusedWindow ? "\"stored\", the window that the files state, to " : "")
            + "{ \"percentiles\": [1, 99] }, or to "
            + "{ \"low\": \(text(low)), \"high\": \(text(high)) }, or set dataset.onSmallRange to "
            + "\"ignore\"."
    }
}
