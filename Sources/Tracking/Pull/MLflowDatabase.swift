import Files
import Foundation
import Vocabulary

/// The SQLite file `mlflow.db`, in which MLflow keeps runs when it has no server.
package struct MLflowDatabase: RunSource {
    private let path: String

    /// - Parameter path: the path of the file.
    package init(_ path: String) { self.path = path }

    package var location: String { path }

    /// True if a file is an SQLite database.
    static func isDatabase(_ path: String) -> Bool {
        guard let file = FileHandle(forReadingAtPath: path) else { return false }
        defer { try? file.close() }
        return (try? file.read(upToCount: 15)) == Data("SQLite format 3".utf8)
    }

    package func experiments() throws -> [String] {
        try open { database in
            try database.run("SELECT name FROM experiments WHERE lifecycle_stage <> 'deleted'")
                .map { try $0.text("name") }
        }
    }

    package func runs(
        _ experiment: String, progress: (Int, Int) -> Void
    ) throws -> [ForeignRun]? {
        try open { database in
            let found = try database.run(
                "SELECT experiment_id FROM experiments WHERE name = ? AND lifecycle_stage <> 'deleted'",
                .text(experiment))
            guard let id = try found.first?.integer("experiment_id") else { return nil }
            let rows = try database.run(
                """
                SELECT * FROM runs WHERE experiment_id = ? AND lifecycle_stage <> 'deleted'
                ORDER BY start_time, run_uuid
                """, .integer(id))
            return try rows.enumerated().map { index, row in
                progress(index, rows.count)
                return try Self.run(row, database)
            }
        }
    }

    private static func run(
        _ row: SQLiteDatabase.Row, _ database: SQLiteDatabase
    ) throws -> ForeignRun {
        let id = try row.text("run_uuid")
        func texts(_ table: String) throws -> [String: String] {
            let rows = try database.run(
                "SELECT key, value FROM \(table) WHERE run_uuid = ?", .text(id))
            return Dictionary(
                try rows.map { (try $0.text("key"), (try? $0.text("value")) ?? "") },
                uniquingKeysWith: { $1 })
        }
        var metrics: [String: [MetricPoint]] = [:]
        let points = try database.run(
            """
            SELECT key, value, timestamp, step, is_nan FROM metrics WHERE run_uuid = ?
            ORDER BY step, timestamp
            """, .text(id))
        for point in points {
            let key = try point.text("key")
            let isNaN = (try? point.integer("is_nan")) == 1
            metrics[key, default: []].append(
                MetricPoint(
                    key: key, value: isNaN ? .nan : try point.real("value"),
                    step: try point.integer("step"), time: try point.integer("timestamp")))
        }
        let tags = try texts("tags")
        return ForeignRun(
            id: id, name: tags["mlflow.runName"] ?? (try? row.text("name")) ?? id,
            status: (try? row.text("status")) ?? "",
            started: (try? row.integer("start_time")) ?? 0, ended: try? row.integer("end_time"),
            params: try texts("params"), tags: tags, metrics: metrics)
    }

    private func open<Result>(_ body: (SQLiteDatabase) throws -> Result) throws -> Result {
        do { return try body(SQLiteDatabase(readingFrom: path)) } catch {
            guard let failure = error as? SQLiteDatabase.Failure else { throw error }
            throw TrackingError.badDatabase(path: path, reason: failure.message)
        }
    }
}
