import Analysis
import Foundation
import Markup
import Results

/// The question, the answer in one or two sentences, the tests that it rests on, how the
/// configuration was chosen and how certain the results are.
struct AbstractSection {
    let analysis: StudyAnalysis

    private var results: StudyResults { analysis.results }

    var markdown: Markdown {
        let question = results.lock.question.trimmingCharacters(in: .whitespacesAndNewlines)
        let choice = ChoiceSentences(analysis: analysis)
        let answer: Markdown? = choice.answer.map {
            "**Answer.** \([$0, DifferenceSentences(analysis: analysis).answer].compactMap { $0 }.joined(separator: " "))"
        }
        let certainty = CertaintySentences(analysis: analysis).markdown
        let certaintyParagraph: Markdown? = certainty.map { "**How sure.** \($0)" }
        return [
            DataCautions(analysis: analysis).remark, Markdown(source: question),
            answer ?? "No trial is complete yet.", EvidenceTable(analysis: analysis).markdown,
            choice.details, certaintyParagraph, warning,
        ]
        .compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    private var warning: Markdown? {
        if results.lock.dataset.isPhantom {
            return """
                > **Synthetic X-rays (phantoms).** The program drew these images. No number in this \
                report applies to real X-rays.
                """
        }
        guard Set(results.lock.dataset.classes) == ["NORMAL", "PNEUMONIA"] else { return nil }
        return """
            > **For research, not for diagnosis.** The accuracies are those on images from the source \
            of the training images. On images of another hospital, accuracy can be lower (Zech et \
            al., 2018).
            """
    }
}
