import Terminal
import Testing

/// Numbers as progress shows them.
@Suite struct WordingTests {
    @Test(arguments: [
        (8.4, "8 s"), (59.6, "1:00"), (125, "2:05"), (3725, "1:02:05"), (-1, "0 s"),
        (.infinity, "?"), (.nan, "?"),
    ])
    func durations(_ seconds: Double, _ text: String) {
        #expect(Wording.duration(seconds) == text)
    }

    @Test(arguments: [
        (0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (20_300_000, "20.3 MB"),
        (999_960_000, "1.0 GB"), (5_000_000_000_000_000, "5000.0 TB"),
    ])
    func sizes(_ bytes: Int, _ text: String) {
        #expect(Wording.size(bytes) == text)
    }

    @Test func ratesAndLosses() {
        #expect(Wording.percent(0.9375) == "93.8 %")
        #expect(Wording.rate(0.84) == "0.8" && Wording.rate(411.6) == "412")
        #expect(Wording.loss(0.412345) == "0.4123")
    }
}
