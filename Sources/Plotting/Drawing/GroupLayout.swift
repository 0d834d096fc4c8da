package import Analysis
package import Results
package import Studies
package import Terminal

/// How the groups of a study look in all of its charts, and how their lines share small plots where
/// they are too many for one.
struct GroupLayout: Sendable {
    /// With more lines than this in it, a plot is a tangle.
    static let mostLines = 8
    static let mostPanels = 12
    /// Plots of one line each.
    static let mostSpotlights = 28

    enum Form: Sendable, Hashable {
        /// All in one plot.
        case together
        /// A plot for each value of an axis; lines of different plots that share the other values
        /// look alike.
        case byAxis(String)
        /// A plot for each group, the others in gray behind it.
        case spotlight
        /// The best in one plot, all others in gray behind them.
        case best
    }

    let form: Form
    private let looks: [String: ChartStyle.Mark]
    private let panelTitles: [String: String]
    private let shortLabels: [String: String]
    /// From the best on.
    private let ranking: [String]

    init(_ results: StudyResults, _ comparison: Comparison) {
        let groups = results.groups
        ranking = comparison.scores.map(\.group.name)
        form = Self.form(results, groups)
        func coordinates(_ group: TrialGroup) -> [String: String] {
            group.trials.first?.entry.coordinates ?? [:]
        }
        var (looks, titles, labels): ([String: Int], [String: String], [String: String]) =
            ([:], [:], [:])
        switch form {
        case .together, .spotlight:
            for group in groups { looks[group.name] = group.index }
        case .best:
            for (rank, name) in ranking.prefix(Self.mostLines).enumerated() { looks[name] = rank }
        case .byAxis(let axis):
            let others = results.varyingAxes.map(\.path).filter { $0 != axis }
            var order: [String] = []
            for group in groups {
                let place = coordinates(group)
                let label = others.compactMap { place[$0] }.joined(separator: " / ")
                if !order.contains(label) { order.append(label) }
                looks[group.name] = order.firstIndex(of: label)
                labels[group.name] = label
                titles[group.name] = place[axis]
            }
        }
        self.looks = looks.mapValues(ChartStyle.mark)
        (panelTitles, shortLabels) = (titles, labels)
    }

    /// By the axis with the fewest values that leaves few enough lines for each, if there is one.
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

    /// A group's look, the same in every chart.
    func mark(_ group: TrialGroup) -> ChartStyle.Mark {
        looks[group.name] ?? ChartStyle.plainMark
    }

    /// A group's name where its panel's title says the rest.
    func shortLabel(_ group: TrialGroup) -> String? { shortLabels[group.name] }

    /// The panels of a plot that has a line for each of `groups`, in their order; none for one
    /// plot.
    /// - Parameter suffix: what the title of a panel of these groups says behind its name.
    func panels(
        _ groups: [TrialGroup], suffix: ([TrialGroup]) -> String = { _ in "" }
    ) -> [LinePlot.Panel] {
        switch form {
        case .together: return []
        case .spotlight: return spotlights(groups, suffix: suffix)
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
                    title: title + suffix(members.map { groups[$0] }), lines: members)
            }
        }
    }

    /// A panel for each group, of the best where they are too many; in gray behind it the others
    /// that share its plot elsewhere.
    func spotlights(
        _ groups: [TrialGroup], suffix: ([TrialGroup]) -> String = { _ in "" }
    ) -> [LinePlot.Panel] {
        let shown = Set(ranking.prefix(Self.mostSpotlights))
        let indices = groups.indices.filter {
            groups.count <= Self.mostSpotlights || shown.contains(groups[$0].name)
        }
        return indices.map { index in
            LinePlot.Panel(
                title: groups[index].label + suffix([groups[index]]), lines: [index],
                behind: indices.filter { other in
                    other != index
                        && panelTitles[groups[other].name] == panelTitles[groups[index].name]
                })
        }
    }

    /// A sentence on what is not named; nil where everything is.
    func note(_ groups: [TrialGroup]) -> String? {
        guard form == .best, groups.count > Self.mostLines else { return nil }
        return
            "By name the first \(Self.mostLines) of \(Formatting.count(groups.count)) in the results; gray: all others."
    }
}

extension StudyAnalysis {
    /// The layout of the groups in all charts of a study.
    var layout: GroupLayout { GroupLayout(results, comparison) }
}
