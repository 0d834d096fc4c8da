import Files
import Foundation
package import Studies

extension ResultsFolder {
    /// The lock; nil where there is none.
    /// - Throws: `ResultsError.unreadableLock` for one that is damaged, or of a newer program.
    package func readLockIfPresent() throws -> StudyLock? {
        // A link that leads nowhere and a folder that may not be searched are no absence.
        var information = stat()
        if lstat(lockPath, &information) != 0, errno == ENOENT || errno == ENOTDIR { return nil }
        do { return try StudyLock(file: lockPath) } catch {
            throw ResultsError.unreadableLock(file: lockPath, reason: "\(error)")
        }
    }

    /// Makes sure that a run of this study may write here: the folder has no results yet, or they
    /// are the study's.
    ///
    /// Results are the study's when the two have a trial in common, with settings, data and engine:
    /// its key. That holds after study or file are renamed. Where all keys have changed, as after
    /// another learning rate, they are the study's when its name and its file are the same.
    /// - Parameters:
    ///   - studyFile: as it was typed.
    ///   - keys: of the study's trials.
    ///   - replacing: whether the folder may be another study's, or its lock unreadable.
    /// - Throws: `ResultsError.otherStudy`, `.unreadableLock`; `FileError`.
    package func check(
        belongsTo study: Study, studyFile: String, keys: Set<String>, replacing: Bool = false
    ) throws {
        if replacing { return }
        guard let lock = try readLockIfPresent() else { return }
        if lock.trials.contains(where: { !$0.key.isEmpty && keys.contains($0.key) }) { return }
        if lock.name == study.name, isOfFile(studyFile, lock) { return }
        throw ResultsError.otherStudy(
            folder: path, found: "'\(lock.name)' (\(lock.studyFile))",
            asked: "'\(study.name)' (\(studyFile))")
    }

    private func isOfFile(_ studyFile: String, _ lock: StudyLock) -> Bool {
        let place = StudyLocation(studyFile, results: path)
        if let known = StudyLocation(in: self) { return known.isSame(as: place) }
        return StudyLocation.isPossible(studyFile, where: lock.studyFile)
    }

    /// Keeps finished trials that are none of the study's any more in `replaced/`, and what else a
    /// run must not write over. The caller has the right to write the folder.
    /// - Parameters:
    ///   - keys: of the study's trials.
    ///   - replacing: whether the folder may be another study's, or its lock unreadable; then that
    ///     lock is kept, too.
    /// - Throws: `FileError`, `ResultsError`.
    package func setAsideOtherTrials(
        for study: Study, studyFile: String, keys: Set<String>, replacing: Bool
    ) throws {
        do {
            try check(belongsTo: study, studyFile: studyFile, keys: keys)
        } catch let error as ResultsError {
            guard replacing else { throw error }
            _ = try move(lockPath, toReplaced: "study.lock.json")
        }
        try StudyLocation(studyFile, results: path).write(to: self)
        let ids = Set(study.trials.map(\.id))
        let trials = "\(path)/trials"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: trials)) ?? []
        for name in names.sorted() where !ids.contains(name) && !name.hasPrefix(".") {
            // Earlier versions kept one beside its trial.
            let old = ".previous"
            let id = name.hasSuffix(old) ? String(name.dropLast(old.count)) : name
            try setAside(TrialFolder("\(trials)/\(name)", id: id))
        }
    }
}
