package import Results
package import Terminal

extension TextStyle {
    /// A text in the color of a trial's state.
    package func state(_ text: String, _ state: TrialStatus.State) -> String {
        switch state {
        case .running: paint(text, "1;36")
        case .done: paint(text, "32")
        case .failed: paint(text, "31")
        case .stopped, .interrupted, .stale, .missing: paint(text, "33")
        case .waiting, .paused: paint(text, "2")
        }
    }
}
