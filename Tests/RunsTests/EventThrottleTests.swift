import Results
import Runs
import Testing

@Suite struct EventThrottleTests {
    /// Progress may be left out; an epoch's end, a trial's and a divergence are sent however close
    /// they are.
    @Test func onlyProgressIsLeftOut() {
        func event(_ trial: String) -> TrialEvent {
            TrialEvent(trial: trial, fraction: 0.5, epoch: 1, epochs: 2, loss: 1)
        }
        let start = ContinuousClock.now
        var throttle = EventThrottle()
        func admits(_ event: TrialEvent, _ milliseconds: Int) -> Bool {
            throttle.admits(event, at: start + .milliseconds(milliseconds))
        }
        #expect(admits(event("a"), 0))
        #expect(!admits(event("a"), 1))
        #expect(admits(event("b"), 1))
        var (ended, finished, diverged) = (event("a"), event("a"), event("a"))
        ended.isEpochEnd = true
        finished.isFinished = true
        diverged.failure = .init(kind: .diverged, message: "diverged")
        for event in [ended, finished, diverged, ended] {
            #expect(admits(event, 2))
        }
        #expect(!admits(event("a"), 90))
        #expect(admits(event("a"), 110))
    }
}
