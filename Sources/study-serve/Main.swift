import ArgumentParser
import Foundation
import Options
import Web

/// `study serve`: a trained network as a web page and for programs.
@main
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "study serve",
        abstract: "Serve a trained network and results: web pages, and JSON for programs.",
        discussion: """
            A finished trial with its classes and its way of cutting images, a registered model, or a network and a \
            checkpoint; with --results, or that alone, also a page for each study of a folder, which follows a study \
            while it runs. The server listens on this machine alone unless --host says otherwise, and knows no TLS: for others, put a reverse \
            proxy in front of it and give --token-file. It ends on SIGTERM or Control-C, after it has answered what it \
            was asked. Images stay in memory.

            EXAMPLES
              study serve --trial results/lr-sweep/trials/cnn4-constant-s1 --open
              study serve --results results
              study serve --model models:/chest-xray@champion --tracking-uri http://localhost:5000
              study serve --network vgg16 --weights mine.safetensors --classes NORMAL,PNEUMONIA
              curl --data-binary @xray.jpeg -H 'Content-Type: image/jpeg' localhost:8000/v1/predict
            """)

    @OptionGroup var network: NetworkOptions
    @Option(help: "The address to listen on.") var host = "127.0.0.1"
    @Option(help: "The port; 0 for any that is free.") var port = 8000
    @Option(
        help: ArgumentHelp(
            "A name that the server goes by, as in example.org; repeatable; '*' for any.",
            valueName: "name"))
    var hostName: [String] = []
    @Option(
        help: ArgumentHelp(
            "A file with a token that clients must show.", valueName: "file"),
        completion: .file())
    var tokenFile: String?
    @Option(
        help: ArgumentHelp(
            "A folder of images to try the network on (default: phantom X-rays).",
            valueName: "dir"),
        completion: .directory)
    var samples: String?
    @Option(
        help: ArgumentHelp(
            "A folder of studies' results to show, or one of them.", valueName: "dir"),
        completion: .directory)
    var results: String?
    @Option(help: "Images that may wait for an answer.") var queue = ServerLimits().waitingImages
    @Option(help: "Megabytes of a request, at most.") var maxUpload = 32
    @Option(help: "Seconds within which a request has to come in whole.") var timeout = 30
    @Flag(help: "Open the page in a browser.") var open = false

    func validate() throws {
        if results == nil { try network.require() }
        guard (0...65535).contains(port) else {
            throw ValidationError("--port must be from 0 to 65535; got \(port)")
        }
        guard (1...100_000).contains(queue) else {
            throw ValidationError("--queue must be from 1 to 100000; got \(queue)")
        }
        guard (1...3600).contains(timeout) else {
            throw ValidationError("--timeout must be from 1 to 3600; got \(timeout)")
        }
        guard (1...1024).contains(maxUpload) else {
            throw ValidationError("--max-upload must be from 1 to 1024; got \(maxUpload)")
        }
    }

    func run() async throws {
        // A client that goes away is no reason to end.
        signal(SIGPIPE, SIG_IGN)
        do {
            try await serve()
        } catch let error as ExitCode {
            throw error
        } catch let error as ValidationError {
            throw error
        } catch {
            Self.note("study serve: \(error)")
            throw ExitCode(1)
        }
    }

    private func serve() async throws {
        var limits = ServerLimits()
        limits.waitingImages = queue
        limits.bodyBytes = maxUpload << 20
        (limits.requestSeconds, limits.idleSeconds) = (timeout, timeout)
        limits.bodyBytesAtOnce = max(limits.bodyBytesAtOnce, 2 * limits.bodyBytes)
        let settings = ServerSettings(
            host: host, port: port, hostNames: hostName.map { $0.lowercased() },
            token: try tokenFile.map(Self.token), limits: limits)
        let folder = samples ?? Samples.ownFolder
        let samples = try folder.map { try Samples(folder: $0) } ?? .none
        let model =
            network.isGiven ? try network.load(limits: limits, note: Self.note) : nil
        let server = WebServer(
            settings, model: model, samples: samples,
            studyIndex: try results.map { try StudyIndex($0) })
        let opens = open
        try await server.run { address in
            print(address)
            fflush(nil)
            Self.note("For research, not for diagnosis. Control-C ends the server.")
            if opens { Self.openBrowser(address) }
        } log: { text in
            Self.note("study serve: \(text)")
        }
    }

    private static func note(_ text: String) {
        FileHandle.standardError.write(Data("\(text)\n".utf8))
    }

    private static func token(_ path: String) throws -> String {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw ValidationError("--token-file \(path): cannot be read")
        }
        let token = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard token.utf8.count >= 16, token.utf8.allSatisfy({ (0x21..<0x7F).contains($0) }) else {
            throw ValidationError(
                "--token-file \(path): expected at least 16 visible ASCII characters, such as "
                    + "'openssl rand -hex 32' prints")
        }
        return token
    }

    private static func openBrowser(_ address: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["xdg-open", address]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        do { try process.run() } catch { note("no browser could be opened; go to \(address)") }
    }
}
