import ArgumentParser
import Foundation
import Options
import Vocabulary
import Web

/// The command `study serve`, which serves a trained network and results over HTTP.
@main
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "study serve",
        abstract: "Serve a trained network or results: web pages and a JSON API.",
        discussion: """
            The model is a finished trial, the ensemble of several trials, a registered model, or a network with a checkpoint. The \
            options --calibrate, --threshold and --abstain use the validation predictions of the trials. --results, with or without a \
            network, serves a page for each study in a folder; the page of a running study is updated.

            The server listens on localhost and does not support TLS. To expose it, set --host, --host-name and \
            --token-file, and put a reverse proxy with TLS in front of it. On Ctrl-C or SIGTERM, the server completes the \
            received requests and exits. Uploaded images are kept in memory only.

            EXAMPLES
              study serve --trial results/lr-sweep/trials/cnn4-constant-s1 --open
              study serve --trial results/lr-sweep --ensemble --calibrate auto --threshold sensitivity:0.95
              study serve --results results
              study serve --model models:/chest-xray@champion --tracking-uri http://localhost:5000
              study serve --network vgg16 --weights mine.safetensors --classes NORMAL,PNEUMONIA
              curl --data-binary @xray.jpeg -H 'Content-Type: image/jpeg' localhost:8000/v1/predict
            """)

    @OptionGroup var network: NetworkOptions
    @OptionGroup var decisions: DecisionOptions
    @Option(help: ArgumentHelp(PrecisionSetting.predictionHelp)) var precision: PrecisionSetting?
    @Option(help: ArgumentHelp("The address to listen on.", valueName: "address"))
    var host = "127.0.0.1"
    @Option(help: "The port; 0: any free port.") var port = 8000
    @Option(
        help: ArgumentHelp(
            "A host name under which clients reach the server, such as example.org; '*': any; repeatable.",
            valueName: "name"))
    var hostName: [String] = []
    @Option(
        help: ArgumentHelp(
            "A file with a token that clients must send.", valueName: "file"),
        completion: .file())
    var tokenFile: String?
    @Option(
        help: ArgumentHelp(
            "Example images for the web page: a folder; 'dataset': test images of the trial; 'none' (default: synthetic X-rays for networks trained on them, else none).",
            valueName: "dir"),
        completion: .directory)
    var samples: String?
    @Option(
        help: ArgumentHelp(
            "The path under which a reverse proxy makes the server available, such as /study; the proxy may remove it or not.",
            valueName: "path"))
    var basePath = ""
    @Option(
        help: ArgumentHelp(
            "A results folder, or a folder that contains results folders.", valueName: "dir"),
        completion: .directory)
    var results: String?
    @Option(
        help: ArgumentHelp(
            "Maximum number of images that wait for a prediction.", valueName: "images"))
    var queue = ServerLimits().waitingImages
    @Option(help: ArgumentHelp("Maximum size of a request.", valueName: "megabytes"))
    var maxUpload = 32
    @Option(
        help: ArgumentHelp("Time limit for receiving a request.", valueName: "seconds"))
    var timeout = 30
    @Flag(help: "Open the page in a browser.") var open = false

    func validate() throws {
        if results == nil { try network.require() }
        guard (0...65535).contains(port) else {
            throw ValidationError("--port must be in [0, 65535]; got \(port)")
        }
        guard (1...100_000).contains(queue) else {
            throw ValidationError("--queue must be in [1, 100000]; got \(queue)")
        }
        guard (1...3600).contains(timeout) else {
            throw ValidationError("--timeout must be in [1, 3600]; got \(timeout)")
        }
        guard (1...1024).contains(maxUpload) else {
            throw ValidationError("--max-upload must be in [1, 1024]; got \(maxUpload)")
        }
    }

    func run() async throws {
        // The process must not end when a client closes its connection.
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
            host: host, port: port, hostNames: try hostName.map(ServerSettings.hostName),
            token: try tokenFile.map(Self.token), basePath: try BasePath(basePath), limits: limits)
        let served =
            network.isGiven
            ? try network.load(
                decisions, precision: precision, limits: limits, note: Self.note) : nil
        let server = WebServer(
            settings, model: served?.model,
            samples: try Samples.chosen(samples, trial: served?.trial),
            studyIndex: try results.map { try StudyIndex($0) })
        let opens = open
        try await server.run { address in
            print(address)
            fflush(nil)
            Self.note("For research, not for diagnosis. Press Ctrl-C to stop the server.")
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
                "--token-file \(path): expected at least 16 printable ASCII characters without spaces; create a token "
                    + "with 'openssl rand -hex 32'")
        }
        return token
    }

    private static func openBrowser(_ address: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["xdg-open", address]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        do { try process.run() } catch { note("cannot open a browser; open \(address)") }
    }
}
