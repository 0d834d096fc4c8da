import JSON
import Testing
import TestSupport
import Training
import Vocabulary

@Suite struct ScheduleTests {
    @Test(arguments: Golden.cases(in: "schedules"))
    func matchesPyTorch(_ name: String) throws {
        let golden = try Golden(name)
        let kind = try #require(golden.text("kind"))
        let entry = try #require(Schedules.all.entries.first { $0.description.kind == kind })
        var values: [String: JSONValue] = [:]
        for setting in entry.description.settings {
            if case .object(let members, _) = setting.kind {
                for member in members {
                    guard let number = golden.number("\(setting.name).\(member.name)") else {
                        continue
                    }
                    values[setting.name, default: [:]][member.name] = .number(number)
                }
            } else if let number = golden.number(setting.name) {
                values[setting.name] = .number(number)
            } else if let text = golden.text(setting.name) {
                values[setting.name] = .string(text)
            }
        }
        let metric = golden.has("metric") ? try golden.doubles("metric") : []
        let schedule = try entry.make(SettingValues(entry.description.settings, values))
        let base = try #require(golden.number("base"))
        let epochs = try #require(golden.number("epochs"))
        for (epoch, expected) in try golden.doubles("rates").enumerated() {
            let history = MetricHistory(
                Array(metric.prefix(epoch)), largerIsBetter: golden.flag("largerIsBetter"))
            let rate = schedule.rate(
                base: base,
                at: ScheduleTime(epoch: Double(epoch), epochs: epochs, history: history))
            #expect(abs(rate - expected) <= 1e-12 * expected, "epoch \(epoch)")
        }
    }

    @Test func everyScheduleHasAGolden() throws {
        let kinds = Set(try Golden.cases(in: "schedules").map { try Golden($0).text("kind") ?? "" })
        #expect(kinds.isSuperset(of: Schedules.all.descriptions.map(\.kind)))
    }

    @Test(arguments: Schedules.all.descriptions.map(\.kind))
    func ratesAreFiniteAndNotNegative(_ kind: String) throws {
        let entry = try #require(Schedules.all.entries.first { $0.description.kind == kind })
        let schedule = try entry.make(SettingValues(entry.description.settings))
        for tenth in 0..<50 {
            let time = ScheduleTime(epoch: Double(tenth) / 10, epochs: 5, interval: 0.1)
            let rate = schedule.rate(base: 0.1, at: time)
            #expect(rate.isFinite && rate >= 0)
        }
    }

    /// A cycle over 4 epochs of 25 steps has the same rates as a cycle over 100 epochs.
    @Test func aCyclePerStepCountsSteps() throws {
        let golden = try Golden("schedules/one-cycle")
        let options = TrainingOptions(
            epochs: 4, shuffle: false, seed: 1, threads: 1,
            optimizer: SGD(SettingValues(SGD.settings)), learningRate: 0.1,
            schedule: OneCycle(SettingValues(OneCycle.settings)), schedulePerStep: true,
            loss: CrossEntropy())
        for (step, expected) in try golden.doubles("rates").enumerated() {
            let rate = options.rate(
                epoch: step / 25, step: step % 25, stepsPerEpoch: 25, history: MetricHistory())
            #expect(abs(rate - expected) <= 1e-12 * expected, "step \(step)")
        }
    }

    /// Between whole epochs the warm-up is linear; then the schedule has its own clock and length.
    @Test func aWarmupOfAFraction() throws {
        let schedule = try ScheduleWithWarmup<Cosine>(
            SettingValues(
                ScheduleWithWarmup<Cosine>.settings,
                ["warmup": ["epochs": 0.5, "startFactor": 0.2]]))
        func rate(_ epoch: Double) -> Double {
            schedule.rate(base: 1, at: ScheduleTime(epoch: epoch, epochs: 4.5))
        }
        #expect(abs(rate(0) - 0.2) < 1e-12)
        #expect(abs(rate(0.25) - 0.6) < 1e-12)
        #expect(rate(0.5) == 1)
        #expect(abs(rate(2.5) - 0.5) < 1e-12)
        #expect(abs(rate(4.5)) < 1e-12)
    }

    /// The rates of a warm-up are `base * (start + (1 - start) * epoch / epochs)`, in that order of
    /// the operations: the rates of finished trials stay the same bit for bit.
    @Test func ratesOfAWarmupKeepTheirBits() {
        for (epochs, start) in [(0.7, nil), (3, nil), (2.5, 0.1), (7, 0.123)] as [(Double, Double?)]
        {
            let warmup =
                start.map { Warmup(epochs: epochs, startFactor: $0) } ?? Warmup(epochs: epochs)
            let first = start ?? 1 / 3
            for step in 0..<64 {
                let epoch = epochs * Double(step) / 64
                let expected = 0.003 * (first + (1 - first) * epoch / epochs)
                #expect(warmup.rate(base: 0.003, at: epoch).bitPattern == expected.bitPattern)
            }
        }
    }

    /// Epochs of the warm-up do not count for a plateau.
    @Test func aPlateauStartsAfterTheWarmup() throws {
        let schedule = try ScheduleWithWarmup<Plateau>(
            SettingValues(
                ScheduleWithWarmup<Plateau>.settings,
                ["warmup": ["epochs": 1.5], "patience": 0, "factor": 0.5]))
        let values = [0.9, 0.8, 0.5, 0.6, 0.6]
        let rates = values.indices.map { epoch in
            schedule.rate(
                base: 1,
                at: ScheduleTime(
                    epoch: Double(epoch), epochs: 9,
                    history: MetricHistory(Array(values.prefix(epoch)))))
        }
        #expect(abs(rates[0] - 1.0 / 3) < 1e-12)
        #expect(abs(rates[1] - 7.0 / 9) < 1e-12)
        #expect(rates[2...] == [1, 1, 1])
    }

    /// NaN is never an improvement, not even as the first value.
    @Test func aPlateauOfNoNumbers() throws {
        let schedule = Plateau(SettingValues(Plateau.settings, ["patience": 1, "factor": 0.5]))
        func rate(_ values: [Double]) -> Double {
            schedule.rate(
                base: 1,
                at: ScheduleTime(
                    epoch: Double(values.count), epochs: 9,
                    history: MetricHistory(values, largerIsBetter: false)))
        }
        #expect(rate([.nan]) == 1)
        #expect(rate([.nan, .nan]) == 0.5)
        #expect(rate([.nan, 2, .nan]) == 1)
    }
}
