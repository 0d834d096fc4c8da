import Foundation
import JSON
import Phantom
import Results
import Vocabulary

extension PhantomStudy {
    /// A trained study of several seeds, whose lock has the absolute path of its data, so that it
    /// can be evaluated from any folder.
    static func trained(
        in folder: String, network: String = #"{ "kind": "cnn4", "channels": 8 }"#,
        seeds: Int = 2, val: Int = 20
    ) throws -> (results: ResultsFolder, trials: [TrialFolder]) {
        let all = (1...seeds).map { "\($0)" }.joined(separator: ", ")
        var study = PhantomStudy(
            folder, network: network, epochs: 2,
            sweep: #"{ "schedule": ["constant"], "seed": [\#(all)] }"#)
        study.images = #"{ "size": 40, "train": 40, "val": \#(val), "test": 21 }"#
        try study.run()
        let results = ResultsFolder("\(folder)/results")
        try study.placeLock(of: results)
        return (results, try results.readLock().trials.map { results.trial($0.id) })
    }

    /// Writes the absolute path of the study file into the lock, as if the study were run from
    /// another folder than this process.
    func placeLock(of results: ResultsFolder) throws {
        var lock = try results.readLock()
        lock.studyFile = "\(folder)/phantoms.json"
        try results.write(lock)
    }

    /// Phantoms of other patients, in a folder beside the study.
    static func others(
        _ folder: String, _ name: String = "other", count: Int = 24
    ) throws -> String {
        let path = "\(folder)/\(name)"
        let values = SettingValues([
            "size": .number(40), "train": .number(10), "val": .number(0),
            "test": .number(Double(count)), "seed": .number(9), "contrast": .number(1),
        ])
        try SyntheticXRays.write(to: path, values) { _, _ in }
        try? FileManager.default.removeItem(atPath: "\(path)/val")
        return path
    }
}
