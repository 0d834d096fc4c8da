package import Evaluation
import JSON

extension EvaluationRecord {
    /// The logistic recalibration of the predictions; see `LogisticRecalibration`.
    package enum Recalibration: Sendable, Hashable {
        /// The slope, the intercept, and the intercept with the slope 1.
        case fitted(slope: Figure, intercept: Figure, inTheLarge: Figure)
        /// It has no unique finite solution.
        case undefined(LogisticRecalibration.Omission)

        var json: JSONValue {
            switch self {
            case .fitted(let slope, let intercept, let inTheLarge):
                [
                    "slope": slope.json, "intercept": intercept.json,
                    "inTheLarge": inTheLarge.json,
                ]
            case .undefined(let reason): ["undefined": .string(reason.rawValue)]
            }
        }

        init?(optional reader: JSONReader) throws(ResultsError) {
            if reader.value.isNull { return nil }
            guard reader["undefined"].value.isNull else {
                let names = LogisticRecalibration.Omission.allCases.map(\.rawValue)
                self = .undefined(
                    try reader["undefined"].require(names.joined(separator: ", ")) {
                        $0.text.flatMap { LogisticRecalibration.Omission(rawValue: $0) }
                    })
                return
            }
            self = .fitted(
                slope: try Figure(reader["slope"]), intercept: try Figure(reader["intercept"]),
                inTheLarge: try Figure(reader["inTheLarge"]))
        }
    }
}
