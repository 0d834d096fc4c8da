import Terminal
import Testing

/// Durations, sizes and rates in progress displays.
@Suite struct ProgressFormattingTests {
    @Test(arguments: [
        (8.44, "8.4 s"), (9.96, "10 s"), (42, "42 s"), (59.6, "1 min"), (125, "2 min 5 s"),
        (3599.6, "1 h"), (3725, "1 h 2 min"), (7200, "2 h"), (-1, "0.0 s"),
        (.infinity, "?"), (.nan, "?"),
    ])
    func durations(_ seconds: Double, _ text: String) {
        #expect(Formatting.duration(seconds) == text)
    }

    @Test(arguments: [
        (0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (20_300_000, "20.3 MB"),
        (999_960_000, "1.0 GB"), (5_000_000_000_000_000, "5000.0 TB"),
    ])
    func sizes(_ bytes: Int, _ text: String) {
        #expect(Formatting.size(bytes) == text)
    }

    @Test func ratesAndLosses() {
        #expect(Formatting.percent(0.9375) == "93.8%")
        #expect(Formatting.rate(0.84) == "0.8" && Formatting.rate(411.6) == "412")
        #expect(Formatting.loss(0.412345) == "0.4123")
    }
}
