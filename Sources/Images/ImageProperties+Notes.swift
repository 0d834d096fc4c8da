extension ImageProperties {
    /// Notes about images, to report before training or prediction: one sentence for each kind of
    /// property, with counts.
    /// - Parameter images: the name and the properties of each image.
    package static func notes(of images: [(name: String, properties: ImageProperties)]) -> [String]
    {
        func chosen(_ isChosen: (ImageProperties) -> Bool) -> [(
            name: String, properties: ImageProperties
        )] {
            images.filter { isChosen($0.properties) }
        }
        let kinds: [(Kinds, String)] = [
            (.cmyk, "stored as CMYK; converted to RGB by Adobe's convention, without a profile"),
            (
                .transparency,
                "with transparent pixels; transparency is ignored, and the colors "
                    + "of these pixels are used"
            ),
            (.gamma, "with a PNG gamma other than that of sRGB; the gamma is not applied"),
            (
                .profile,
                "with a color profile (ICC or cICP) other than sRGB; the profile is not applied"
            ),
            (
                .restOfScan,
                "JPEG files with extra bytes after their compressed data; some encoders write them, but they can "
                    + "also mean that a few blocks are damaged; check these images"
            ),
            (
                .noWindow,
                "more than 8 bits per sample, but no window in the file; the whole range of the bit "
                    + "depth is used"
            ),
            (
                .unusedWindow,
                "with a window in the file, which is not used: the whole range of values becomes "
                    + "levels; dataset.window \"stored\" uses the window of each file"
            ),
            (
                .flatWindow,
                "the percentiles of the window are equal; values above them become white, the "
                    + "others black"
            ),
            (
                .lacksPrecision,
                "progressive JPEG files without their last scans; the pixels are less precise than "
                    + "those that were encoded"
            ),
        ]
        let oriented = chosen { $0.orientation != 1 }
        let odd = chosen { !$0.kinds.isDisjoint(with: .oddities) }
        return smallRange(images) + orientation(oriented, of: images.count)
            + kinds.flatMap { kind, text in
                line(chosen { $0.kinds.contains(kind) }, of: images.count, text)
            } + oddities(odd, of: images.count)
    }

    private static func line(
        _ found: [(name: String, properties: ImageProperties)], of all: Int, _ text: String
    ) -> [String] {
        guard let first = found.first else { return [] }
        guard all > 1 else { return ["\(first.name): \(text)"] }
        return ["\(found.count) of \(all) images, such as \(first.name): \(text)"]
    }

    /// A text such as `EXIF orientation 6 (...) of 3`, for each orientation that occurs.
    private static func orientation(
        _ found: [(name: String, properties: ImageProperties)], of all: Int
    ) -> [String] {
        let counts = Dictionary(grouping: found, by: \.properties.orientation).mapValues(\.count)
        let words = counts.sorted { $0.key < $1.key }.map { orientation, count in
            "EXIF orientation \(orientation) (\(turns[orientation, default: "unknown"]))"
                + (counts.count > 1 ? " of \(count)" : "")
        }
        return line(
            found, of: all,
            "\(words.joined(separator: ", ")) is not applied; the network uses the pixels as stored"
        )
    }

    /// The operation that makes an image of the orientation upright.
    private static let turns: [Int: String] = [
        2: "needs a horizontal flip", 3: "needs a rotation by 180 degrees",
        4: "needs a vertical flip", 5: "needs a flip along its diagonal",
        6: "needs a rotation by 90 degrees clockwise", 7: "needs a flip along its other diagonal",
        8: "needs a rotation by 90 degrees counterclockwise",
    ]

    private static func smallRange(
        _ images: [(name: String, properties: ImageProperties)]
    ) -> [String] {
        let small = images.filter { $0.properties.levels?.isSmall == true }
        guard let first = small.first,
            let range = LevelRange.union(small.compactMap(\.properties.levels))
        else { return [] }
        let deep = images.count { $0.properties.levels != nil }
        return [
            (deep > 1
                ? "\(small.count) of \(deep) images with a window or more than 8 bits, such as "
                : "")
                + "\(first.name): \(range.text); the setting dataset.window of a study chooses which "
                + "values become black and white"
        ]
    }

    private static func oddities(
        _ found: [(name: String, properties: ImageProperties)], of all: Int
    ) -> [String] {
        let words: [(Kinds, String)] = [
            (.extraneousBytes, "bytes outside of segments"),
            (.jfifVersion, "an unknown JFIF version"),
            (.adobeTransform, "an unknown Adobe color transform"),
            (.scanParameters, "unusual scan parameters"), (.noEndMarker, "no end marker"),
        ]
        let present = words.filter { kind, _ in
            found.contains { $0.properties.kinds.contains(kind) }
        }
        return line(
            found, of: all,
            "JPEG irregularities that do not change pixels (\(present.map(\.1).joined(separator: ", ")))"
        )
    }
}
