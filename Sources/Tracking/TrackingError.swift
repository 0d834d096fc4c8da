/// An error of a tracking server, a model registry or the files of MLflow.
package enum TrackingError: Error, Sendable, Hashable {
    /// Not an http or https address. The text contains no password.
    case badAddress(String)
    /// No server is set, and none was used before.
    case noServer(folder: String)
    /// Several servers were used before, and none is set.
    case severalServers(folder: String, addresses: [String])
    /// The server could not be reached, or the connection was lost.
    case network(String, address: String)
    /// The end of the run did not wait longer for a slow server.
    case slow
    /// A response with a status that can change later.
    case status(Int, address: String, message: String)
    /// A file of the results that cannot be read.
    case unreadableFile(String, reason: String)
    /// An event of a run that is not on the server yet.
    case waitingForRun
    /// Items that a server that works did not answer in time, so that no more are tried.
    case unanswered([String], seconds: Double, address: String)
    /// Items that the server did not accept although it accepted others.
    case notAccepted([SetAsideEvent])
    /// A refusal with an error code of MLflow.
    case refused(code: String, message: String, call: String)
    /// A response that does not have the form that the API documents.
    case badResponse(call: String, expected: String, got: String)
    /// An artifact store to which only the server or its own client can write.
    case foreignArtifacts(store: String)
    /// An unreadable line of the outbox.
    case badOutbox(file: String, line: Int)
    /// Not a reference such as `models:/name@alias`.
    case badReference(String)
    /// A file that the server does not accept.
    case upload(String, reason: String, address: String)
    /// A model that the server does not have.
    case noModel(String, message: String, address: String)
    /// A model that is not registered on this machine.
    case noLocalModel(String, location: String, known: [String])
    /// A file of a model whose digest differs from the registered one.
    case damagedModel(String, file: String, expected: String, got: String)
    /// The database of the registry on this machine cannot be used.
    case badRegistry(path: String, reason: String)
    /// A version that was registered by another program and has no digests.
    case foreignModel(String, address: String)
    /// An experiment that does not exist.
    case noExperiment(String, location: String, known: [String])
    /// A name of a metric that the user has given, and that no run has.
    case noMetric(String, of: String, location: String, known: [String])
    /// A path without runs of MLflow.
    case noLocalRuns(String)
    /// A database of MLflow that cannot be read.
    case badDatabase(path: String, reason: String)
    /// An experiment without a run that can be imported as a trial, with the reason for each run.
    case noRuns(experiment: String, location: String, reasons: [String])
    /// An unreadable line in a file of MLflow.
    case badRun(file: String, line: Int, expected: String, got: String)
    /// A trial without a run on the server.
    case noRun(trial: String, address: String)

    /// The error code of a refusal.
    package var code: String? {
        if case .refused(let code, _, _) = self { code } else { nil }
    }

    /// True unless the server has refused a request, or items got no answer: a repetition would
    /// hardly succeed soon.
    package var canBeRepeated: Bool {
        switch self {
        case .refused, .unanswered: false
        default: true
        }
    }

    /// True if the same request can hardly succeed later.
    var isFinal: Bool {
        switch self {
        case .refused, .foreignArtifacts, .unreadableFile: true
        // Timeouts and limits on the number of requests pass.
        case .status(let status, _, _):
            (400..<500).contains(status) && ![408, 425, 429].contains(status)
        default: false
        }
    }

    /// True if the error shows that the server works, so that other requests can succeed.
    var isOfServerThatWorks: Bool {
        switch self {
        case .refused, .foreignArtifacts, .unreadableFile, .waitingForRun: true
        default: false
        }
    }

    /// The reason why a server that works did not accept an item.
    var reason: String {
        switch self {
        case .network(let reason, _): reason
        case .status(let status, _, let message):
            "status \(status)\(Self.itemHint(status))"
                + (message.isEmpty ? "" : ": \(message.prefix(200))")
        case .refused(let code, let message, _): "\(code): \(message.prefix(300))"
        default: "\(self)"
        }
    }

    private static func itemHint(_ status: Int) -> String {
        switch status {
        case 403, 406, 451:
            ", although other requests are accepted; a firewall or proxy may dislike the content"
        case 408, 504: ", a time limit"
        case 413: ", larger than the server or a proxy in front of it accepts"
        case 507: ", no space on the server"
        default: ""
        }
    }
}

