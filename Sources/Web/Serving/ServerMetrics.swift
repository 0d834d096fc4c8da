import Foundation
import Synchronization

/// The metrics of a server, in the exposition format 0.0.4 of Prometheus.
final class ServerMetrics: Sendable {
    private struct Route: Hashable {
        let route: String
        let method: String
        let status: Int
    }

    private struct State {
        var requests: [Route: Int] = [:]
        var requestSeconds = Histogram([0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10])
        var batchSizes = Histogram([1, 2, 4, 8, 16])
        var batchSeconds = Histogram([0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10])
        var openRequests = 0
    }

    private let state = Mutex(State())

    /// Counts a new request.
    func requestStarted() { state.withLock { $0.openRequests += 1 } }

    /// Counts a completed request.
    /// - Parameter route: the declared route, so that the number of routes is limited.
    func requestCompleted(route: String, method: String, status: Int, seconds: Double) {
        state.withLock {
            $0.openRequests -= 1
            $0.requests[Route(route: route, method: method, status: status), default: 0] += 1
            $0.requestSeconds.add(seconds)
        }
    }

    /// Counts a batch of the network.
    func batchCompleted(images: Int, seconds: Double) {
        state.withLock {
            $0.batchSizes.add(Double(images))
            $0.batchSeconds.add(seconds)
        }
    }

    /// The text of all metrics.
    /// - Parameter waiting: the number of images that wait for a prediction.
    func text(waiting: Int) -> String {
        let state = state.withLock { $0 }
        var lines = ["# TYPE study_requests_total counter"]
        let requests = state.requests.map { route, count in
            #"study_requests_total{route="\#(route.route)",method="\#(route.method)","#
                + #"status="\#(route.status)"} \#(count)"#
        }
        lines += requests.sorted()
        lines += state.requestSeconds.lines("study_request_seconds")
        lines += state.batchSizes.lines("study_batch_images")
        lines += state.batchSeconds.lines("study_batch_seconds")
        lines += gauge("study_open_requests", state.openRequests)
        lines += gauge("study_waiting_images", waiting)
        if let bytes = Self.residentBytes { lines += gauge("process_resident_memory_bytes", bytes) }
        return lines.joined(separator: "\n") + "\n"
    }

    private func gauge(_ name: String, _ value: Int) -> [String] {
        ["# TYPE \(name) gauge", "\(name) \(value)"]
    }

    /// The resident memory of the process: the second number in `statm`, in pages.
    private static var residentBytes: Int? {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else {
            return nil
        }
        let fields = text.split(separator: " ")
        return fields.count > 1 ? Int(fields[1]).map { $0 * sysconf(Int32(_SC_PAGESIZE)) } : nil
    }
}

/// A cumulative histogram.
private struct Histogram {
    private let bounds: [Double]
    private var counts: [Int]
    private var sum = 0.0

    init(_ bounds: [Double]) {
        self.bounds = bounds
        counts = [Int](repeating: 0, count: bounds.count + 1)
    }

    mutating func add(_ value: Double) {
        counts[bounds.firstIndex { value <= $0 } ?? bounds.count] += 1
        sum += value
    }

    func lines(_ name: String) -> [String] {
        var lines = ["# TYPE \(name) histogram"]
        var total = 0
        for (bound, count) in zip(bounds.map { "\($0)" } + ["+Inf"], counts) {
            total += count
            lines.append(#"\#(name)_bucket{le="\#(bound)"} \#(total)"#)
        }
        return lines + ["\(name)_sum \(sum)", "\(name)_count \(total)"]
    }
}
