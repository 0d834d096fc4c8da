import ArgumentParser
import Plotting
import Reports
import Vocabulary

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
        given.isEmpty ? [.png] : given.unique
    }
}
