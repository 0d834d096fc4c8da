import CSQLite

/// A connection to an SQLite database file, used by one thread at a time.
///
/// A call that finds the file locked by another process waits up to ten seconds.
final class SQLiteDatabase {
    /// A value that a statement takes as an argument.
    enum Value {
        case integer(Int)
        case real(Double)
        case text(String)
    }

    /// The message with which SQLite refused a call.
    struct Failure: Error {
        let message: String
    }

    private let connection: OpaquePointer

    /// Opens the database; an empty one is created if the file does not exist.
    /// - Throws: `Failure`.
    convenience init(path: String) throws {
        try self.init(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
        try run("PRAGMA foreign_keys = ON")
    }

    /// Opens a database of another program, which is not changed.
    /// - Throws: `Failure`.
    convenience init(readingFrom path: String) throws {
        try self.init(path, SQLITE_OPEN_READONLY)
    }

    private init(_ path: String, _ flags: Int32) throws {
        var opened: OpaquePointer?
        let code = sqlite3_open_v2(path, &opened, flags, nil)
        guard code == SQLITE_OK, let opened else {
            defer { sqlite3_close(opened) }
            throw Failure(message: String(cString: sqlite3_errmsg(opened)))
        }
        connection = opened
        sqlite3_busy_timeout(connection, 10_000)
    }

    deinit { sqlite3_close(connection) }

    private var failure: Failure { Failure(message: String(cString: sqlite3_errmsg(connection))) }

    /// Calls `body` in a transaction, which is undone if `body` throws.
    /// - Parameter isWriting: whether `body` changes the database; false: it reads one state of it.
    /// - Throws: `Failure`, errors of `body`.
    func transaction<Result>(isWriting: Bool, _ body: () throws -> Result) throws -> Result {
        try run(isWriting ? "BEGIN IMMEDIATE" : "BEGIN")
        do {
            let result = try body()
            try run("COMMIT")
            return result
        } catch {
            _ = try? run("ROLLBACK")
            throw error
        }
    }

    /// Runs a statement.
    /// - Parameters:
    ///   - sql: one statement.
    ///   - values: the values of its `?`, in their order.
    /// - Returns: the rows that it gives.
    /// - Throws: `Failure`.
    @discardableResult func run(_ sql: String, _ values: Value...) throws -> [Row] {
        var prepared: OpaquePointer?
        guard sqlite3_prepare_v2(connection, sql, -1, &prepared, nil) == SQLITE_OK,
            let statement = prepared
        else { throw failure }
        defer { sqlite3_finalize(statement) }
        precondition(sqlite3_bind_parameter_count(statement) == values.count)
        for (place, value) in zip(Int32(1)..., values) {
            let code =
                switch value {
                case .integer(let number): sqlite3_bind_int64(statement, place, Int64(number))
                case .real(let number): sqlite3_bind_double(statement, place, number)
                case .text(var text):
                    text.withUTF8 { bytes in
                        bytes.withMemoryRebound(to: CChar.self) {
                            study_sqlite_bind_text(
                                statement, place, $0.baseAddress, Int32($0.count))
                        }
                    }
                }
            guard code == SQLITE_OK else { throw failure }
        }
        var rows: [Row] = []
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW: rows.append(Row(statement))
            case SQLITE_DONE: return rows
            default: throw failure
            }
        }
    }

    /// A row that a statement gave.
    struct Row {
        private let values: [String: Value]

        init(_ statement: OpaquePointer) {
            var values: [String: Value] = [:]
            for column in 0..<sqlite3_column_count(statement) {
                let name = String(cString: sqlite3_column_name(statement, column))
                switch sqlite3_column_type(statement, column) {
                case SQLITE_INTEGER:
                    values[name] = .integer(Int(sqlite3_column_int64(statement, column)))
                case SQLITE_FLOAT: values[name] = .real(sqlite3_column_double(statement, column))
                case SQLITE_TEXT:
                    values[name] = .text(String(cString: sqlite3_column_text(statement, column)))
                default: break
                }
            }
            self.values = values
        }

        private func mismatch(_ column: String, _ expected: String) -> Failure {
            Failure(message: "the column \"\(column)\" holds no \(expected)")
        }

        /// The text in a column.
        /// - Throws: `Failure` if the column holds something else.
        func text(_ column: String) throws -> String {
            guard case .text(let text)? = values[column] else { throw mismatch(column, "text") }
            return text
        }

        /// The integer in a column.
        /// - Throws: `Failure` if the column holds something else.
        func integer(_ column: String) throws -> Int {
            guard case .integer(let number)? = values[column] else {
                throw mismatch(column, "integer")
            }
            return number
        }

        /// The number in a column.
        /// - Throws: `Failure` if the column holds something else.
        func real(_ column: String) throws -> Double {
            switch values[column] {
            case .real(let number): return number
            case .integer(let number): return Double(number)
            default: throw mismatch(column, "number")
            }
        }
    }
}
