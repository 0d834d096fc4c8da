import JSON
import Testing
import Vocabulary

@Suite struct SettingTests {
    static let errors: [(Setting.Kind, JSONValue, String?)] = [
        (.number(.factor), 1, nil),
        (.number(.factor), 0, "must be in (0, 1]; got 0"),
        (.number(.factor), 1.5, "must be in (0, 1]; got 1.5"),
        (.number(.fraction), 1, "must be in [0, 1); got 1"),
        (.number(.positive), 0, "must be greater than 0; got 0"),
        (.number(.nonNegative), -1e-9, "must be at least 0; got -1e-09"),
        (.number(NumberRange(-.infinity, 2)), 3, "must be at most 2; got 3"),
        (
            .number(.factor), "0.5",
            "must be a number in (0, 1]; got \"0.5\"; write the number without quotes"
        ),
        (.number(.factor), .null, "must be a number in (0, 1]; got null"),
        (.integer(1...Int.max), 0, "must be at least 1; got 0"),
        (.integer(1...Int.max), 1e300, "must be less than 2^53; got 1e+300"),
        (.integer(0...10), 11, "must be in [0, 10]; got 11"),
        (.integer(0...10), 2.5, "must be a whole number; got 2.5"),
        (.integer(0...10), true, "must be a whole number in [0, 10]; got true"),
        (.boolean, 1, "must be true or false; got 1"),
        (
            .string, ["x"],
            "must be a string; got an array; an array of values to train with goes into \"sweep\""
        ),
        (.choice(["min", "max"]), "max", nil),
        (.choice(["min", "max"]), "maks", "must be one of \"min\", \"max\"; got \"maks\""),
        (
            .choice(["stop", "skip"]), "skpi",
            "must be one of \"stop\", \"skip\"; got \"skpi\"; did you mean \"skip\"?"
        ),
    ]

    @Test(arguments: errors)
    func finds(_ kind: Setting.Kind, _ value: JSONValue, _ message: String?) {
        #expect(kind.error(in: value)?.description == message)
    }

    @Test func nullIsValidIfItIsTheDefault() {
        #expect(Setting("a", .number(.factor), default: .null, "").error(in: .null) == nil)
        let error = Setting("a", .number(.factor), default: 1, "").error(in: .null)
        #expect(error?.description == "must be a number in (0, 1]; got null")
    }

    @Test(arguments: [
        ("", "abc", 3), ("abc", "abc", 0), ("abc", "acb", 1), ("abcd", "bacd", 1),
        ("kitten", "sitting", 3),
    ])
    func computesDistances(_ a: String, _ b: String, _ distance: Int) {
        #expect(Names.distance(Array(a), Array(b)) == distance)
        #expect(Names.distance(Array(b), Array(a)) == distance)
    }

    @Test(arguments: [
        ("batchsize", "did you mean 'batchSize'?"), ("batch_size", "did you mean 'batchSize'?"),
        ("epoch", "did you mean 'epochs'?"), ("optim", "did you mean 'optimizer'?"),
        ("x", "expected one of epochs, batchSize, optimizer"),
    ])
    func suggests(_ name: String, _ suggestion: String) {
        #expect(Names(["epochs", "batchSize", "optimizer"]).suggestion(for: name) == suggestion)
    }
}
