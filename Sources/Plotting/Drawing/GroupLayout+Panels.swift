import Analysis
import Results

extension GroupLayout {
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
}
