import Analysis
import Results
import Studies
import Terminal

/// The marks of a study's groups in all of its charts, and the division of their lines into several
/// plots if they are too many for one.
struct GroupLayout: Sendable {
    /// The largest number of lines in a plot that can be distinguished.
    static let mostLines = 8
    /// The largest number of plots with several lines each.
    static let mostPanels = 12
    /// The largest number of plots with one line each.
    static let mostSpotlights = 28

    /// The division of the lines into plots.
    enum Form: Sendable, Hashable {
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
    let form: Form
    private let marks: [String: ChartStyle.Mark]
    private let panelTitles: [String: String]
    private let shortLabels: [String: String]
    /// The groups' names from the best on.
    private let ranking: [String]

    init(_ results: StudyResults, _ comparison: Comparison) {
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
    func mark(_ group: TrialGroup) -> ChartStyle.Mark {
        marks[group.name] ?? ChartStyle.plainMark
    }

    /// A group's name without the part that is the title of its panel; nil if there is no such
    /// title.
    func shortLabel(_ group: TrialGroup) -> String? { shortLabels[group.name] }

    /// The panels of a chart that has a line for each of `groups`, in their order; empty for a
    /// single plot.
    /// - Parameter detail: the text after the title of a panel with these groups.
    func panels(
        _ groups: [TrialGroup], detail: ([TrialGroup]) -> String = { _ in "" }
    ) -> [LinePlot.Panel] {
        switch form {
        case .together: return []
        case .spotlight: return spotlights(groups, detail: detail)
        case .best:
            let best = Set(ranking.prefix(Self.mostLines))
            let named = groups.indices.filter { best.contains(groups[$0].name) }
            let behind = groups.indices.filter { !best.contains(groups[$0].name) }
            return [LinePlot.Panel(lines: named, behind: behind)]
        case .byAxis:
            var titles: [String] = []
            for group in groups {
                let title = panelTitles[group.name, default: ""]
                if !titles.contains(title) { titles.append(title) }
            }
            return titles.map { title in
                let members = groups.indices.filter {
                    panelTitles[groups[$0].name, default: ""] == title
                }
                return LinePlot.Panel(
                    title: title, detail: detail(members.map { groups[$0] }), lines: members)
            }
        }
    }

    /// A panel for each group, or for the best groups if they are too many. The groups that share
    /// its plot in other charts are in gray behind it.
    func spotlights(
        _ groups: [TrialGroup], detail: ([TrialGroup]) -> String = { _ in "" }
    ) -> [LinePlot.Panel] {
        let shown = Set(ranking.prefix(Self.mostSpotlights))
        let indices = groups.indices.filter {
            groups.count <= Self.mostSpotlights || shown.contains(groups[$0].name)
        }
        return indices.map { index in
            LinePlot.Panel(
                title: groups[index].label, detail: detail([groups[index]]), lines: [index],
                behind: indices.filter { other in
                    other != index
                        && panelTitles[groups[other].name] == panelTitles[groups[index].name]
                })
        }
    }

    /// The sentence on the groups without a name; nil if all have names.
    func note(_ groups: [TrialGroup]) -> String? {
        guard form == .best, groups.count > Self.mostLines else { return nil }
        return
            "Named: the first \(Self.mostLines) of \(Formatting.count(groups.count)) in the results; gray: all others."
    }
}

extension StudyAnalysis {
    /// The layout of the groups in all charts of a study.
    var layout: GroupLayout { GroupLayout(results, comparison) }
}
