package import Results
import Studies
import Vocabulary

/// The names and marks of a study's configurations in its charts, for pages that draw curves
/// themselves, also of a study that still runs.
package struct ChartMarks: Sendable {
    /// The colours of the charts, as CSS writes them.
    package static var colors: [String] { ChartStyle.palette }

    /// A colour and a dash pattern.
    package struct Mark: Sendable, Hashable {
        /// The index of the colour in `colors`; nil: gray.
        package let color: Int?
        /// The index of the dash pattern, `dashes`.
        package var dash: Int

        /// The lengths of dashes and gaps in pixels; empty for a solid line.
        package var dashes: [Int] {
            ChartStyle.dashes[dash % ChartStyle.dashes.count].split { !$0.isNumber }
                .compactMap { Int($0) }
        }

        /// The mark of the line with an index.
        package init(_ index: Int) { self.init(ChartStyle.mark(index)) }

        fileprivate init(_ mark: ChartStyle.Mark) {
            color = ChartStyle.palette.firstIndex(of: mark.color)
            dash = ChartStyle.dashes.firstIndex(of: mark.dash) ?? 0
        }
    }

    private let marks: [String: Mark]
    private let names: StudyResults

    /// - Parameter folder: the results of the study with the lock.
    package init(_ folder: ResultsFolder, _ lock: StudyLock) {
        names = StudyResults(lock: lock, trials: [])
        let groups = lock.trials.map(\.group).unique
        var marks = Dictionary(
            uniqueKeysWithValues: groups.enumerated().map { ($1, Mark($0)) })
        // The marks of a few configurations follow their order; those of many depend on results.
        if groups.count > GroupLayout.mostLines,
            let results = try? StudyResults(folder, hasPredictions: false)
        {
            let layout = GroupLayout(results, Comparison(results))
            for group in results.groups { marks[group.name] = Mark(layout.mark(group)) }
        }
        self.marks = marks
    }

    /// The mark of a trial's configuration. If it is solid, further seeds have dashes.
    package func mark(_ trial: TrialEntry) -> Mark {
        var mark = marks[trial.group] ?? Mark(ChartStyle.plainMark)
        let group = names.lock.trials.filter { $0.group == trial.group }
        if mark.dash == 0 { mark.dash = group.firstIndex { $0.id == trial.id } ?? 0 }
        return mark
    }

    /// The name of a trial: that of its configuration in charts, with the seed and fold if there
    /// are several.
    package func name(_ trial: TrialEntry) -> String {
        let label = names.label(trial)
        let repeats = names.lock.axes.filter { $0.isOfRepeats && $0.labels.count > 1 }.compactMap {
            axis in
            trial.coordinates[axis.path].map { "\(axis.path == "seed" ? "seed" : "fold") \($0)" }
        }
        return ([label] + repeats).joined(separator: ", ")
    }
}
