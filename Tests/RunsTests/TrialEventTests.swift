import Foundation
import Results
import Runs
import Testing
import Training
import Vocabulary

/// The messages that the processes of trials send to the run.
@Suite struct TrialEventTests {
    /// Steps may be skipped; the end of an epoch or a trial and a divergence are always sent.
    @Test func onlyStepsAreSkipped() throws {
        func event(_ trial: String, _ json: String = Self.step) throws -> TrialEvent {
            try Self.event(trial, json)
        }
        let start = ContinuousClock.now
        var throttle = EventThrottle()
        func admits(_ event: TrialEvent, _ milliseconds: Int) -> Bool {
            throttle.admits(event, at: start + .milliseconds(milliseconds))
        }
        #expect(try admits(event("a"), 0))
        #expect(try !admits(event("a"), 1))
        #expect(try admits(event("b"), 1))
        let failed = TrialEvent(trial: "a", .failed(.init(kind: .error, message: "no luck")))
        let ended = try event("a", Self.epoch)
        let finished = TrialEvent(trial: "a", .training(.finished))
        for event in [ended, finished, failed, try event("a", Self.diverged), ended] {
            #expect(admits(event, 2))
        }
        #expect(try !admits(event("a"), 90))
        #expect(try admits(event("a"), 110))
    }

    private static let step = """
        {"step":{"epoch":1,"epochs":2,"gradientNorm":"inf","imagesPerSecond":12.5,\
        "learningRate":0.1,"loss":"nan","step":4,"stepsPerEpoch":3}}
        """
    private static let epoch = """
        {"epoch":{"epoch":1,"epochs":2,"learningRate":0.1,"monitored":"nan","seconds":0.25,\
        "splits":{"test":{"accuracy":0.5,"loss":2},"train":{"accuracy":1,"loss":"-inf"}}}}
        """
    private static let diverged = """
        {"diverged":{"epoch":1,"quantity":"gradientNorm","step":2,"stepsPerEpoch":3,"value":"inf"}}
        """

    private static func event(_ trial: String, _ json: String) throws -> TrialEvent {
        try #require(TrialEvent(line: Data("{\"event\":\(json),\"trial\":\"\(trial)\"}".utf8)))
    }

    /// A message stays the same when it is read and written, including numbers that JSON does not
    /// have.
    @Test(arguments: [step, epoch, diverged, #"{"finished":true}"#])
    func aMessageStaysTheSame(_ json: String) throws {
        let event = try Self.event("a", json)
        let line = String(decoding: event.line, as: UTF8.self)
        #expect(line == #"{"event":\#(json),"trial":"a"}\#n"#)
    }

    @Test func theEventsOfATrainingAreRead() throws {
        guard case .training(let step) = try Self.event("a", Self.step).content,
            case .step(let result) = step,
            case .training(let epoch) = try Self.event("a", Self.epoch).content,
            case .epoch(let outcome) = epoch
        else {
            Issue.record("expected a step and an epoch")
            return
        }
        #expect(step.fraction == 5.0 / 6)
        #expect(result.loss.isNaN && result.gradientNorm == .infinity)
        #expect(epoch.fraction == 1 && outcome.splits[.val] == nil)
        #expect(outcome.splits[.train] == Metrics(loss: -.infinity, accuracy: 1))
        for line in ["", "a warning", "{}", #"{"event":{"step":{}},"trial":"a"}"#] {
            #expect(TrialEvent(line: Data(line.utf8)) == nil, "\(line)")
        }
    }
}
