import Foundation
import TestSupport
import Testing

/// The path of a Python with MLflow; nil if there is none.
let mlflowPython = ExternalProgram.python("STUDY_MLFLOW")

/// A free port of localhost.
func freePort() throws -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
            bind(descriptor, pointer, length) | getsockname(descriptor, pointer, &length)
        }
    }
    try #require(status == 0)
    return Int(UInt16(bigEndian: address.sin_port))
}

/// True if a process listens on a port of localhost.
func isOpen(_ port: Int) -> Bool {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
    address.sin_port = UInt16(port).bigEndian
    return withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
            connect(descriptor, pointer, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
        }
    }
}

/// A real MLflow server on localhost, which can be killed and started again.
final class MLflowServer: @unchecked Sendable {
    // `process` changes in tests alone, which are serialized, and at the end of the process.
    let port: Int
    let address: String
    let folder: String
    private var process: Process?

    /// Starts the server and waits until it responds.
    init(in folder: String) throws {
        self.folder = folder
        port = try freePort()
        address = "http://127.0.0.1:\(port)"
        try start()
    }

    deinit { kill() }

    func start() throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(mlflowPython))
        // With a process group of its own, for it starts others.
        let server = """
            import os, sys
            if os.getpgrp() != os.getpid(): os.setpgrp()
            os.execv(sys.executable, [sys.executable, "-m", "mlflow"] + sys.argv[1:])
            """
        process.arguments = [
            "-c", server, "server", "--host", "127.0.0.1", "--port", "\(port)", "--workers", "1",
            "--backend-store-uri", "sqlite:///\(folder)/mlflow.db", "--artifacts-destination",
            "\(folder)/artifacts",
        ]
        // Its other services would keep all cores busy.
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false"]
        ) { $1 }
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        self.process = process
        let deadline = Date() + 180
        while !isReady {
            try #require(process.isRunning && Date() < deadline, "MLflow does not start")
            Thread.sleep(forTimeInterval: 0.2)
        }
    }

    private var isReady: Bool {
        (try? ExternalProgram.run("/usr/bin/env", ["curl", "-s", "-m", "5", "\(address)/health"])
            .text) == "OK"
    }

    /// Calls a closure with the port of a proxy in front of the server.
    func behindProxy(_ options: String..., body: (Int) throws -> Void) throws {
        let port = try freePort()
        let proxy = try ExternalProgram.start(
            try #require(mlflowPython),
            [ExternalProgram.tool("mlflow/proxy.py"), "\(port)", "\(self.port)"] + options)
        defer {
            Glibc.kill(proxy.processIdentifier, SIGKILL)
            proxy.waitUntilExit()
        }
        let deadline = Date() + 60
        while !isOpen(port), Date() < deadline { Thread.sleep(forTimeInterval: 0.05) }
        try body(port)
    }

    /// Kills the server and its child processes.
    func kill() {
        guard let process else { return }
        Glibc.kill(-process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        self.process = nil
    }
}
