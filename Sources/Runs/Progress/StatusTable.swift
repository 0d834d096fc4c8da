package import Results
package import Terminal

/// A study's status as lines of text: a progress bar, and a table with a row for each trial.
///
/// On a narrow terminal columns are left out and names shortened. On a low one, trials that are
/// running or need attention are shown first.
package struct StatusTable {
    private let status: StudyStatus
    private let style: TextStyle
    private let showsTest: Bool

    /// Creates the table of a status.
    /// - Parameter showsTest: whether the table has a column for the accuracy on the test split.
    package init(_ status: StudyStatus, style: TextStyle = TextStyle(), showsTest: Bool = true) {
        self.status = status
        self.style = style
        self.showsTest = showsTest
    }

    /// The lines of text.
    /// - Parameters:
    ///   - width: the maximum number of columns; less than 20 counts as 20.
    ///   - height: the maximum number of lines; nil: no limit.
    package func lines(width: Int, height: Int? = nil) -> [String] {
        let width = max(20, width)
        let bar = StatusBar(status, style: style).line(width: width)
        guard let height else { return [bar] + table(Array(status.trials.indices), width) }
        if height < 3 { return height < 1 ? [] : [bar] }
        if status.trials.count + 2 <= height {
            return [bar] + table(Array(status.trials.indices), width)
        }
        let shown = selection(of: height - 3)
        return [bar] + table(shown, width) + [rest(without: Set(shown), width)]
    }

    /// The indices of the trials to show, in the study's order: running trials first, then failed,
    /// stale or interrupted ones, then the next two and those done last.
    /// - Parameter count: the maximum number of trials.
    private func selection(of count: Int) -> [Int] {
        func indices(_ states: TrialStatus.State...) -> [Int] {
            status.trials.indices.filter { states.contains(status.trials[$0].state) }
        }
        let order =
            indices(.running) + indices(.failed, .missing, .stale, .interrupted) + indices(.paused)
            + indices(.waiting).prefix(2) + indices(.done, .stopped).reversed()
            + indices(.waiting).dropFirst(2)
        return order.prefix(count).sorted()
    }

    /// The line that counts the trials without a row.
    private func rest(without shown: Set<Int>, _ width: Int) -> String {
        let others = status.trials.indices.filter { !shown.contains($0) }
            .map { status.trials[$0].state }
        let counts = TrialStatus.State.allCases.compactMap { state in
            let count = others.count { $0 == state }
            return count > 0 ? "\(count) \(state.rawValue)" : nil
        }
        let text = "and " + counts.joined(separator: ", ")
        return style.faint(TextStyle.fitted(text, width))
    }

    private func table(_ indices: [Int], _ width: Int) -> [String] {
        let trials = indices.map { status.trials[$0] }
        // The names of all trials, so that nothing moves when other trials are shown.
        let ids = status.trials.map(\.id)
        let (space, columns) = StatusColumn.fitting(
            width, names: ids, without: showsTest ? [] : [.test])
        let names = ShortNames.fitted(ids, to: space, ellipsis: StatusColumn.ellipsis)
        let header = TextStyle.left("trial", space) + columns.map(\.head).joined()
        return [style.faint(header)]
            + zip(indices, trials).map { index, trial in
                TextStyle.left(names[index], space)
                    + columns.map { $0.cell(trial, style) }.joined()
            }
    }
}

/// A column of the table; the trial's name is before all columns.
private enum StatusColumn: CaseIterable {
    case state, epoch, step, at, loss, val, test, rate, time

    /// The columns by decreasing importance.
    private static let byImportance: [StatusColumn] = [
        .state, .epoch, .time, .at, .val, .loss, .step, .test, .rate,
    ]

    /// The characters in place of those that are left out of a name.
    static let ellipsis = ".."
    /// The width of names that are shortened although columns are left out.
    private static let usualName = 22

    /// The width of the names and the columns that fit beside it. Names have priority as far as
    /// they need space to differ.
    static func fitting(
        _ width: Int, names: [String], without hidden: Set<StatusColumn>
    ) -> (name: Int, columns: [StatusColumn]) {
        let longest = max(5, names.map(\.count).max() ?? 0)
        // On a narrow terminal names get about half of the width, which leaves space for the state.
        let usual = min(usualName, max(10, width / 2 - 2))
        let needed = ShortNames.width(of: names, from: usual, ellipsis: ellipsis)
        let least = min(longest, max(usual, min(needed, width - StatusColumn.state.width)))
        var columns: Set<StatusColumn> = []
        var space = width - least
        for column in byImportance where !hidden.contains(column) {
            guard column.width <= space else { break }
            space -= column.width
            columns.insert(column)
        }
        return (min(longest, least + space), allCases.filter { columns.contains($0) })
    }

    /// The width, including the two spaces before the column.
    private var width: Int {
        switch self {
        case .state: 13
        case .epoch: 9
        case .step: 7
        case .at: 10
        case .loss: 11
        case .val, .test: 9
        case .rate: 9
        case .time: 18
        }
    }

    var head: String {
        let name =
            switch self {
            case .state: "state"
            case .epoch: "epoch"
            case .step: "step"
            case .at: "of epoch"
            case .loss: "loss"
            case .val: "val"
            case .test: "test"
            case .rate: "images/s"
            case .time: "time"
            }
        return padded(name)
    }

    func cell(_ trial: TrialStatus, _ style: TextStyle) -> String {
        let cell = padded(TextStyle.fitted(text(trial), width - 2))
        return self == .state ? style.state(cell, trial.state) : cell
    }

    private func padded(_ text: String) -> String {
        self == .state
            ? "  " + TextStyle.left(text, width - 2) : TextStyle.right(text, width)
    }

    private func text(_ trial: TrialStatus) -> String {
        switch self {
        case .state: trial.state.rawValue
        case .epoch:
            trial.epoch == 0
                ? (trial.epochs.map { "0/\($0)" } ?? "")
                : "\(trial.epoch)" + (trial.epochs.map { "/\($0)" } ?? "")
        case .step:
            trial.state == .running ? trial.stepFraction.map { "\(Int($0 * 100))%" } ?? "" : ""
        case .at:
            (trial.metricsEpoch ?? (trial.stepLoss == nil ? nil : trial.epoch)).map { "\($0)" }
                ?? ""
        // Before the end of the first epoch, the loss of the last step is shown.
        case .loss:
            (trial.metricsEpoch == nil ? trial.stepLoss : trial.loss).map { Formatting.loss($0) }
                ?? ""
        case .val: trial.valAccuracy.map { Formatting.percent($0) } ?? ""
        case .test: trial.testAccuracy.map { Formatting.percent($0) } ?? ""
        case .rate:
            trial.state == .running ? trial.imagesPerSecond.map { Formatting.rate($0) } ?? "" : ""
        case .time: time(trial)
        }
    }

    /// The duration of a finished trial, or the remaining time of a running one.
    private func time(_ trial: TrialStatus) -> String {
        if let seconds = trial.seconds { return Formatting.duration(seconds) }
        guard trial.state == .running, let left = trial.secondsLeft else { return "" }
        return "\(Formatting.duration(left)) left"
    }
}

extension TrialStatus {
    /// The fraction of the current epoch that is done; nil if unknown.
    fileprivate var stepFraction: Double? {
        guard let step, let stepsPerEpoch, stepsPerEpoch > 0 else { return nil }
        return Double(step) / Double(stepsPerEpoch)
    }
}
