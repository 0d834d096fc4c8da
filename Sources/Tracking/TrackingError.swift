/// A tracking server that cannot be used, or that has refused something.
package enum TrackingError: Error, Sendable, Hashable {
    /// No http or https address; never with a password in it.
    case badAddress(String)
    /// No server is named anywhere.
    case noServer(folder: String)
    /// Several servers have been sent to before, and none is named.
    case severalServers(folder: String, addresses: [String])
    /// The server could not be reached, or was lost on the way.
    case network(String, address: String)
    /// An answer that may be another one later.
    case status(Int, address: String, message: String)
    /// An answer that will be the same the next time: the server understood and refused.
    case refused(code: String, message: String, call: String)
    /// Not what the API promises.
    case badAnswer(call: String, expected: String, got: String)
    /// Files go to a store that only the server, or its own client, can write.
    case foreignArtifacts(store: String)
    /// A line of the outbox that cannot be read.
    case badOutbox(file: String, line: Int)
    /// No reference such as `models:/name@alias`.
    case badReference(String)
    /// A model that the server does not have, or no longer.
    case noModel(String, message: String, address: String)
    /// A model that is not registered on this machine.
    case noLocalModel(String, place: String, known: [String])
    /// A file of a model that is not as it was registered or trained.
    case damagedModel(String, file: String, expected: String, got: String)
    /// The database of this machine's models cannot be used.
    case badRegistry(path: String, reason: String)
    /// A version that was registered by another program.
    case foreignModel(String, address: String)
    /// An experiment that is not there.
    case noExperiment(String, place: String, known: [String])
    /// An experiment without a run that can be made a trial, and why each cannot.
    case noRuns(experiment: String, place: String, reasons: [String])
    /// A line of a file of MLflow's that cannot be read.
    case badRun(file: String, line: Int, expected: String, got: String)
    /// A trial that the server has no run of.
    case noRun(trial: String, address: String)

    /// MLflow's word for why it refuses.
    package var code: String? {
        if case .refused(let code, _, _) = self { code } else { nil }
    }

    /// Whether it makes no sense to ask the server the same again.
    package var isFinal: Bool {
        switch self {
        case .refused, .foreignArtifacts: true
        default: false
        }
    }
}

extension TrackingError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .badAddress(let text):
            "'\(text)' is no http or https address of a tracking server, such as http://localhost:5000"
        case .noServer(let folder):
            "\(folder): no tracking server is known; name one with --tracking-uri or MLFLOW_TRACKING_URI"
        case .severalServers(let folder, let addresses):
            "\(folder): tracked by several servers, \(addresses.joined(separator: ", ")); name one with --tracking-uri"
        case .network(let reason, let address):
            "\(address): the tracking server cannot be reached: \(reason)"
        case .status(let status, let address, let message):
            "\(address): the tracking server answers \(status)\(Self.hint(status))"
                + (message.isEmpty ? "" : ": \(message.prefix(200))")
        case .refused(let code, let message, let call):
            "the tracking server refuses \(call): \(code): \(message.prefix(500))"
        case .badAnswer(let call, let expected, let got):
            "the tracking server's answer to \(call) has no \(expected); got \(got.prefix(200)); is it an MLflow server?"
        case .foreignArtifacts(let store):
            "the tracking server keeps files in \(store), where only its own client can write; start it with "
                + "--artifacts-destination to have them"
        case .badOutbox(let file, let line):
            "\(file):\(line): expected an event of tracking; the line is damaged: remove it, or the folder 'tracking' to start anew"
        case .badReference(let text):
            "'\(text)' is no reference to a model; expected models:/NAME@ALIAS or models:/NAME/VERSION"
        case .noModel(let reference, let message, let address):
            "\(reference): \(address) does not have it: \(message.prefix(300)); see the page 'Models' there, or register one "
                + "with: study register"
        case .noLocalModel(let reference, let place, let known):
            "\(reference): is not among the models registered in \(place)"
                + (known.isEmpty ? "" : ", which are \(known.joined(separator: ", "))")
                + "; for those of an MLflow server give --tracking-uri"
        case .damagedModel(let model, let file, let expected, let got):
            "\(model): \(file) is damaged: its SHA-256 should begin with \(expected.prefix(16)); got \(got.prefix(16)); "
                + "register the trial again"
        case .badRegistry(let path, let reason):
            "\(path): the registry of models cannot be used: \(reason)"
        case .foreignModel(let reference, let address):
            "\(reference): \(address) does not say its digest; expected a version that 'study register' made"
        case .noExperiment(let name, let place, let known):
            "\(place): has no experiment '\(name)'"
                + (known.isEmpty ? "" : "; it has \(known.sorted().joined(separator: ", "))")
        case .noRuns(let experiment, let place, let reasons):
            "\(place): the experiment '\(experiment)' has no finished run with train_loss and train_accuracy by epochs"
                + reasons.map { "\n  \($0)" }.joined()
        case .badRun(let file, let line, let expected, let got):
            "\(file):\(line): expected \(expected); got '\(got.prefix(80))'"
        case .noRun(let trial, let address):
            "\(trial): \(address) has no run of it; send it with: study track push"
        }
    }

    private static func hint(_ status: Int) -> String {
        switch status {
        case 300..<400: " and leads to another address, which is not followed: give the final one"
        case 401, 403:
            ": check MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN"
        default: ""
        }
    }
}
