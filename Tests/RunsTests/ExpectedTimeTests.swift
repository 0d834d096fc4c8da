import Foundation
import Results
import Runs
import Studies
import Testing
import TestSupport

@Suite struct ExpectedTimeTests {
    private static func study(_ folder: String, epochs: Int = 2, seeds: String) -> PhantomStudy {
        PhantomStudy(
            folder, network: #"{ "kind": "cnn4", "channels": 8 }"#, epochs: epochs,
            sweep: #"{ "schedule": ["constant"], "seed": \#(seeds) }"#)
    }

    @Test func theEstimateIsThatOfTrialsInTheFolder() throws {
        try withTemporaryFolder { folder in
            let first = Self.study(folder, seeds: "[1, 2]")
            let unknown = try first.plan().expectedTime()
            #expect(unknown.known == 0 && unknown.trials == 2)
            #expect(unknown.text?.contains("unknown") == true)
            let results = try first.run()
            #expect(try first.plan().expectedTime().text == nil)
            let perEpoch = results.trials.map { $0.record.seconds }.reduce(0, +) / 4
            // A trial with another schedule or seed takes as long; one with twice the epochs, twice
            // as long.
            var more = Self.study(folder, epochs: 4, seeds: "[1, 3, 4]")
            var time = try more.plan().expectedTime()
            #expect(time.known == 3 && time.isComplete)
            // The estimate is from seed 1, whose result is stale; seed 2 is not in the study.
            let one = try #require(results.trials.first).record.seconds / 2
            #expect(abs(time.seconds - one * 12) < 1e-9 * one)
            #expect(perEpoch > 0)
            #expect(try more.plan().expectedTime(of: ["cnn4-constant-s3"]).known == 1)
            // Another network gives no estimate.
            more.network = #"{ "kind": "cnn4", "channels": 16 }"#
            time = try more.plan().expectedTime()
            #expect(time.known == 0)
        }
    }

    @Test func aResumedTrialGivesItsOwnEstimate() throws {
        try withTemporaryFolder { folder in
            let study = Self.study(folder, epochs: 3, seeds: "[1]")
            // Three training minibatches, two and two of the evaluations, the end of the epoch;
            // then one minibatch.
            try study.run("results", InProcess(interruptedAt: 9, store: study.store))
            let plan = try study.plan()
            #expect(plan.entries[0].state == .resumes(epochs: 1, steps: 1))
            let epoch = try plan.folder.trial(plan.entries[0].trial.id).readEpochs()[0].seconds
            let time = plan.expectedTime()
            #expect(abs(time.seconds - epoch * (2 - 1.0 / 3)) < 1e-9)
        }
    }
}
