import Inference
import Results

extension TrainedModel {
    /// The trials of the model, as an evaluation records them.
    /// - Throws: `EvaluationFailure` for a network that is not a trial.
    func evaluated() throws -> [EvaluationRecord.Member] {
        try members.map { member in
            guard let record = member.record else {
                throw EvaluationFailure("\(member.path): is not the file of a finished trial")
            }
            return EvaluationRecord.Member(
                id: record.id, key: record.key, weights: member.digest ?? "")
        }
    }
}
