import Foundation
package import Studies

/// A scheduler that runs jobs on the machines of a cluster. Code for a particular scheduler is only
/// in the file of its type.
package protocol BatchScheduler: Sendable {
    /// The name of the scheduler in study files and in `BatchRecord.scheduler`, such as `slurm`.
    static var kind: String { get }

    /// Creates a scheduler whose jobs request the resources in the settings.
    init(_ settings: ExecutorSettings)

    /// Checks that jobs can be submitted from this machine; submits nothing.
    /// - Throws: `BatchError` if a command is missing or the scheduler cannot be queried.
    func checkAvailability() throws

    /// The script to submit for a job.
    /// - Throws: `BatchError` for a name or path that a script cannot contain.
    func script(_ job: BatchJob) throws -> String

    /// Submits a job.
    /// - Returns: the scheduler's id of the job.
    /// - Throws: `BatchError` with the scheduler's message. If it is transient, the job may have
    ///   been submitted nevertheless.
    func submit(_ job: BatchJob) throws -> String

    /// The ids of the pending or running jobs with a name.
    /// - Throws: `BatchError` if the scheduler cannot be queried.
    func jobs(named name: String) throws -> [String]

    /// The maximum number of tasks of an array.
    /// - Throws: `BatchError` if the scheduler cannot be queried.
    func longestArray() throws -> Int

    /// The ids of those jobs that are pending or running.
    /// - Throws: `BatchError` if the scheduler cannot be queried on this machine.
    func active(_ ids: [String]) throws -> Set<String>

    /// Cancels jobs; jobs that train save checkpoints of their trials.
    /// - Throws: `BatchError` with the scheduler's message.
    func cancel(_ ids: [String]) throws

    /// Requeues the array task of this process, which may then end.
    /// - Throws: `BatchError` outside the scheduler's jobs, or with the scheduler's message.
    func requeueThisTask() throws

    /// The job, array task and node of this process, for people; nil outside the scheduler's jobs.
    var taskDescription: String? { get }
}

/// A job for a scheduler: a program that runs once, or as the tasks of an array.
package struct BatchJob: Sendable {
    /// The jobs after which another job starts.
    package struct Dependency: Sendable {
        var ids: [String]
        /// True if the jobs must have succeeded; false if they only must have ended.
        var mustSucceed: Bool
    }

    /// The name that the scheduler shows, different from that of every other job.
    var name: String
    /// The program and its arguments; in an array, the number of the task, from 0, is appended.
    var command: [String]
    /// The current directory of the program.
    var directory: String
    /// The file to which the output of the program is appended.
    var log: String
    /// The number of tasks of the array; nil: no array.
    var tasks: Int?
    /// The maximum number of tasks that run at the same time; nil: no limit.
    var limit: Int?
    /// The jobs that must end before; nil: none.
    var after: Dependency?
    /// The number of CPUs of each task.
    var cpus: Int
}

/// An error of a scheduler or a batch, with a message for the user.
package struct BatchError: Error, CustomStringConvertible {
    /// The message for the user.
    package let description: String
    /// True if the scheduler did not answer, so that the same request may succeed later.
    package let isTransient: Bool

    init(_ description: String, isTransient: Bool = false) {
        self.description = description
        self.isTransient = isTransient
    }
}

/// The supported schedulers.
package enum BatchSchedulers {
    static let all: [any BatchScheduler.Type] = [Slurm.self]

    /// Creates the scheduler of a kind.
    /// - Parameter settings: the resources that jobs request; not used for submitted batches.
    /// - Throws: `BatchError` for an unknown kind.
    package static func make(
        _ kind: String, _ settings: ExecutorSettings = ExecutorSettings()
    ) throws -> any BatchScheduler {
        guard let type = all.first(where: { $0.kind == kind }) else {
            let kinds = all.map { $0.kind }.joined(separator: ", ")
            throw BatchError("unknown scheduler '\(kind)'; expected one of \(kinds)")
        }
        return type.init(settings)
    }
}
