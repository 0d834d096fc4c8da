import Files
import Foundation
package import Studies

extension ResultsFolder {
    /// Reads the lock; nil if there is none.
    /// - Throws: `ResultsError.unreadableLock` if the lock is damaged or of a newer program.
    package func readLockIfPresent() throws -> StudyLock? {
        // A dangling link and a folder without search permission are errors, not an absent lock.
        var information = stat()
        if lstat(lockPath, &information) != 0, errno == ENOENT || errno == ENOTDIR { return nil }
        do { return try StudyLock(file: lockPath) } catch {
            throw ResultsError.unreadableLock(file: lockPath, reason: "\(error)")
        }
    }

    /// Checks that a run of a study may write to the folder: it has no results yet, or those of the
    /// study.
    ///
    /// Results belong to the study if both have a trial with the same key, that is, with the same
    /// settings, data and engine, even if the study or its file was renamed. If all keys have
    /// changed, for example with the learning rate, they belong to the study if its name and file
    /// are the same.
    /// - Parameters:
    ///   - studyFile: the path of the study file as it was typed.
    ///   - keys: the keys of the study's trials.
    ///   - replacing: whether the folder may contain another study, or an unreadable lock.
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
        let location = StudyLocation(studyFile, results: path)
        if let known = StudyLocation(in: self) { return known.isSame(as: location) }
        return StudyLocation.isPossible(studyFile, where: lock.studyFile)
    }

    /// Moves finished trials that are not part of the study to `replaced/`, and the lock of another
    /// study. The caller must have locked the folder.
    /// - Parameters:
    ///   - studyFile: the path of the study file as it was typed.
    ///   - keys: the keys of the study's trials.
    ///   - replacing: whether the folder may contain another study, or an unreadable lock, which is
    ///     then moved, too.
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
            // Earlier versions kept the previous result of a trial beside it.
            let suffix = ".previous"
            let id = name.hasSuffix(suffix) ? String(name.dropLast(suffix.count)) : name
            try setAside(TrialFolder("\(trials)/\(name)", id: id))
        }
    }
}
