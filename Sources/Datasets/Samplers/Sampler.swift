package import JSON
package import Tensors
package import Vocabulary

/// Which training images an epoch sees, and in which order: a pure function of their classes, the
/// seed and the epoch. Adding one: a file in this folder and a line in `Samplers.all`.
package protocol Sampler: Configurable {
    /// The positions that an epoch visits, as many as there are images.
    func order(of images: ClassMembers, seed: UInt64, epoch: Int) -> [Int]
    /// The position of a single image, each as likely as it is in an epoch.
    func draw(from images: ClassMembers, _ stream: inout RandomStream) -> Int
}

/// The images of each class, by their positions.
package struct ClassMembers: Sendable, Hashable {
    /// Classes without any are left out.
    package let classes: [[Int]]
    /// Images in all.
    package let count: Int

    package init(_ labels: [Int32]) {
        count = labels.count
        let byLabel = Dictionary(grouping: labels.indices) { labels[$0] }
        classes = byLabel.sorted { $0.key < $1.key }.map(\.value)
    }
}

/// The registry of samplers.
package enum Samplers {
    package static let all = Registry<any Sampler>([
        .init(KindDescription(BalancedSampler.self)) { BalancedSampler($0) }
    ])
}
