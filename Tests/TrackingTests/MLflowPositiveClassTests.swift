import Evaluation
import JSON
import Results
import Testing
import Tracking
import Vocabulary

extension MLflowTests {
    /// The values in a list of objects with `key` and `value`.
    private static func values(_ list: JSONValue?) -> [String: JSONValue] {
        Dictionary(
            (list?.elements ?? []).compactMap { pair in
                pair["key"]?.text.flatMap { key in pair["value"].map { (key, $0) } }
            }, uniquingKeysWith: { $1 })
    }

    /// The metrics of the study's positive class, which a tag names.
    @Test(arguments: ["NORMAL", "PNEUMONIA"])
    static func figuresAreOfThePositiveClass(_ positive: String) throws {
        let server = try MLflowTests.server()
        let name = "positive-\(positive)"
        let study = try TrackedStudy(
            in: server.folder, name, epochs: 2, positive: positive, monitor: "val_sensitivity")
        try study.train(server.address)
        try study.check(server)
        let client = MLflowClient(try TrackingServer(server.address, environment: [:]))
        let id = try #require(try client.existingExperiment(name))
        let json = try client.post("runs/search", ["experiment_ids": [.string(id)]])
        let trials = try study.results.readLock().trials
        #expect(trials.count == 2)
        var sensitivities: [Double] = []
        for trial in trials {
            let run = try #require(
                json["runs"]?.elements?.first { $0["info"]?["run_name"]?.text == trial.id })
            let tags = run["data"]?["tags"]?.elements ?? []
            let tag = tags.first { $0["key"]?.text == "study.positiveClass" }
            #expect(tag?["value"]?.text == positive)
            let folder = study.results.trial(trial.id)
            let epoch = try folder.readRecord().bestEpoch
            let history = try client.get(
                "metrics/get-history",
                [
                    "run_id": try #require(run["info"]?["run_id"]?.text),
                    "metric_key": "val_sensitivity",
                ])
            let point = history["metrics"]?.elements?.first { $0["step"]?.int == epoch }
            let value = try #require(point?["value"]?.double)
            let table = try #require(try folder.readPredictions(.val))
            let images = table.files.indices.filter {
                table.classes[table.predictions.labels[$0]] == positive
            }
            let correct = images.count(where: table.predictions.isCorrect)
            let share = Double(correct) / Double(images.count)
            #expect(abs(value - share) < 1e-9, "\(trial.id)")
            let metrics = values(run["data"]?["metrics"])
            #expect(metrics["best_val_sensitivity"]?.double == value)
            for name in ["best_test_auroc", "best_test_sensitivity", "best_test_specificity"] {
                #expect((0...1).contains(try #require(metrics[name]?.double)), "\(name)")
            }
            #expect(values(run["data"]?["tags"])["study.outcome"]?.text == "complete")
            #expect(values(run["data"]?["tags"])["study.choice"]?.text?.isEmpty == false)
            sensitivities.append(value)
        }
        // The study's run has the means over its trials and its outcome.
        let parent = try #require(
            json["runs"]?.elements?.first { $0["info"]?["run_name"]?.text == name })
        let metrics = values(parent["data"]?["metrics"])
        let mean = try #require(metrics["mean_val_sensitivity"]?.double)
        #expect(abs(mean - sensitivities.reduce(0, +) / 2) < 1e-9)
        for name in ["mean_test_auroc", "mean_test_sensitivity", "mean_test_specificity"] {
            #expect((0...1).contains(try #require(metrics[name]?.double)), "\(name)")
        }
        #expect(metrics["trials_complete"]?.double == 2)
        #expect(values(parent["data"]?["tags"])["study.outcome"]?.text?.isEmpty == false)
    }
}
