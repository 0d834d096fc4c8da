/// Places for labels that want to stand at given heights but need room.
enum LabelSpread {
    /// Heights at least `pitch` apart within `range`, in the order of the wishes and as near to
    /// them as a shared shift of each crowd allows.
    ///
    /// Labels that would overlap form a crowd around the mean of their wishes; crowds that touch
    /// merge.
    static func spread(
        _ wishes: [Double], pitch: Double, range: ClosedRange<Double>
    ) -> [Double] {
        struct Crowd {
            var wishes: [Double]
            var bottom: Double
        }
        let order = wishes.indices.sorted { (wishes[$0], $0) < (wishes[$1], $1) }
        func placed(_ wishes: [Double]) -> Crowd {
            let height = pitch * Double(wishes.count - 1)
            let mean = wishes.reduce(0, +) / Double(wishes.count)
            let bottom = max(range.lowerBound, min(mean - height / 2, range.upperBound - height))
            return Crowd(wishes: wishes, bottom: bottom)
        }
        var crowds: [Crowd] = []
        for index in order {
            var crowd = placed([wishes[index]])
            while let below = crowds.last,
                crowd.bottom < below.bottom + pitch * Double(below.wishes.count)
            {
                crowds.removeLast()
                crowd = placed(below.wishes + crowd.wishes)
            }
            crowds.append(crowd)
        }
        let heights = crowds.flatMap { crowd in
            crowd.wishes.indices.map { crowd.bottom + pitch * Double($0) }
        }
        var result = wishes
        for (index, height) in zip(order, heights) { result[index] = height }
        return result
    }
}
