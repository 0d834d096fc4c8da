import Files
import Foundation
import GRDB
package import Results
import Vocabulary

/// The model registry on this machine: an SQLite database, and a folder with the files of the
/// models, named by their digests.
package final class LocalRegistry: ModelRegistry {
    private let folder: String
    private let database: DatabaseQueue

    package var location: String { folder }

    private static let migrations: [(name: String, sql: String)] = [
        (
            "versions",
            """
            CREATE TABLE model (name TEXT PRIMARY KEY, latest INTEGER NOT NULL);
            CREATE TABLE version (
                model TEXT NOT NULL REFERENCES model (name), version INTEGER NOT NULL, created TEXT NOT NULL,
                study TEXT NOT NULL, trial TEXT NOT NULL, trialKey TEXT NOT NULL, results TEXT NOT NULL,
                code TEXT NOT NULL, data TEXT NOT NULL, folder TEXT NOT NULL, PRIMARY KEY (model, version));
            CREATE TABLE alias (
                model TEXT NOT NULL, alias TEXT NOT NULL, version INTEGER NOT NULL, PRIMARY KEY (model, alias),
                FOREIGN KEY (model, version) REFERENCES version (model, version) ON DELETE CASCADE);
            CREATE TABLE file (
                model TEXT NOT NULL, version INTEGER NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL,
                PRIMARY KEY (model, version, name),
                FOREIGN KEY (model, version) REFERENCES version (model, version) ON DELETE CASCADE);
            CREATE TABLE metric (
                model TEXT NOT NULL, version INTEGER NOT NULL, name TEXT NOT NULL, value DOUBLE NOT NULL,
                PRIMARY KEY (model, version, name),
                FOREIGN KEY (model, version) REFERENCES version (model, version) ON DELETE CASCADE);
            """
        )
    ]

    /// Opens the registry; it is created if it does not exist.
    /// - Parameter folder: the registry's folder; nil: `registry` in the user's data folder.
    /// - Throws: `TrackingError.badRegistry`, `FileError`.
    package init(_ folder: String? = nil) throws {
        let folder = folder ?? Self.defaultFolder
        self.folder = folder
        try FileManager.makeFolder(folder)
        // Without the lock, two processes could create the tables at the same time.
        let lock = try Self.lock(folder)
        defer { withExtendedLifetime(lock) {} }
        var configuration = Configuration()
        // Another process may be writing.
        configuration.busyMode = .timeout(10)
        do {
            database = try DatabaseQueue(
                path: "\(folder)/registry.sqlite", configuration: configuration)
            var migrator = DatabaseMigrator()
            for migration in Self.migrations {
                migrator.registerMigration(migration.name) { try $0.execute(sql: migration.sql) }
            }
            try migrator.migrate(database)
        } catch { throw Self.error(error, folder) }
    }

    private static var defaultFolder: String { "\(XDG.dataFolder)/registry" }

    /// The registry; nil if it does not exist.
    /// - Throws: `TrackingError.badRegistry`, `FileError`.
    package static func existing() throws -> LocalRegistry? {
        let path = "\(defaultFolder)/registry.sqlite"
        return FileManager.default.fileExists(atPath: path) ? try LocalRegistry() : nil
    }

    /// Locks the registry for a change of its tables or files; waits for other processes.
    /// - Throws: `FileError`.
    private static func lock(_ folder: String) throws -> FileLock {
        try FileLock(path: "\(folder)/.registry.lock")
    }

    private static func error(_ error: any Error, _ folder: String) -> any Error {
        guard let error = error as? DatabaseError else { return error }
        return TrackingError.badRegistry(
            path: "\(folder)/registry.sqlite", reason: error.message ?? "\(error.resultCode)")
    }

    private func write<Value>(_ body: (Database) throws -> Value) throws -> Value {
        do { return try database.write(body) } catch { throw Self.error(error, folder) }
    }

    private func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
        do { return try database.read(body) } catch { throw Self.error(error, folder) }
    }

    /// Registers a trial as a new version of a model, and copies its files.
    /// - Parameters:
    ///   - study: the lock of the trial's study.
    ///   - results: the folder of the study's results.
    ///   - alias: an alias of the version; another version of the model loses it.
    /// - Throws: `TrackingError`, `ResultsError`, `FileError`.
    package func register(
        _ trial: TrialFolder, of study: StudyLock, results: ResultsFolder, as name: String,
        alias: String?
    ) throws -> ModelVersion {
        let record = try trial.readRecord()
        let made = try ModelVersion(trial, record, study: study.name, name: name)
        let store = SHA256Digest.of((made.digestList ?? []).joined(separator: " "))
        // Another process could register the same files, or remove the last version with them.
        let lock = try Self.lock(folder)
        defer { withExtendedLifetime(lock) {} }
        try keep(trial, made, store)
        let root = URL(fileURLWithPath: results.path).standardizedFileURL.path
        return try write { database in
            try database.execute(
                sql: """
                    INSERT INTO model (name, latest) VALUES (?, 1)
                    ON CONFLICT (name) DO UPDATE SET latest = latest + 1
                    """, arguments: [name])
            var version = made
            version.version = try Int.fetchOne(
                database, sql: "SELECT latest FROM model WHERE name = ?", arguments: [name])!
            try database.execute(
                sql: "INSERT INTO version VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                arguments: [
                    name, version.version, version.created, study.name, record.id, record.key, root,
                    record.codeVersion, record.data ?? "", store,
                ])
            for (file, digest) in version.digests {
                try database.execute(
                    sql: "INSERT INTO file VALUES (?, ?, ?, ?)",
                    arguments: [name, version.version, file, digest])
            }
            for (metric, value) in version.metrics where !value.isNaN {
                try database.execute(
                    sql: "INSERT INTO metric VALUES (?, ?, ?, ?)",
                    arguments: [name, version.version, metric, value])
            }
            if let alias {
                try Self.set(alias, version, database)
                version.aliases = [alias]
            }
            return version
        }
    }

    private func path(_ store: String) -> String { "\(folder)/models/\(store)" }

    /// Copies a trial's files, unless they exist with the right digests.
    private func keep(_ trial: TrialFolder, _ version: ModelVersion, _ store: String) throws {
        guard (try? check(version, store)) == nil else { return }
        let part = path(".\(UUID())")
        defer { try? FileManager.default.removeItem(atPath: part) }
        try FileManager.makeFolder(part)
        for file in ModelVersion.files {
            do {
                try FileManager.default.copyItem(
                    atPath: "\(trial.path)/\(file)", toPath: "\(part)/\(file)")
            } catch {
                throw FileError(operation: "copy", path: "\(part)/\(file)", error: error)
            }
        }
        // An existing folder is damaged.
        try? FileManager.default.removeItem(atPath: path(store))
        guard rename(part, path(store)) == 0 else {
            throw FileError(operation: "rename", path: path(store))
        }
        try check(version, store)
        try AtomicFile.syncFolder("\(folder)/models")
    }

    /// Compares the files of a version with their digests.
    /// - Throws: `TrackingError.damagedModel`, `FileError`.
    private func check(_ version: ModelVersion, _ store: String) throws {
        for (file, digest) in version.digests {
            let path = "\(path(store))/\(file)"
            let found = try SHA256Digest.of(file: path)
            guard found == digest else {
                throw TrackingError.damagedModel(
                    "models:/\(version.name)/\(version.version)", file: path, expected: digest,
                    got: found)
            }
        }
    }

    private static func set(
        _ alias: String, _ version: ModelVersion, _ database: Database
    ) throws {
        try database.execute(
            sql: """
                INSERT INTO alias (model, alias, version) VALUES (?, ?, ?)
                ON CONFLICT (model, alias) DO UPDATE SET version = excluded.version
                """, arguments: [version.name, alias, version.version])
    }

    package func setAlias(_ alias: String, of version: ModelVersion) throws {
        try write { try Self.set(alias, version, $0) }
    }

    package func remove(_ version: ModelVersion) throws {
        let lock = try Self.lock(folder)
        defer { withExtendedLifetime(lock) {} }
        let unused = try write { database -> String? in
            let key: StatementArguments = [version.name, version.version]
            let store = try String.fetchOne(
                database, sql: "SELECT folder FROM version WHERE model = ? AND version = ?",
                arguments: key)
            try database.execute(
                sql: "DELETE FROM version WHERE model = ? AND version = ?", arguments: key)
            let isUsed = try Bool.fetchOne(
                database, sql: "SELECT EXISTS (SELECT 1 FROM version WHERE folder = ?)",
                arguments: [store])
            return isUsed == true ? nil : store
        }
        if let unused { try? FileManager.default.removeItem(atPath: path(unused)) }
    }

    package func versions() throws -> [ModelVersion] {
        try read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM version ORDER BY model, version")
                .map { try Self.version($0, database) }
        }
    }

    private static func version(_ row: Row, _ database: Database) throws -> ModelVersion {
        var version = ModelVersion(name: row["model"], version: row["version"])
        (version.study, version.trial) = (row["study"], row["trial"])
        version.created = row["created"]
        func rows(_ columns: String, _ table: String) throws -> [Row] {
            try Row.fetchAll(
                database,
                sql: "SELECT \(columns) FROM \(table) WHERE model = ? AND version = ? ORDER BY 1",
                arguments: [version.name, version.version])
        }
        version.aliases = try rows("alias", "alias").map { $0[0] }
        for row in try rows("name, sha256", "file") { version.digests[row[0]] = row[1] }
        for row in try rows("name, value", "metric") { version.metrics[row[0]] = row[1] }
        return version
    }

    private func row(_ reference: ModelReference, _ database: Database) throws -> Row? {
        switch reference.choice {
        case .version(let version):
            try Row.fetchOne(
                database, sql: "SELECT * FROM version WHERE model = ? AND version = ?",
                arguments: [reference.name, version])
        case .alias(let alias):
            try Row.fetchOne(
                database,
                sql:
                    "SELECT version.* FROM version NATURAL JOIN alias WHERE model = ? AND alias = ?",
                arguments: [reference.name, alias])
        }
    }

    package func version(_ reference: ModelReference) throws -> ModelVersion {
        try find(reference).version
    }

    private func find(_ reference: ModelReference) throws -> (version: ModelVersion, store: String)
    {
        let found = try read { database in
            try row(reference, database).map { row -> (ModelVersion, String) in
                (try Self.version(row, database), row["folder"])
            }
        }
        if let found { return found }
        let known = try versions().flatMap { version in
            ["models:/\(version.name)/\(version.version)"]
                + version.aliases.map { "models:/\(version.name)@\($0)" }
        }
        throw TrackingError.noLocalModel("\(reference)", location: folder, known: known)
    }

    package func files(
        _ reference: ModelReference, progress: (String, Int, Int?) -> Void = { _, _, _ in }
    ) throws -> (folder: String, version: ModelVersion) {
        let (version, store) = try find(reference)
        try check(version, store)
        return (path(store), version)
    }
}
