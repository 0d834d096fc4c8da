import Evaluation
import Testing
import TestSupport

/// The bootstrap over patients, compared with NumPy (`Tools/goldens/patients.py`), and its
/// invariants.
@Suite struct PatientBootstrapTests {
    @Test func patientsAreDrawnWithAllTheirImages() {
        let clusters = [0, 0, 1, 2, 2, 2, 3]
        let bootstrap = Bootstrap(images: 7, replicates: 50, seed: 3, clusters: clusters)
        #expect(bootstrap.draws == 4)
        for replicate in 0..<50 {
            let weights = bootstrap.weights(of: replicate)
            var ofPatients: [Int: Set<Double>] = [:]
            for (patient, weight) in zip(clusters, weights) {
                ofPatients[patient, default: []].insert(weight)
            }
            #expect(ofPatients.values.allSatisfy { $0.count == 1 })
            #expect(ofPatients.values.compactMap(\.first).reduce(0, +) == 4)
        }
    }

    /// With one image per patient the draws equal those of single images.
    @Test func onePatientAnImageIsTheBootstrapOfImages() {
        let images = Bootstrap(images: 30, replicates: 5)
        let patients = Bootstrap(images: 30, replicates: 5, clusters: Array(0..<30))
        for replicate in 0..<5 {
            #expect(images.weights(of: replicate) == patients.weights(of: replicate))
        }
    }

    /// If all images of a patient are copies, the interval equals that of one image per patient.
    @Test func copiesOfAnImageAddNothing() throws {
        let correct = (0..<40).map { $0 % 5 != 0 }
        func interval(copies: Int) -> ClosedRange<Double>? {
            let all = correct.flatMap { [Bool](repeating: $0, count: copies) }
            let clusters = (0..<40).flatMap { [Int](repeating: $0, count: copies) }
            return Bootstrap(images: all.count, replicates: 400, clusters: clusters).intervals {
                weights in
                let total = weights.reduce(0, +)
                return [zip(all, weights).reduce(0) { $0 + ($1.0 ? $1.1 : 0) } / total]
            }[0]
        }
        let single = try #require(interval(copies: 1))
        let nine = try #require(interval(copies: 9))
        #expect(abs(single.lowerBound - nine.lowerBound) < 1e-12)
        #expect(abs(single.upperBound - nine.upperBound) < 1e-12)
    }

    /// NumPy draws patients of a data set with the shape of the test split of the public chest
    /// X-rays. Its intervals use other random numbers, so they agree only up to the error of
    /// sampling.
    @Test func intervalsAgreeWithNumPy() throws {
        let golden = try Golden("patients/cases")
        let clusters = try golden.integers("clusters")
        let labels = try golden.integers("labels")
        let scores = try golden.doubles("scores")
        let predictions = try WeightedPredictions(
            Predictions(
                labels: labels, predicted: scores.map { $0 >= 0.5 ? 1 : 0 },
                probabilities: scores.flatMap { [1 - $0, $0] }, classes: 2), positive: 1)
        let metrics: [any Metric] = [Accuracy(), Sensitivity(), Specificity(), AreaUnderROC()]
        let expected = try golden.doubles("by_patient")
        let byImage = try golden.doubles("by_image")
        let replicates = 4000
        let found = Bootstrap(images: labels.count, replicates: replicates, clusters: clusters)
            .intervals { weights in
                let drawn = predictions.weighted(by: weights)
                return metrics.map { $0.value(drawn) }
            }
        let images = Bootstrap(images: labels.count, replicates: replicates)
            .intervals { weights in
                let drawn = predictions.weighted(by: weights)
                return metrics.map { $0.value(drawn) }
            }
        for (index, metric) in metrics.enumerated() {
            let interval = try #require(found[index])
            let width = expected[2 * index + 1] - expected[2 * index]
            #expect(
                abs(interval.lowerBound - expected[2 * index]) < 0.06 * width, "\(metric.name)")
            #expect(
                abs(interval.upperBound - expected[2 * index + 1]) < 0.06 * width, "\(metric.name)"
            )
            let plain = try #require(images[index])
            #expect(abs(plain.lowerBound - byImage[2 * index]) < 0.06 * width, "\(metric.name)")
            #expect(
                abs(plain.upperBound - byImage[2 * index + 1]) < 0.06 * width, "\(metric.name)")
        }
    }

    /// The same weights give the same values up to the last digits.
    @Test func valuesOfGivenDrawsMatchNumPy() throws {
        let golden = try Golden("patients/cases")
        let clusters = try golden.integers("clusters")
        let labels = try golden.integers("labels")
        let scores = try golden.doubles("scores")
        let predictions = try WeightedPredictions(
            Predictions(
                labels: labels, predicted: scores.map { $0 >= 0.5 ? 1 : 0 },
                probabilities: scores.flatMap { [1 - $0, $0] }, classes: 2), positive: 1)
        let draws = try golden.integers("draws")
        let expected = try golden.doubles("of_draws")
        let patients = (clusters.max() ?? 0) + 1
        for replicate in 0..<draws.count / patients {
            var counts = [Double](repeating: 0, count: patients)
            for patient in draws[replicate * patients..<(replicate + 1) * patients] {
                counts[patient] += 1
            }
            let drawn = predictions.weighted(by: clusters.map { counts[$0] })
            for (index, metric) in ([Accuracy(), AreaUnderROC()] as [any Metric]).enumerated() {
                let value = try #require(metric.value(drawn))
                #expect(abs(value - expected[2 * replicate + index]) < 1e-12)
            }
        }
    }
}
