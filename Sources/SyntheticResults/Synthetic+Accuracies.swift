import JSON
package import Results
import Studies
import Vocabulary

extension Synthetic {
    /// The results of a study of VGG16 in which all epochs of a trial have the same accuracies, and
    /// without predictions.
    /// - Parameters:
    ///   - images: the number of validation images; 0: there is no validation split.
    ///   - val: the validation accuracy of a trial, by the indices of its schedule and its seed.
    ///   - test: the test accuracy of a trial, by the indices of its schedule and its seed.
    package static func results(
        _ schedules: [String], seeds: Int = 1, images: Int = 1000,
        val: (_ schedule: Int, _ seed: Int) -> Double,
        test: (_ schedule: Int, _ seed: Int) -> Double = { _, _ in 0.8 }
    ) -> StudyResults {
        var synthetic = Synthetic(schedules: schedules, seeds: seeds)
        synthetic.counts[.val] = images == 0 ? nil : [images / 2, images - images / 2]
        var results = synthetic.results
        for index in results.trials.indices {
            let (schedule, seed) = (index / seeds, index % seeds)
            results.trials[index].predictions = [:]
            for epoch in results.trials[index].epochs.indices {
                results.trials[index].epochs[epoch].metrics[.val]?.accuracy = val(schedule, seed)
                results.trials[index].epochs[epoch].metrics[.test]?.accuracy = test(schedule, seed)
            }
        }
        return results
    }

    /// Two studies with three seeds each on the same images, with the paths of their folders. The
    /// first has two schedules; the second has three, another batch size, and no axis for the
    /// network.
    package static func twoStudies() -> [(folder: String, results: StudyResults)] {
        var first = Synthetic(schedules: ["step", "cosine"], seeds: 3).results
        first.lock.name = "baseline"
        var second = Synthetic(schedules: ["step", "cosine", "polynomial"], seeds: 3, gap: 0.03)
            .results
        second.lock.name = "larger"
        second.lock.axes.removeAll { $0.path == "network" }
        for index in second.trials.indices {
            second.trials[index].entry.coordinates["network"] = nil
            second.trials[index].record.settings["training"]?["batchSize"] = 64
        }
        for index in second.lock.trials.indices {
            second.lock.trials[index].coordinates["network"] = nil
        }
        return [("results/baseline", first), ("results/larger", second)]
    }
}