extension TrackingError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .badAddress(let text):
            "not an http or https address of a tracking server, such as http://localhost:5000: '\(text)'"
                + Self.serverHint(text)
        case .noServer(let folder):
            "\(folder): no tracking server is set; set --tracking-uri or MLFLOW_TRACKING_URI"
        case .severalServers(let folder, let addresses):
            "\(folder): tracked by several servers, \(addresses.joined(separator: ", ")); choose one with --tracking-uri"
        case .network(let reason, let address):
            "\(address): the tracking server cannot be reached: \(reason)"
        case .slow: "the tracking server is slow, and not all events are sent"
        case .status(let status, let address, let message):
            "\(address): the tracking server responded with status \(status)\(Self.hint(status))"
                + (message.isEmpty ? "" : ": \(message.prefix(200))")
        case .unanswered(let items, let seconds, let address):
            "\(address): the tracking server works, but has not answered within \(Int(seconds)) s when it got "
                + "\(items.joined(separator: ", then ")); no more is sent now"
        case .unreadableFile(let path, let reason): "\(path): cannot be read: \(reason)"
        case .waitingForRun: "its run is not on the server yet"
        case .notAccepted(let events):
            "the server has not accepted "
                + (events.count == 1
                    ? "one item; it is listed in \(SetAsideEvents.fileName) and is tried again later:"
                    : "\(events.count) items; they are listed in \(SetAsideEvents.fileName) and are tried again later:")
                + SetAsideEvent.lines(events).map { "\n  \($0)" }.joined()
        case .refused(let code, let message, let call):
            "the tracking server refused \(call): \(code): \(message.prefix(500))"
        case .badResponse(let call, let expected, let got):
            "the tracking server's response to \(call) has no \(expected); got \(got.prefix(200)); is it an MLflow server?"
        case .foreignArtifacts(let store):
            "the tracking server stores files in \(store), where only its own client can write; start the server with "
                + "--artifacts-destination to upload files"
        case .badOutbox(let file, let line):
            "\(file):\(line): expected a tracking event; the line is damaged: remove it, or remove the folder 'tracking' to "
                + "start again"
        case .badReference(let text):
            "not a reference to a model: '\(text)'; expected models:/NAME@ALIAS or models:/NAME/VERSION"
        case .upload(let path, let reason, let address):
            "\(path): \(address) does not accept the file: \(reason)"
        case .noModel(let reference, let message, let address):
            "\(reference): \(address) does not have this model: \(message.prefix(300)); see its page 'Models', or register "
                + "a trial with: study register"
        case .noLocalModel(let reference, let location, let known):
            "\(reference): not registered in \(location)"
                + (known.isEmpty ? "" : ", which has \(known.joined(separator: ", "))")
                + "; to use an MLflow server, set --tracking-uri, or --registry-of with a results folder"
        case .damagedModel(let model, let file, let expected, let got):
            "\(model): \(file) is damaged: expected SHA-256 \(expected.prefix(16))...; got \(got.prefix(16))...; "
                + "register the trial again"
        case .badRegistry(let path, let reason):
            "\(path): the model registry cannot be used: \(reason)"
        case .foreignModel(let reference, let address):
            "\(reference): \(address) has no digests of its files; expected a version registered by 'study register'"
        case .noExperiment(let name, let location, let known):
            "\(location): has no experiment '\(name)'"
                + (known.isEmpty ? "" : "; it has \(known.sorted().joined(separator: ", "))")
        case .noMetric(let name, let metric, let location, let known):
            "\(location): --metric \(metric)=\(name): no run has a metric '\(name)'; the runs have "
                + Self.list(known)
        case .noLocalRuns(let path):
            "\(path): no runs of MLflow; expected a file mlflow.db, a folder mlruns, or the folder that contains one of them"
        case .badDatabase(let path, let reason):
            "\(path): cannot be read as a database of MLflow: \(reason); try: mlflow server --backend-store-uri "
                + "sqlite:///\(path), and its address as --tracking-uri"
        case .noRuns(let experiment, let location, let reasons):
            "\(location): experiment '\(experiment)' has no finished run with a training loss for each epoch"
                + reasons.map { "\n  \($0)" }.joined()
        case .badRun(let file, let line, let expected, let got):
            "\(file):\(line): expected \(expected); got '\(got.prefix(80))'"
        case .noRun(let trial, let address):
            "\(trial): \(address) has no run of this trial; send it with: study track push"
        }
    }

    /// The names in order, or the first of many.
    static func list(_ names: some Sequence<String>) -> String {
        let names = names.sorted()
        return names.prefix(20).joined(separator: ", ") + (names.count > 20 ? ", ..." : "")
    }

    /// The way to a server for an address of a database or a folder.
    private static func serverHint(_ address: String) -> String {
        let scheme = address.prefix { $0 != ":" }.lowercased().prefix { $0 != "+" }
        guard ["sqlite", "file", "postgresql", "mysql", "mssql"].contains(scheme) else { return "" }
        return
            "; start a server with: mlflow server --backend-store-uri \(address), and set its address"
    }

    private static func hint(_ status: Int) -> String {
        switch status {
        case 300..<400: ", a redirection, which is not followed: use the final address"
        case 401, 403:
            ": check MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN"
        default: ""
        }
    }
}
