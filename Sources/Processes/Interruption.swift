import Dispatch
import Foundation
import Synchronization

/// An error of training that a signal has ended, after its checkpoint was saved.
package struct Interrupted: Error, CustomStringConvertible {
    /// The number of the signal.
    package let signal: Int32

    /// Creates the error for a signal.
    package init(signal: Int32) { self.signal = signal }

    /// The exit status of a process ended by this signal, as shells report it: 128 plus the number
    /// of the signal.
    package var exitStatus: Int32 { 128 + signal }

    /// The message for the user.
    package var description: String { "interrupted by signal \(signal)" }
}

/// The handlers of the signals that ask this process to end.
package final class Interruption: Sendable {
    private let received = Atomic<Int32>(0)
    // Constant after `init`; a source is active for as long as it is kept.
    nonisolated(unsafe) private var sources: [any DispatchSourceSignal] = []

    /// Watches for `signals`. The first one is recorded; at the second the process exits at once.
    /// - Parameter onSignal: called with each signal, on a queue of its own.
    package init(
        _ signals: [Int32],
        onSignal: @escaping @Sendable (_ signal: Int32, _ isFirst: Bool) -> Void = {
            _, _ in
        }
    ) {
        let queue = DispatchQueue(label: "signals")
        sources = signals.map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler { [weak self] in
                guard let self else { return }
                let isFirst = received.compareExchange(
                    expected: 0, desired: number, ordering: .sequentiallyConsistent
                ).exchanged
                onSignal(number, isFirst)
                if !isFirst { _exit(128 + number) }
            }
            source.resume()
            return source
        }
    }

    /// The first signal received; nil if there was none.
    package var signalReceived: Int32? {
        let number = received.load(ordering: .sequentiallyConsistent)
        return number == 0 ? nil : number
    }
}
