/// The colors of an image with a palette (PS3.3, C.7.9).
struct Palette {
    /// The stored value of the first color.
    let first: Int
    /// The entries of red, green and blue.
    let colors: [[UInt16]]
    /// The bits of an entry, 8 or 16.
    let depth: Int

    /// - Throws: `DICOMError.Kind`.
    init(_ data: DICOMDataSet, _ form: PixelForm) throws(DICOMError.Kind) {
        guard let descriptor = try data.integers(.redDescriptor) else {
            throw .missing(.redDescriptor)
        }
        let shape = try LookupTable.shape(
            descriptor, .redDescriptor,
            isSigned: data.element(.redDescriptor)?.representation == nil && form.isSigned)
        first = shape.first
        let isSegmented = data.element(.redData) == nil && data.element(.segmentedRedData) != nil
        let tags: [DICOMTag] =
            isSegmented
            ? [.segmentedRedData, .segmentedGreenData, .segmentedBlueData]
            : [.redData, .greenData, .blueData]
        var (colors, isDeep): ([[UInt16]], Bool) = ([], false)
        for tag in tags {
            guard let content = data.content(tag) else { throw .missing(tag) }
            if isSegmented {
                isDeep = shape.depth > 8
                colors.append(try Self.expanded(content, isDeep: isDeep, count: shape.count, tag))
            } else {
                isDeep = content.count >= 2 * shape.count
                colors.append(try LookupTable.entries(content, count: shape.count, tag))
            }
        }
        self.colors = colors
        depth = isDeep ? 16 : 8
    }

    /// The red (channel 0), green (1) or blue (2) of a stored value.
    func level(of value: Int, channel: Int) -> UInt16 {
        let entries = colors[channel]
        return entries[min(max(value - first, 0), entries.count - 1)]
    }

    // MARK: - Segmented palettes

    private static let maximumSteps = 1_000_000

    /// The entries of a segmented palette (PS3.3, C.7.9.2).
    /// - Parameter isDeep: true if numbers have 16 bits.
    private static func expanded(
        _ content: [UInt8], isDeep: Bool, count: Int, _ tag: DICOMTag
    ) throws(DICOMError.Kind) -> [UInt16] {
        let numbers =
            isDeep
            ? try LookupTable.entries(content, count: content.count / 2, tag)
            : content.map { UInt16($0) }
        var (entries, steps): ([UInt16], Int) = ([], 0)
        try expand(numbers, from: 0, segments: nil, isDeep, count, into: &entries, &steps, tag)
        guard entries.count >= count else {
            throw .damaged("element \(tag.name) has \(entries.count) entries; expected \(count)")
        }
        return entries
    }

    /// - Parameter segments: the number of segments to expand; nil: all.
    private static func expand(
        _ numbers: [UInt16], from start: Int, segments: Int?, _ isDeep: Bool, _ count: Int,
        into entries: inout [UInt16], _ steps: inout Int, _ tag: DICOMTag
    ) throws(DICOMError.Kind) {
        let invalid = DICOMError.Kind.damaged("element \(tag.name) has an invalid segment")
        var (position, done) = (start, 0)
        // A last single number is padding.
        while position + 1 < numbers.count, done != segments, entries.count < count {
            let (code, length) = (numbers[position], Int(numbers[position + 1]))
            position += 2
            done += 1
            steps += 1
            // Copies of empty segments would take long.
            guard steps <= maximumSteps else { throw invalid }
            switch code {
            case 0:
                guard position + length <= numbers.count else { throw invalid }
                entries += numbers[position..<position + length]
                position += length
            case 1:
                guard let last = entries.last, position < numbers.count else { throw invalid }
                let (from, to) = (Double(last), Double(numbers[position]))
                position += 1
                for index in 0..<length {
                    let step = (to - from) / Double(length)
                    let value = from + step * Double(index + 1)
                    entries.append(UInt16(value.rounded(.toNearestOrEven)))
                }
            case 2 where segments == nil && !entries.isEmpty:
                // A copy of earlier segments, at an offset in bytes.
                let width = isDeep ? 2 : 4
                guard position + width <= numbers.count else { throw invalid }
                let offset = numbers[position..<position + width].reversed().reduce(0) {
                    $0 << (isDeep ? 16 : 8) | Int($1)
                }
                position += width
                try expand(
                    numbers, from: isDeep ? offset / 2 : offset, segments: length, isDeep, count,
                    into: &entries, &steps, tag)
            default: throw invalid
            }
        }
    }
}
