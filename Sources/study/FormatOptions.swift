import ArgumentParser
import Reports

extension ChartFormat: ExpressibleByArgument {}

/// What charts are drawn as.
struct FormatOptions: ParsableArguments {
    @Option(
        name: .customLong("format"), parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "Draw charts as png, svg or pdf; may be given several times (default: png).",
            valueName: "png|svg|pdf"))
    var given: [ChartFormat] = []

    /// Each once, in the order given.
    var formats: [ChartFormat] {
        var seen: Set<ChartFormat> = []
        let unique = given.filter { seen.insert($0).inserted }
        return unique.isEmpty ? [.png] : unique
    }
}
