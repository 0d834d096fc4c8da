/// `y = scale * x + shift`, then an addend and a ReLU if asked for, of several tensors whose
/// channels lie side by side in `y`: batch norm with given statistics.
struct NormalizeKernel {
    /// The parts, in the order of their channels; all of one block width and image size.
    let parts: [BlockedLayout]
    let relu: Bool
    let threads: Int

    private var images: Int { parts[0].images }
    private var length: Int { parts[0].length }

    /// - Parameters:
    ///   - x: a tensor for each part.
    ///   - addend: of the shape of `y`.
    ///   - scale: `[C]`, over all parts.
    ///   - shift: `[C]`, over all parts.
    func run(
        _ x: [UnsafePointer<Float>], addend: UnsafePointer<Float>?, scale: UnsafePointer<Float>,
        shift: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>
    ) {
        let places = PartPlace.places(of: parts)
        Parallel.forEach(images * places.count, grain: 1, threads: threads) { items in
            for item in items {
                let (image, block) = (item / places.count, item % places.count)
                let place = places[block]
                let part = parts[place.part]
                normalize(
                    x[place.part] + part.offset(image, place.block),
                    addend.map { $0 + item * length },
                    part.vector(scale + place.channel, place.block),
                    part.vector(shift + place.channel, place.block), y + item * length)
            }
        }
    }

    private func normalize(
        _ x: UnsafePointer<Float>, _ addend: UnsafePointer<Float>?, _ scale: Vector,
        _ shift: Vector, _ y: UnsafeMutablePointer<Float>
    ) {
        if let addend {
            forEachVector(length) { offset, width in
                let sum = .load(x + offset, width) * scale + shift + .load(addend + offset, width)
                (relu ? sum.rectified : sum).store(y + offset, width)
            }
        } else if relu {
            forEachVector(length) { offset, width in
                (.load(x + offset, width) * scale + shift).rectified.store(y + offset, width)
            }
        } else {
            forEachVector(length) { offset, width in
                (.load(x + offset, width) * scale + shift).store(y + offset, width)
            }
        }
    }
}

/// Where a block of joined channels comes from.
struct PartPlace {
    let part: Int
    /// The block within the part.
    let block: Int
    /// The part's first channel among all channels.
    let channel: Int

    /// The places of all blocks of the joined tensor, in order.
    static func places(of parts: [BlockedLayout]) -> [PartPlace] {
        var places: [PartPlace] = []
        var channel = 0
        for (index, part) in parts.enumerated() {
            places += (0..<part.blocks).map {
                PartPlace(part: index, block: $0, channel: channel)
            }
            channel += part.channels
        }
        return places
    }
}
