package import Results
import Studies
import Terminal

/// The marks of a study's groups in all of its charts, and the division of their lines into several
/// plots if they are too many for one.
package struct GroupLayout: Sendable {
    /// The largest number of lines in a plot that can be distinguished.
    package static let mostLines = 8
    /// The largest number of plots with several lines each.
    package static let mostPanels = 12
    /// The largest number of plots with one line each.
    package static let mostSpotlights = 28

    /// The division of the lines into plots.
    package enum Form: Sendable, Hashable {
        /// All lines are in one plot.
        case together
        /// There is a plot for each value of an axis. Lines of different plots that share the other
        /// values have the same mark.
        case byAxis(String)
        /// There is a plot for each group, with the others in gray behind it.
        case spotlight
        /// The best groups are in one plot, with all others in gray behind them.
        case best
    }

    /// The division of the lines into plots.
    package let form: Form
    private let marks: [String: ChartStyle.Mark]
    /// The title of the plot that a group belongs to, by the group's name.
    package let panelTitles: [String: String]
    private let shortLabels: [String: String]
    /// The groups' names from the best on.
    package let ranking: [String]

    package init(_ results: StudyResults, _ comparison: Comparison) {
        let groups = results.groups
        ranking = comparison.scores.map(\.group.name)
        form = Self.form(results, groups)
        func coordinates(_ group: TrialGroup) -> [String: String] {
            group.trials.first?.entry.coordinates ?? [:]
        }
        var (marks, titles, labels): ([String: Int], [String: String], [String: String]) =
            ([:], [:], [:])
        switch form {
        case .together, .spotlight:
            for group in groups { marks[group.name] = group.index }
        case .best:
            for (rank, name) in ranking.prefix(Self.mostLines).enumerated() { marks[name] = rank }
        case .byAxis(let axis):
            let others = results.varyingAxes.filter { $0.path != axis }
            let title = results.varyingAxes.first { $0.path == axis }
            var order: [String] = []
            for group in groups {
                let coordinates = coordinates(group)
                let label = others.compactMap { axis in
                    coordinates[axis.path].map(axis.clearLabel)
                }.joined(separator: " / ")
                if !order.contains(label) { order.append(label) }
                marks[group.name] = order.firstIndex(of: label)
                labels[group.name] = label
                titles[group.name] = coordinates[axis].flatMap { title?.namedLabel($0) }
            }
        }
        self.marks = marks.mapValues(ChartStyle.mark)
        (panelTitles, shortLabels) = (titles, labels)
    }

    /// The form for a study: by the axis with the fewest values that has few enough lines for each
    /// value, if there is one.
    private static func form(_ results: StudyResults, _ groups: [TrialGroup]) -> Form {
        guard groups.count > mostLines else { return .together }
        let axes = results.varyingAxes.filter { axis in
            axis.labels.count <= mostPanels
                && axis.labels.allSatisfy { label in
                    groups.count { $0.trials.first?.entry.coordinates[axis.path] == label }
                        <= mostLines
                }
        }
        if results.varyingAxes.count > 1,
            let axis = axes.min(by: { $0.labels.count < $1.labels.count })
        {
            return .byAxis(axis.path)
        }
        return groups.count <= mostSpotlights ? .spotlight : .best
    }

    /// A group's mark, the same in every chart.
    package func mark(_ group: TrialGroup) -> ChartStyle.Mark {
        marks[group.name] ?? ChartStyle.plainMark
    }

    /// A group's name without the part that is the title of its panel; nil if there is no such
    /// title.
    package func shortLabel(_ group: TrialGroup) -> String? { shortLabels[group.name] }

    /// The sentence on the groups without a name; nil if all have names.
    package func note(_ groups: [TrialGroup]) -> String? {
        guard form == .best, groups.count > Self.mostLines else { return nil }
        return
            "Named: the first \(Self.mostLines) of \(Formatting.count(groups.count)) in the results; gray: all others."
    }
}

extension StudyAnalysis {
    /// The layout of the groups in all charts of a study.
    package var layout: GroupLayout { GroupLayout(results, comparison) }
}
