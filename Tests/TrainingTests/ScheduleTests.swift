import Settings
import TestSupport
import Testing
import Training

@Suite struct ScheduleTests {
    @Test(arguments: Golden.cases(in: "schedules"))
    func matchesPyTorch(_ name: String) throws {
        let golden = try Golden(name)
        let kind = try #require(golden.text("kind"))
        let entry = try #require(Schedules.all.entries.first { $0.description.kind == kind })
        var values: [String: JSON] = [:]
        for setting in entry.description.settings {
            if let number = golden.number(setting.name) { values[setting.name] = .number(number) }
        }
        let schedule = try entry.make(SettingValues(entry.description.settings, values))
        let base = try #require(golden.number("base"))
        let epochs = try #require(golden.number("epochs"))
        for (epoch, expected) in try golden.doubles("rates").enumerated() {
            let rate = schedule.rate(base: base, epoch: Double(epoch), epochs: epochs)
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
            let rate = schedule.rate(base: 0.1, epoch: Double(tenth) / 10, epochs: 5)
            #expect(rate.isFinite && rate >= 0)
        }
    }
}
