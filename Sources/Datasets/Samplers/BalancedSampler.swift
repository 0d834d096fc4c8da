import JSON
package import Tensors
package import Vocabulary

/// A sampler that draws all classes equally often. An epoch has as many positions as there are
/// images, divided evenly among the classes.
///
/// The images of a class are used in random order, and again from the beginning if the class has
/// too few; of a large class, only some images are used in an epoch. If the positions cannot be
/// divided evenly, the classes that get one more are drawn at random.
///
/// If images can have several labels, the positive images of each label are a class, and the images
/// without a positive label are another. An image with several positive labels belongs to each.
package struct BalancedSampler: Sampler {
    package static let kind = "balanced"
    package static let summary =
        "Draws all classes equally often: images of small classes are repeated, and of large classes only some are used in an epoch."
    package static let settings: [Setting] = []

    package init(_ values: SettingValues) {}

    package func order(of images: ClassMembers, seed: UInt64, epoch: Int) -> [Int] {
        var stream = RandomStream(seed: seed, purpose: .shuffle, epoch: epoch)
        let classes = images.classes.count
        guard classes > 0 else { return [] }
        let favored = Set(stream.permutation(of: classes).prefix(images.count % classes))
        var drawn: [Int] = []
        drawn.reserveCapacity(images.count)
        for (label, members) in images.classes.enumerated() {
            var left = images.count / classes + (favored.contains(label) ? 1 : 0)
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
