import Datasets
import Engine

extension Batch {
    /// What a network of so many classes should make of the examples.
    func targets(classes: Int) -> Targets {
        guard let blends else { return Targets(labels) }
        var probabilities = [Float](repeating: 0, count: count * classes)
        for (row, (label, blend)) in zip(labels, blends).enumerated() {
            probabilities[row * classes + Int(label)] = blend?.share ?? 1
            if let blend { probabilities[row * classes + Int(blend.other)] += 1 - blend.share }
        }
        return Targets(probabilities: probabilities, classes: classes)
    }
}
