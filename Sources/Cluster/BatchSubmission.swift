/// The submission of the jobs of a batch. If the scheduler does not answer, it may have accepted a
/// job nevertheless; the job is then found by its name, and is submitted again only if it is not
/// there.
struct BatchSubmission {
    private let scheduler: any BatchScheduler
    private let note: (String) -> Void
    private var outage: SchedulerOutage
    private var ids: Set<String> = []
    /// The names of the jobs that were submitted more than once.
    private var repeated: [String] = []

    init(_ scheduler: any BatchScheduler, note: @escaping (String) -> Void) {
        self.scheduler = scheduler
        self.note = note
        outage = SchedulerOutage(note: note)
    }

    /// The maximum number of tasks of an array.
    /// - Throws: `BatchError`.
    mutating func longestArray() throws -> Int { try outage.ask(scheduler.longestArray) }

    /// Submits a job.
    /// - Returns: the scheduler's id of the job.
    /// - Throws: `BatchError`.
    mutating func submit(_ job: BatchJob, after: BatchJob.Dependency?) throws -> String {
        var job = job
        job.after = after
        var attempts = 0
        let id = try outage.ask { [scheduler, ids, job] in
            attempts += 1
            let arrived = attempts == 1 ? [] : try scheduler.jobs(named: job.name)
            return try arrived.first { !ids.contains($0) } ?? scheduler.submit(job)
        }
        ids.insert(id)
        if attempts > 1 { repeated.append(job.name) }
        return id
    }

    /// Cancels jobs that arrived although the scheduler did not answer, and were submitted again.
    func cancelRepeated() {
        for name in repeated {
            guard let jobs = try? scheduler.jobs(named: name) else { continue }
            let extra = jobs.filter { !ids.contains($0) }
            guard !extra.isEmpty, (try? scheduler.cancel(extra)) != nil else { continue }
            note(
                "cancelled \(extra.joined(separator: ", ")), which the scheduler had accepted twice"
            )
        }
    }
}
