import Foundation
package import Studies

/// What runs jobs on the machines of a cluster. All that is particular to one stands in the file of
/// its scheduler.
package protocol BatchScheduler: Sendable {
    /// As in `BatchRecord.scheduler`.
    static var kind: String { get }

    init(_ settings: ExecutorSettings)

    /// The text that makes the scheduler run a job.
    func script(_ job: BatchJob) -> String

    /// Hands a job over.
    /// - Returns: the scheduler's id of it.
    /// - Throws: `BatchError` with the scheduler's words.
    func submit(_ job: BatchJob) throws -> String

    /// The most tasks that an array may have.
    /// - Throws: `BatchError`.
    func longestArray() throws -> Int

    /// Those of the jobs that wait or run.
    /// - Throws: `BatchError` where the scheduler cannot be asked here, or does not answer.
    func active(_ ids: [String]) throws -> Set<String>

    /// Ends jobs; those that train save the states of their trials.
    /// - Throws: `BatchError`.
    func cancel(_ ids: [String]) throws

    /// Queues the task again in which this process runs, which may then end.
    /// - Throws: `BatchError`.
    func requeueThisTask() throws

    /// Where this process runs, for people; nil outside the scheduler's jobs.
    var placeOfThisTask: String? { get }
}

/// A job for a scheduler: a program to run once, or as the tasks of an array.
package struct BatchJob: Sendable {
    /// Jobs that it waits for.
    package struct Dependency: Sendable {
        package var ids: [String]
        /// Whether they must have ended well.
        package var mustSucceed: Bool
    }

    package var name: String
    /// The program and its arguments; the number of the task, from 0, is added to those of an
    /// array.
    package var command: [String]
    /// Where the program starts.
    package var directory: String
    /// What it writes goes to the end of this file.
    package var log: String
    /// Tasks of the array; nil: no array.
    package var tasks: Int?
    /// Tasks at the same time; nil: as many as there is room for.
    package var limit: Int?
    package var after: Dependency?
    package var cpus: Int
}

/// A scheduler cannot do what was asked of it, or a batch what it is for.
package struct BatchError: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}

/// The schedulers that there are.
package enum BatchSchedulers {
    package static let all: [any BatchScheduler.Type] = [Slurm.self]

    /// - Parameter settings: what jobs ask for; for batches that are there already any will do.
    /// - Throws: `BatchError` for a kind that this program does not have.
    package static func make(
        _ kind: String, _ settings: ExecutorSettings = ExecutorSettings()
    ) throws -> any BatchScheduler {
        guard let type = all.first(where: { $0.kind == kind }) else {
            let kinds = all.map { $0.kind }.joined(separator: ", ")
            throw BatchError("no scheduler '\(kind)'; there are \(kinds)")
        }
        return type.init(settings)
    }
}
