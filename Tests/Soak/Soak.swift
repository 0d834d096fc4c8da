import ArgumentParser
import Foundation

/// Reads damaged files, one after the other, until the time is over. Each is in the folder while it
/// is read: when this process dies, the file that is left has killed it, and its name gives seed
/// and iteration.
@main struct Soak: ParsableCommand {
    @Argument var format: Format
    @Option(help: "What the damage is drawn from.") var seed: UInt64 = 1
    @Option(help: "The first iteration.") var first = 0
    @Option(help: "How long to go on.") var seconds = 1.0
    @Option(help: "Where the damaged files are written.") var folder = "."

    func run() throws {
        let seeds = try format.seeds.map {
            try [UInt8](Data(contentsOf: URL(fileURLWithPath: $0)))
        }
        try Limits.limitMemory()
        Limits.heedAlarm()
        let start = ContinuousClock.now
        var (iteration, opened) = (first, 0)
        while ContinuousClock.now - start < .seconds(seconds) {
            var mutator = Mutator(
                seed: seed, format: format, iteration: iteration, seeds: seeds)
            let path = "\(folder)/\(format.rawValue)-\(seed)-\(iteration)"
            try write(mutator.next(), to: path)
            if try Limits.withinTime({ try format.open(path) }) { opened += 1 }
            unlink(path)
            iteration += 1
        }
        print("\(format.rawValue): \(iteration - first) files, \(opened) of them still readable")
    }

    /// Without the wait for the disk that Foundation's writing has, a hundred times as long as the
    /// reading.
    private func write(_ bytes: [UInt8], to path: String) throws {
        guard let file = fopen(path, "w") else { throw CocoaError(.fileWriteUnknown) }
        let count = fwrite(bytes, 1, bytes.count, file)
        guard fclose(file) == 0, count == bytes.count else { throw CocoaError(.fileWriteUnknown) }
    }
}

extension Format: ExpressibleByArgument {}
