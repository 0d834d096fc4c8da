package import Results
package import Terminal

/// A study's status as lines of text: a bar for all of it, a row per trial. It fits the width and
/// the height that it is given: columns are left out, names cut, and of many trials those shown
/// that there is most to see of.
package struct StatusTable {
    private let status: StudyStatus
    private let style: TextStyle
    private let showsTest: Bool

    /// - Parameter showsTest: whether there is a column for the accuracy on the test split.
    package init(_ status: StudyStatus, style: TextStyle = TextStyle(), showsTest: Bool = true) {
        self.status = status
        self.style = style
        self.showsTest = showsTest
    }

    /// - Parameters:
    ///   - width: columns of the terminal; at least 20 are used.
    ///   - height: lines at most; nil: as many as it takes.
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

    /// The places of so many trials, in the study's order: those that train first, then what went
    /// wrong, what comes next and what was done last.
    private func selection(of count: Int) -> [Int] {
        func places(_ states: TrialStatus.State...) -> [Int] {
            status.trials.indices.filter { states.contains(status.trials[$0].state) }
        }
        let order =
            places(.running) + places(.failed, .missing, .stale, .interrupted) + places(.paused)
            + places(.waiting).prefix(2) + places(.done, .stopped).reversed()
            + places(.waiting).dropFirst(2)
        return order.prefix(count).sorted()
    }

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

    private func table(_ places: [Int], _ width: Int) -> [String] {
        let trials = places.map { status.trials[$0] }
        // By the whole study's trials, so that columns stay where they are.
        let longest = status.trials.map(\.id.count).max() ?? 0
        let (names, columns) = StatusColumn.fitting(
            width, longestName: longest, without: showsTest ? [] : [.test])
        let header = TextStyle.left("trial", names) + columns.map(\.head).joined()
        return [style.faint(header)]
            + trials.map { trial in
                let name = TextStyle.left(TextStyle.fitted(trial.id, names), names)
                return name + columns.map { $0.cell(trial, style) }.joined()
            }
    }
}

/// A column of the table besides the trial's name.
private enum StatusColumn: CaseIterable {
    case state, epoch, step, at, loss, val, test, rate, time

    /// Those that stay longest first.
    private static let byWorth: [StatusColumn] = [
        .state, .epoch, .time, .at, .val, .loss, .step, .test, .rate,
    ]

    /// The widest name and the columns that fit beside it.
    static func fitting(
        _ width: Int, longestName: Int, without hidden: Set<StatusColumn>
    ) -> (name: Int, columns: [StatusColumn]) {
        // Of a narrow terminal about half, so that there is room for the state.
        let least = min(max(longestName, 5), 22, max(10, width / 2 - 2))
        var columns: Set<StatusColumn> = []
        var room = width - least
        for column in byWorth where !hidden.contains(column) {
            guard column.width <= room else { break }
            room -= column.width
            columns.insert(column)
        }
        let name = min(max(longestName, 5), least + room)
        return (name, allCases.filter { columns.contains($0) })
    }

    /// With the two blanks before it.
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
            trial.state == .running ? trial.stepShare.map { "\(Int($0 * 100))%" } ?? "" : ""
        case .at:
            (trial.metricsEpoch ?? (trial.stepLoss == nil ? nil : trial.epoch)).map { "\($0)" }
                ?? ""
        // Before the first epoch has ended, of the steps so far.
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
    /// The share done of the epoch that goes on.
    fileprivate var stepShare: Double? {
        guard let step, let stepsPerEpoch, stepsPerEpoch > 0 else { return nil }
        return Double(step) / Double(stepsPerEpoch)
    }
}
