import Results
import Terminal

/// The line above the table of trials: the fraction done, the number of trials by state and the
/// remaining time.
struct StatusBar {
    private let status: StudyStatus
    private let style: TextStyle

    init(_ status: StudyStatus, style: TextStyle = TextStyle()) {
        self.status = status
        self.style = style
    }

    private static let widestBar = 30
    private static let narrowestBar = 5

    /// The line, at most `width` characters wide: the current preparation if there is one,
    /// otherwise the summary.
    func line(width: Int) -> String {
        if let activity = status.activity { return TextStyle.fitted(activity, width) }
        guard status.isRunning else {
            let text = "\(status.study): \(texts[0])" + (status.hasDied ? ", the run has died" : "")
            return TextStyle.fitted(text, width)
        }
        let fraction = status.fraction ?? 0
        let percent = TextStyle.right("\(Int(fraction * 100))%", 5)
        // The longest of the texts that leaves space for a bar.
        let space = width - percent.count - 1 - Self.narrowestBar - 2
        let text = texts.first { $0.count <= space } ?? TextStyle.fitted(texts[2], space)
        let bar = min(Self.widestBar, width - percent.count - 1 - text.count - 2)
        return percent + " " + style.bar(fraction, width: bar) + "  " + text
    }

    /// The same summary in three lengths, the longest first.
    private var texts: [String] {
        func count(_ state: TrialStatus.State) -> Int {
            status.trials.count { $0.state == state }
        }
        let left = status.secondsLeft.map { Formatting.duration($0) }
        let ended = count(.done) + count(.stopped)
        let all = "\(ended) of \(status.trials.count) trials done"
        let others = [TrialStatus.State.stopped, .failed, .paused, .interrupted].compactMap {
            state in
            count(state) > 0 ? "\(count(state)) \(state.rawValue)" : nil
        }
        let time = left.map { ["\($0) left"] } ?? []
        return [
            ([all] + others + time).joined(separator: ", "),
            (["\(ended) of \(status.trials.count) done"] + time).joined(separator: ", "),
            (["\(ended)/\(status.trials.count)"] + time).joined(separator: ", "),
        ]
    }
}
