import Datasets
import Files
import Foundation
import Images
import Testing
import Vocabulary

/// Sets whose images use few of the gray levels are named before training.
struct SmallRangeTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.writeSet(perClass: 2)
    }

    /// A set with a deep image of each list of values, beside its six JPEG files.
    private func range(
        _ images: [[UInt16]], _ window: IntensityWindow = .full
    ) throws -> SmallRange? {
        for (number, values) in images.enumerated() {
            try folder.writeDeepImage(
                "\(folder.path)/set/train/A/deep\(number).png", values: values)
        }
        return try DecodedSet(
            folder.dataset, transform: EvaluationTransform(resize: 2, crop: 2, window: window),
            cacheFolder: folder.cache
        ).smallRange
    }

    private let twelve: [UInt16] = [0, 17, 4000, 4095]
    private let whole: [UInt16] = [0, 17, 4000, 65_535]

    @Test func aSetOfTwelveBitsIsNamed() throws {
        let found = try #require(try range([twelve, [5, 6, 7, 8]]))
        #expect(found.count == 2 && found.known == 2)
        #expect(
            DatasetError.smallRange("ROOT", found).description
                == "ROOT: 2 of 2 images use less than a quarter of the gray levels under the full "
                + "window, such as train/A/deep0.png: their values from 0 to 4095 (12 of 16 bits) "
                + "become levels 0 to 16 of 255, so a network would get nearly uniform images. Set "
                + "dataset.window to { \"percentiles\": [1, 99] }, or to { \"low\": 0, \"high\": 4095 }, "
                + "or set dataset.onSmallRange to \"ignore\".")
    }

    /// The suggested windows are accepted.
    @Test func aWindowHelps() throws {
        let percentiles = IntensityWindow.percentiles(low: 1, high: 99)
        #expect(try range([twelve, twelve], percentiles) == nil)
        // A window is also that of the JPEG files, which have 8 bits.
        let fixed = try #require(try range([], .values(low: 0, high: 4095)))
        #expect(fixed.count == 6 && fixed.known == 8)
    }

    @Test func fewDarkImagesAreNoReason() throws {
        let images = [[UInt16]](repeating: whole, count: 10)
        #expect(try range(images + [twelve]) == nil)
        #expect(try range([]) == nil)
    }

    @Test func aTenthOfTheImagesIsOne() throws {
        let images = [[UInt16]](repeating: whole, count: 9)
        #expect(try range(images + [twelve])?.count == 1)
    }
}
