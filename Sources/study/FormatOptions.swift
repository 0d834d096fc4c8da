import ArgumentParser
import Plotting
import Reports
import Vocabulary

extension ChartFormat: ExpressibleByArgument {}

/// The option for the file formats of charts.
struct FormatOptions: ParsableArguments {
    @Option(
        name: .customLong("format"), parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "The file format of the charts; repeatable (default: png).",
            valueName: "png|svg|pdf"))
    var given: [ChartFormat] = []

    /// The formats without repetitions, in the order given.
    var formats: [ChartFormat] {
        given.isEmpty ? [.png] : given.unique
    }
}
