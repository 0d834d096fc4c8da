package import Files
import Foundation
package import Results
import Vocabulary

/// The model registry on this machine: an SQLite database, and a folder with the files of the
/// models, named by their digests.
package final class LocalRegistry: ModelRegistry {
    private let folder: String
    private let database: SQLiteDatabase

    package var location: String { folder }

    private static let tables = [
        "model (name TEXT PRIMARY KEY, latest INTEGER NOT NULL)",
        """
        version (
            model TEXT NOT NULL REFERENCES model (name), version INTEGER NOT NULL, created TEXT NOT NULL,
            study TEXT NOT NULL, trial TEXT NOT NULL, trialKey TEXT NOT NULL, results TEXT NOT NULL,
            code TEXT NOT NULL, data TEXT NOT NULL, folder TEXT NOT NULL, PRIMARY KEY (model, version))
        """,
        """
        alias (
            model TEXT NOT NULL, alias TEXT NOT NULL, version INTEGER NOT NULL, PRIMARY KEY (model, alias),
            FOREIGN KEY (model, version) REFERENCES version (model, version) ON DELETE CASCADE)
        """,
        """
        file (
            model TEXT NOT NULL, version INTEGER NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL,
            PRIMARY KEY (model, version, name),
            FOREIGN KEY (model, version) REFERENCES version (model, version) ON DELETE CASCADE)
        """,
        """
        metric (
            model TEXT NOT NULL, version INTEGER NOT NULL, name TEXT NOT NULL, value DOUBLE NOT NULL,
            PRIMARY KEY (model, version, name),
            FOREIGN KEY (model, version) REFERENCES version (model, version) ON DELETE CASCADE)
        """,
    ]

    /// Opens the registry; it is created if it does not exist.
    /// - Parameter folder: the registry's folder; nil: `registry` in the user's data folder.
    /// - Throws: `TrackingError.badRegistry`, `FileError`.
    package init(_ folder: String? = nil) throws {
        let folder = try folder ?? Self.defaultFolder()
        self.folder = folder
        try FileManager.makeFolder(folder)
        // Without the lock, two processes could create the tables at the same time.
        let lock = try Self.lock(folder)
        defer { withExtendedLifetime(lock) {} }
        do {
            let database = try SQLiteDatabase(path: "\(folder)/registry.sqlite")
            try database.transaction(isWriting: true) {
                for table in Self.tables {
                    try database.run("CREATE TABLE IF NOT EXISTS \(table)")
                }
            }
            self.database = database
        } catch { throw Self.error(error, folder) }
    }

    /// The folder of the registry on this machine, which may not exist.
    /// - Throws: `FileError` without a home folder.
    package static func defaultFolder() throws(FileError) -> String {
        "\(try UserFolders().dataFolder())/registry"
    }

    /// The registry; nil if it does not exist.
    /// - Throws: `TrackingError.badRegistry`, `FileError`.
    package static func existing() throws -> LocalRegistry? {
        let path = "\(try defaultFolder())/registry.sqlite"
        return FileManager.default.fileExists(atPath: path) ? try LocalRegistry() : nil
    }

    /// Locks the registry for a change of its tables or files; waits for other processes.
    /// - Throws: `FileError`.
    private static func lock(_ folder: String) throws -> FileLock {
        try FileLock(path: "\(folder)/.registry.lock")
    }

    private static func error(_ error: any Error, _ folder: String) -> any Error {
        guard let error = error as? SQLiteDatabase.Failure else { return error }
        return TrackingError.badRegistry(
            path: "\(folder)/registry.sqlite", reason: error.message)
    }

    private func write<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try database.transaction(isWriting: true, body)
        } catch { throw Self.error(error, folder) }
    }

    private func read<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try database.transaction(isWriting: false, body)
        } catch { throw Self.error(error, folder) }
    }

    /// Registers a new version of a model, and copies its files.
    /// - Parameters:
    ///   - results: the folder of the results of the first trial's study.
    ///   - alias: an alias of the version; another version of the model loses it.
    /// - Throws: `TrackingError`, `ResultsError`, `FileError`.
    package func register(
        _ model: ModelRegistration, results: ResultsFolder, as name: String, alias: String?
    ) throws -> ModelVersion {
        let made = try model.version(of: name)
        let record = model.trials[0].record
        let store = made.filesDigest ?? ""
        // Another process could register the same files, or remove the last version with them.
        let lock = try Self.lock(folder)
        defer { withExtendedLifetime(lock) {} }
        try keep(model.files, made, store)
        let root = URL(fileURLWithPath: results.path).standardizedFileURL.path
        return try write {
            try database.run(
                """
                INSERT INTO model (name, latest) VALUES (?, 1)
                ON CONFLICT (name) DO UPDATE SET latest = latest + 1
                """, .text(name))
            let latest = try database.run("SELECT latest FROM model WHERE name = ?", .text(name))
            var version = made
            version.version = try latest[0].integer("latest")
            try database.run(
                "INSERT INTO version VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                .text(name), .integer(version.version), .text(version.created), .text(made.study),
                .text(made.trial), .text(model.key), .text(root), .text(record.codeVersion),
                .text(record.data ?? ""), .text(store))
            for (file, digest) in version.digests {
                try database.run(
                    "INSERT INTO file VALUES (?, ?, ?, ?)",
                    .text(name), .integer(version.version), .text(file), .text(digest))
            }
            for (metric, value) in version.metrics where !value.isNaN {
                try database.run(
                    "INSERT INTO metric VALUES (?, ?, ?, ?)",
                    .text(name), .integer(version.version), .text(metric), .real(value))
            }
            if let alias {
                try set(alias, version)
                version.aliases = [alias]
            }
            return version
        }
    }

    private func path(_ store: String) -> String { "\(folder)/models/\(store)" }

    /// Copies the files, unless they exist with the right digests.
    private func keep(_ files: ModelFiles, _ version: ModelVersion, _ store: String) throws {
        guard (try? check(version, store)) == nil else { return }
        let part = path(".\(UUID())")
        defer { try? FileManager.default.removeItem(atPath: part) }
        try FileManager.makeFolder(part)
        for (file, path) in files.paths {
            do {
                try FileManager.makeFolder(FileManager.parentPath("\(part)/\(file)"))
                try FileManager.default.copyItem(atPath: path, toPath: "\(part)/\(file)")
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

    private func set(_ alias: String, _ version: ModelVersion) throws {
        try database.run(
            """
            INSERT INTO alias (model, alias, version) VALUES (?, ?, ?)
            ON CONFLICT (model, alias) DO UPDATE SET version = excluded.version
            """, .text(version.name), .text(alias), .integer(version.version))
    }

    package func setAlias(_ alias: String, of version: ModelVersion) throws {
        try write { try set(alias, version) }
    }

    package func remove(_ version: ModelVersion) throws {
        let lock = try Self.lock(folder)
        defer { withExtendedLifetime(lock) {} }
        let unused = try write { () -> String? in
            let rows = try database.run(
                "SELECT folder FROM version WHERE model = ? AND version = ?",
                .text(version.name), .integer(version.version))
            guard let store = try rows.first?.text("folder") else { return nil }
            try database.run(
                "DELETE FROM version WHERE model = ? AND version = ?",
                .text(version.name), .integer(version.version))
            let users = try database.run(
                "SELECT model FROM version WHERE folder = ?", .text(store))
            return users.isEmpty ? store : nil
        }
        if let unused { try? FileManager.default.removeItem(atPath: path(unused)) }
    }

    package func versions() throws -> [ModelVersion] {
        try read {
            try database.run("SELECT * FROM version ORDER BY model, version").map(version)
        }
    }

    /// The version in a row of the table "version".
    private func version(_ row: SQLiteDatabase.Row) throws -> ModelVersion {
        var version = try ModelVersion(name: row.text("model"), version: row.integer("version"))
        version.study = try row.text("study")
        version.trial = try row.text("trial")
        version.created = try row.text("created")
        func rows(_ table: String, by column: String) throws -> [SQLiteDatabase.Row] {
            try database.run(
                "SELECT * FROM \(table) WHERE model = ? AND version = ? ORDER BY \(column)",
                .text(version.name), .integer(version.version))
        }
        version.aliases = try rows("alias", by: "alias").map { try $0.text("alias") }
        for row in try rows("file", by: "name") {
            version.digests[try row.text("name")] = try row.text("sha256")
        }
        for row in try rows("metric", by: "name") {
            version.metrics[try row.text("name")] = try row.real("value")
        }
        return version
    }

    private func row(_ reference: ModelReference) throws -> SQLiteDatabase.Row? {
        switch reference.choice {
        case .version(let version):
            try database.run(
                "SELECT * FROM version WHERE model = ? AND version = ?",
                .text(reference.name), .integer(version)
            ).first
        case .alias(let alias):
            try database.run(
                "SELECT version.* FROM version NATURAL JOIN alias WHERE model = ? AND alias = ?",
                .text(reference.name), .text(alias)
            ).first
        }
    }

    package func version(_ reference: ModelReference) throws -> ModelVersion {
        try find(reference).version
    }

    private func find(_ reference: ModelReference) throws -> (version: ModelVersion, store: String)
    {
        let found = try read {
            try row(reference).map { (try version($0), try $0.text("folder")) }
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
