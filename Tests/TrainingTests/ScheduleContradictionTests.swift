import JSON
import Testing
import TestSupport
import Training
import Vocabulary

/// The contradictions that schedules report match their rates.
@Suite struct ScheduleContradictionTests {
    private static func schedule(
        _ kind: String, _ values: [String: JSONValue]
    ) throws -> any Schedule {
        let entry = try #require(Schedules.all.entries.first { $0.description.kind == kind })
        return try entry.make(SettingValues(entry.description.settings, values))
    }

    /// The rates of each epoch after a warm-up, for a metric that never improves on its first
    /// value.
    private static func rates(
        _ schedule: any Schedule, _ epochs: Int, warmup: Double
    ) -> [Double] {
        (0..<epochs).filter { Double($0) >= warmup }.map { epoch in
            schedule.rate(
                base: 0.1,
                at: ScheduleTime(
                    epoch: Double(epoch), epochs: Double(epochs),
                    history: MetricHistory(Array(repeating: 0.5, count: epoch))))
        }
    }

    /// A schedule per epoch reports that its rate never changes if and only if this is the case.
    @Test(arguments: [
        ("step", "every"), ("staircase", "every"), ("plateau", "patience"),
        ("cosineRestarts", "every"),
    ])
    func aRateThatNeverChangesIsReported(_ kind: String, _ setting: String) throws {
        let first = kind == "plateau" ? 0 : 1
        for epochs in 1...6 {
            for warmup in [0, 0.5, 1, 1.5, 2] where warmup <= Double(epochs - 1) {
                for value in first...7 {
                    let schedule = try Self.schedule(
                        kind,
                        [setting: .number(Double(value)), "warmup": ["epochs": .number(warmup)]])
                    let context = ScheduleContext(base: 0.1, epochs: Double(epochs))
                    let found = schedule.contradictions(in: context)
                    let rates = Self.rates(schedule, epochs, warmup: warmup)
                    // With one epoch, its rate is already changed by the first step.
                    if kind == "staircase", value == 1, rates.count == 1 { continue }
                    let setup =
                        "\(kind), \(setting) \(value), \(epochs) epochs, warm-up \(warmup)"
                    if kind == "cosineRestarts" {
                        // A contradiction is reported without a restart, or with one in every
                        // epoch.
                        let rises = zip(rates, rates.dropFirst()).contains { $0 < $1 }
                        #expect(found.isEmpty == rises, "\(setup)")
                    } else {
                        #expect(found.isEmpty == (Set(rates).count > 1), "\(setup)")
                    }
                    if kind == "plateau" {
                        #expect(
                            schedule.canFollowMetric(in: context) == found.isEmpty, "\(setup)")
                    }
                }
            }
        }
    }

    /// A warm-up per epoch must end before the last epoch begins; a warm-up per step before the
    /// last epoch ends.
    @Test func aWarmupLeavesTheScheduleAnEpoch() throws {
        func isRefused(_ warmup: Double, perStep: Bool) throws -> Bool {
            try Self.schedule("step", ["warmup": ["epochs": .number(warmup)]]).contradictions(
                in: ScheduleContext(base: 1, epochs: 4, isPerStep: perStep)
            ).contains { $0.severity == .error && $0.setting == "warmup.epochs" }
        }
        #expect(try !isRefused(3, perStep: false) && isRefused(3.5, perStep: false))
        #expect(try !isRefused(3.5, perStep: true) && isRefused(4, perStep: true))
        #expect(try isRefused(1e300, perStep: false) && isRefused(1e300, perStep: true))
    }

    /// A cycle per step fits into two epochs; a cycle per epoch does not.
    @Test func aCyclePerStepFitsIntoFewEpochs() throws {
        for epochs in [1.0, 2] {
            let cycle = try Self.schedule("oneCycle", [:])
            func found(_ perStep: Bool) -> [Contradiction] {
                cycle.contradictions(
                    in: ScheduleContext(base: 1, epochs: epochs, isPerStep: perStep))
            }
            #expect(found(true) == [] && found(false).count == 1)
        }
    }

    /// A plateau schedule whose rate cannot fall reports that it cannot follow the metric.
    @Test(
        arguments: [
            ["factor": 1], ["minimum": 0.1], ["minimum": 0.2], ["factor": 0.99999999],
        ] as [[String: JSONValue]])
    func aPlateauThatCannotFallFollowsNothing(_ values: [String: JSONValue]) throws {
        let values = values.merging(["patience": 0]) { $1 }
        let plateau = try Self.schedule("plateau", values)
        let context = ScheduleContext(base: 0.1, epochs: 9)
        #expect(plateau.followsMetric && !plateau.canFollowMetric(in: context))
        #expect(!plateau.contradictions(in: context).isEmpty)
        #expect(Set(Self.rates(plateau, 9, warmup: 0)) == [0.1])
    }
}
