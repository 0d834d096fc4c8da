package import JSON
package import Tensors
package import Vocabulary

/// Draws all classes equally often: an epoch has as many positions as there are images, shared out
/// evenly to the classes.
///
/// Within a class the images take turns in a random order, and begin anew where the class has fewer
/// than its share; of a large class, only so many are seen. Which classes get one more than others
/// where the division leaves a rest is drawn too.
package struct BalancedSampler: Sampler {
    package static let kind = "balanced"
    package static let summary =
        "Draws all classes equally often: images of small classes several times, not all of large ones."
    package static let settings: [Setting] = []

    package init(_ values: SettingValues) {}

    package func order(of images: ClassMembers, seed: UInt64, epoch: Int) -> [Int] {
        var stream = RandomStream(seed: seed, purpose: .shuffle, epoch: epoch)
        let classes = images.classes.count
        guard classes > 0 else { return [] }
        let favoured = Set(stream.permutation(of: classes).prefix(images.count % classes))
        var drawn: [Int] = []
        drawn.reserveCapacity(images.count)
        for (label, members) in images.classes.enumerated() {
            var left = images.count / classes + (favoured.contains(label) ? 1 : 0)
            while left > 0 {
                drawn += stream.permutation(of: members.count).prefix(left).map { members[$0] }
                left -= members.count
            }
        }
        return stream.permutation(of: drawn.count).map { drawn[$0] }
    }

    package func draw(from images: ClassMembers, _ stream: inout RandomStream) -> Int {
        let members = images.classes[stream.nextInteger(below: images.classes.count)]
        return members[stream.nextInteger(below: members.count)]
    }
}
