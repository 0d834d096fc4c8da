import JSON
package import Tensors
package import Vocabulary

/// A rule that chooses the training images of an epoch and their order: a pure function of their
/// classes, the seed and the epoch.
/// To add one, add a file in this folder and a line in `Samplers.all`.
package protocol Sampler: Configurable {
    /// The indices of the images of an epoch; as many as there are images.
    func order(of images: ClassMembers, seed: UInt64, epoch: Int) -> [Int]
    /// The index of one image, drawn with the same probabilities as in an epoch.
    func draw(from images: ClassMembers, _ stream: inout RandomStream) -> Int
}

/// The indices of the images of each class, or of each label.
package struct ClassMembers: Sendable, Hashable {
    /// The indices by class; classes without images are omitted. Of several labels, an image is in
    /// the list of each label that is positive for it.
    package let classes: [[Int]]
    /// The number of images.
    package let count: Int

    package init(_ labels: [Int32]) {
        count = labels.count
        let byLabel = Dictionary(grouping: labels.indices) { labels[$0] }
        classes = byLabel.sorted { $0.key < $1.key }.map(\.value)
    }

    /// The images of each label, and as the last list the images for which no label is positive. A
    /// sampler that draws all lists equally often draws rare labels more often than they occur.
    package init(_ labels: LabelMatrix) {
        count = labels.count
        let images = 0..<labels.count
        let positive = (0..<labels.labels).map { label in
            images.filter { labels[$0, label] == .positive }
        }
        let none = images.filter { !labels.row($0).contains(.positive) }
        classes = (positive + [none]).filter { !$0.isEmpty }
    }
}

/// The registry of samplers.
package enum Samplers {
    /// All samplers by kind.
    package static let all = Registry<any Sampler>([
        .init(KindDescription(BalancedSampler.self)) { BalancedSampler($0) }
    ])
}
