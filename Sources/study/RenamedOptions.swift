import ArgumentParser

/// Options of `study run` under the names that they had in earlier versions. An old name is an
/// error that gives the new one.
struct RenamedRunOptions: ParsableArguments {
    @Option(name: .customLong("only"), help: .hidden) var only: String?
    @Option(name: .customLong("retry"), help: .hidden) var retry: String?
    @Option(name: .customLong("mem"), help: .hidden) var mem: String?

    func validate() throws {
        try refuse("only", only, new: "filter")
        try refuse("retry", retry, new: "retries")
        try refuse("mem", mem, new: "memory")
    }
}

/// The option of `study track push` under the name that it had in earlier versions.
struct RenamedPushOptions: ParsableArguments {
    @Option(name: .customLong("patience"), help: .hidden) var patience: String?

    func validate() throws { try refuse("patience", patience, new: "timeout") }
}

/// - Throws: `ValidationError` if the old option was given.
private func refuse(_ old: String, _ value: String?, new: String) throws {
    if value != nil { throw ValidationError("--\(old) was renamed; use --\(new)") }
}
