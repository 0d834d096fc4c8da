import Images
import Inference
import Networks
import Vocabulary

/// A model that cannot be exported as asked.
struct ExportError: Error, Hashable, CustomStringConvertible {
    let description: String
}

extension TrainedModel {
    /// Checks that the model can be exported.
    /// - Parameter normalizes: true if an ONNX model normalizes its input itself.
    /// - Throws: `ExportError` for an ensemble in a format of single networks, and for one whose
    ///   members need different images.
    func check(_ format: ExportFormat, normalizes: Bool) throws(ExportError) {
        guard members.count > 1 else { return }
        guard format == .onnx || format == .mlflow else {
            throw ExportError(
                description: "--format \(format): one file holds one network, but the model is an "
                    + "ensemble of \(members.count); use onnx or mlflow, or export one trial")
        }
        let first = members[0]
        for member in members.dropFirst() {
            let (a, b) = (first.description.transform, member.description.transform)
            guard a == b else {
                throw ExportError(
                    description: "the members of the ensemble need different images, but an "
                        + "exported model has one input: \(first.path): \(Self.text(a)); "
                        + "\(member.path): \(Self.text(b))")
            }
            let (c, d) = (first.description.normalization, member.description.normalization)
            guard c == d || normalizes else {
                throw ExportError(
                    description: "the members of the ensemble normalize images differently, so "
                        + "the caller cannot: \(first.path): \(Self.text(c)); \(member.path): "
                        + "\(Self.text(d)); include the normalization in the model with --normalize"
                )
            }
        }
    }

    private static func text(_ transform: EvaluationTransform) -> String {
        "resize \(transform.resize), crop \(transform.crop), \(transform.interpolation.rawValue), "
            + (["\(transform.decode.rawValue) decoding"] + transform.extras).joined(separator: ", ")
    }

    private static func text(_ normalization: Normalization) -> String {
        func list(_ numbers: [Double]) -> String {
            numbers.map { "\($0)" }.joined(separator: ", ")
        }
        return "mean \(list(normalization.mean)), std \(list(normalization.std))"
    }
}
