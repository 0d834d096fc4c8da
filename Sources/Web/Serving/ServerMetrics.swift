import Foundation
import Synchronization

/// What a server has done so far, as text in Prometheus' exposition format 0.0.4.
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

    func began() { state.withLock { $0.openRequests += 1 } }

    /// A request that was answered.
    /// - Parameter route: as it was declared, so that there are only so many.
    func answered(route: String, method: String, status: Int, seconds: Double) {
        state.withLock {
            $0.openRequests -= 1
            $0.requests[Route(route: route, method: method, status: status), default: 0] += 1
            $0.requestSeconds.add(seconds)
        }
    }

    /// A batch that has passed through the network.
    func ran(images: Int, seconds: Double) {
        state.withLock {
            $0.batchSizes.add(Double(images))
            $0.batchSeconds.add(seconds)
        }
    }

    /// - Parameter waiting: images without an answer.
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

    /// The second number in `statm`, in pages.
    private static var residentBytes: Int? {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else {
            return nil
        }
        let fields = text.split(separator: " ")
        return fields.count > 1 ? Int(fields[1]).map { $0 * sysconf(Int32(_SC_PAGESIZE)) } : nil
    }
}

/// How often values were at most so large.
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
