import Results
import Runs
import Testing

struct RetryRuleTests {
    /// The decisions until one ends the trial; all failures have the same kind.
    private func decisions(
        _ rule: RetryRule, _ kind: FailureRecord.Kind, endingAfter count: Int = .max
    ) -> (decisions: [RetryRule.Decision], attempts: Int) {
        var rule = rule
        var decisions: [RetryRule.Decision] = []
        repeat {
            decisions.append(rule.decide(after: kind, isEnding: decisions.count >= count))
        } while decisions.last == .retry && decisions.count < 100
        return (decisions, rule.attempts)
    }

    @Test(arguments: [FailureRecord.Kind.error, .killed, .outOfMemory])
    func aTrialIsRetriedTheGivenNumberOfTimes(_ kind: FailureRecord.Kind) {
        for retries in 0...3 {
            let (alone, attempts) = decisions(
                RetryRule(retries: retries, sharedProcess: false), kind)
            #expect(alone == Array(repeating: .retry, count: retries) + [.recordFailure])
            #expect(attempts == retries + 1)
            let (shared, more) = decisions(RetryRule(retries: retries, sharedProcess: true), kind)
            #expect(shared == Array(repeating: .retry, count: retries + 1) + [.recordFailure])
            #expect(more == retries + 2)
        }
    }

    @Test func failuresThatWouldRepeatAreNotRetried() {
        for kind in [FailureRecord.Kind.diverged, .fullDisk] {
            let (found, attempts) = decisions(RetryRule(retries: 5, sharedProcess: true), kind)
            #expect(found == [.recordFailure] && attempts == 1, "\(kind)")
        }
    }

    @Test func atTheEndOfARunOnlyADivergenceIsRecorded() {
        let rule = RetryRule(retries: 5, sharedProcess: false)
        for kind in FailureRecord.Kind.allCases {
            let (found, _) = decisions(rule, kind, endingAfter: 0)
            #expect(found == [kind == .diverged ? .recordFailure : .leaveToNextRun], "\(kind)")
        }
        #expect(
            decisions(rule, .error, endingAfter: 2).decisions == [.retry, .retry, .leaveToNextRun])
    }

    @Test func theLargestNumberOfRetriesIsValid() {
        var rule = RetryRule(retries: .max, sharedProcess: true)
        #expect(rule.retries == .max)
        #expect(rule.decide(after: .error, isEnding: false) == .retry)
    }
}
