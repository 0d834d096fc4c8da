package import JSON
import Vocabulary

/// The machine and the libraries that produced a result.
package struct Platform: Sendable, Hashable {
    /// The processor's model.
    package var cpu: String
    /// The number of cores.
    package var cores: Int
    /// The widest vector instructions in use, such as `avx512_core`.
    package var instructionSet: String
    /// The operating system and its version.
    package var system: String
    /// The version of oneDNN.
    package var oneDNN: String
    /// The number of threads.
    package var threads: Int

    package init(
        cpu: String, cores: Int, instructionSet: String, system: String, oneDNN: String,
        threads: Int
    ) {
        self.cpu = cpu
        self.cores = cores
        self.instructionSet = instructionSet
        self.system = system
        self.oneDNN = oneDNN
        self.threads = threads
    }

    /// The platform of results that were fetched from a tracking server.
    package static let unknown = Platform(
        cpu: "unknown", cores: 0, instructionSet: "unknown", system: "unknown", oneDNN: "unknown",
        threads: 0)

    /// The processor's model and instructions, on which the last bits of results depend.
    package var processor: String { "\(cpu) (\(instructionSet))" }

    /// The JSON in `study.lock.json` and `trial.json`.
    package var json: JSONValue {
        [
            "cpu": .string(cpu), "cores": JSONValue(cores),
            "instructionSet": .string(instructionSet),
            "system": .string(system), "oneDNN": .string(oneDNN), "threads": JSONValue(threads),
        ]
    }

    init(_ reader: JSONReader) throws(ResultsError) {
        cpu = try reader.string("cpu")
        cores = try reader.integer("cores")
        instructionSet = try reader.string("instructionSet")
        system = try reader.string("system")
        oneDNN = try reader.string("oneDNN")
        threads = try reader.integer("threads")
    }
}
