import Foundation
import Processes
import Testing

@Suite struct ChildProcessRunTests {
    private func run(
        _ script: String, input: String = "", timeout: Double = 30
    ) throws -> ChildProcess.Result? {
        try ChildProcess.run("/bin/sh", ["-c", script], input: input, timeout: timeout)
    }

    @Test func outputsAreRead() throws {
        let result = try #require(try run("cat; echo e >&2; exit 3", input: "a b\n"))
        #expect(result.output == "a b")
        #expect(result.errors == "e")
        #expect(result.termination.exitStatus == 3)
    }

    /// More than a pipe can hold, on both outputs.
    @Test func longOutputs() throws {
        let result = try #require(try run("seq 100000 >&2; seq 100000"))
        #expect(result.output.split(separator: "\n").count == 100_000)
        #expect(result.errors.count == result.output.count)
    }

    @Test func aProgramThatReadsNoInput() throws {
        let result = try #require(
            try run("exec true", input: String(repeating: "x", count: 60_000)))
        #expect(result.termination.exitStatus == 0)
    }

    /// A program, or a child of it, that does not end in time.
    @Test(arguments: ["exec sleep 60", "sleep 60", "sleep 60 | cat", "exec >&- 2>&-; sleep 60"])
    func aTimeout(_ script: String) throws {
        let start = ContinuousClock.now
        #expect(try run(script, timeout: 1) == nil)
        #expect(ContinuousClock.now - start < .seconds(20))
    }

    /// A child that continues in the background does not delay the result.
    @Test func aChildThatGoesOn() throws {
        let start = ContinuousClock.now
        let result = try #require(try run("echo a; sleep 60 & exit 5"))
        #expect(result.output == "a")
        #expect(result.termination.exitStatus == 5)
        #expect(ContinuousClock.now - start < .seconds(20))
    }

    @Test func aMissingProgram() {
        #expect(throws: ProcessError.self) {
            try ChildProcess.run("/nonexistent/program", [], timeout: 1)
        }
    }
}
