extension ImageProperties {
    /// What should be said of images before a network is trained on them or predicts them, one
    /// sentence for each kind, with counts.
    /// - Parameter images: each image's name and what is known of it.
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
                "with transparent pixels; transparency is dropped, and the colours "
                    + "stored under it count"
            ),
            (.gamma, "with a PNG gamma other than that of sRGB, which is not applied"),
            (
                .profile,
                "with a colour profile (ICC or cICP) other than sRGB, which is not applied"
            ),
            (
                .restOfScan,
                "JPEG files with bytes left over after their compressed data: some encoders write them, and so does "
                    + "damage to a few blocks; look at these images"
            ),
            (
                .lacksPrecision,
                "progressive JPEG files without their last scans; the pixels are coarser than "
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
        return ["\(found.count) of \(all) images, such as \(first.name): \(text)"]
    }

    /// Such as `6: 3 images`, of all orientations that there are.
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
            "\(words.joined(separator: ", ")) is not applied; the network sees the pixels as stored"
        )
    }

    /// What makes an image of the orientation upright.
    private static let turns: [Int: String] = [
        2: "to be mirrored left to right", 3: "to be turned by 180 degrees",
        4: "to be mirrored top to bottom", 5: "to be mirrored along its diagonal",
        6: "to be turned by 90 degrees clockwise", 7: "to be mirrored along its other diagonal",
        8: "to be turned by 90 degrees counterclockwise",
    ]

    /// Whether a file of 16 bits a sample uses less than half of the values from 0, or less than a
    /// quarter of all.
    private var hasSmallRange: Bool {
        guard let levels else { return false }
        return levels.upperBound < 1 << 15 || levels.upperBound - levels.lowerBound < 1 << 14
    }

    private static func smallRange(
        _ images: [(name: String, properties: ImageProperties)]
    ) -> [String] {
        let small = images.filter { $0.properties.hasSmallRange }
        let ranges = small.compactMap(\.properties.levels)
        guard let first = small.first, let least = ranges.map(\.lowerBound).min(),
            let most = ranges.map(\.upperBound).max()
        else { return [] }
        let deep = images.count { $0.properties.levels != nil }
        let bits = UInt16.bitWidth - most.leadingZeroBitCount
        let range =
            bits < 16
            ? "all values are below \(1 << bits) (\(max(bits, 1)) of 16 bits)"
            : "values lie between \(least) and \(most)"
        let levels = [least, most].map { String((UInt32($0) * 255 + 32_895) >> 16) }
        return [
            "\(small.count) of \(deep) images of 16 bits, such as \(first.name): \(range), but they are scaled from "
                + "0 to 65535, so the network sees levels \(levels[0]) to \(levels[1]) of 255; scale the values to the "
                + "whole range first, or save the part that matters (a window) as 8 bits"
        ]
    }

    private static func oddities(
        _ found: [(name: String, properties: ImageProperties)], of all: Int
    ) -> [String] {
        let words: [(Kinds, String)] = [
            (.extraneousBytes, "bytes that belong to no segment"),
            (.jfifVersion, "an unknown version of JFIF"),
            (.adobeTransform, "an unknown colour transform of Adobe's"),
            (.scanParameters, "unusual parameters of a scan"), (.noEndMarker, "no end marker"),
        ]
        let present = words.filter { kind, _ in
            found.contains { $0.properties.kinds.contains(kind) }
        }
        return line(
            found, of: all,
            "JPEG oddities that change no pixel (\(present.map(\.1).joined(separator: ", ")))")
    }
}
