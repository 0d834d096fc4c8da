import Analysis
import Markup
import Results

/// The file `checklist-<name>.md`: a reporting guide with the answers of a results folder.
struct ChecklistDocument {
    let checklist: Checklist
    /// The answers of the folder to all guides.
    let answers: ChecklistAnswers

    var markdown: Markdown {
        let head: [Markdown?] = [
            .heading(1, "\(checklist.title): \(answers.results.lock.title)"), counts, about,
            reading,
            DataCautions(analysis: answers.analysis).remark, phantoms, unfinished,
        ]
        return (head.compactMap { $0 } + checklist.sections.map(section))
            .joined(separator: "\n\n")
    }

    /// The number of items in each state.
    private var counts: Markdown {
        let states = checklist.items.map { $0.answer(answers).state }
        func count(_ state: ChecklistAnswer.State) -> Int { states.count { $0 == state } }
        return
            "**\(checklist.title): \(count(.answered)) of \(states.count) items answered from this folder, \(count(.partly)) partly, \(count(.open)) for the authors.**"
    }

    private var about: Markdown {
        let link = Markdown(source: "[doi:\(checklist.doi)](https://doi.org/\(checklist.doi))")
        return
            "\(checklist.scope) \(checklist.citation) \(link). The items below are paraphrased and shortened: the original is the authority on what each of them asks for."
    }

    private var reading: Markdown {
        let command = Markdown.code("study report --checklist \(checklist.name)")
        return
            "The answers describe what the files of this folder show, and nothing else. *Answered*: the folder shows what the item asks for. *Partly*: the text after \"For the authors\" is missing. *Open*: the folder cannot know it. Numbers are explained in [report.md](report.md). \(command) wrote this file. It is written again with the report, unless you edit it: then it is yours."
    }

    private var phantoms: Markdown? {
        guard answers.dataset.isPhantom else { return nil }
        return
            "> **Synthetic X-rays (phantoms).** The program drew these images. There are no patients, and no number here applies to real X-rays."
    }

    /// The warning that trials are missing; nil if all are complete.
    private var unfinished: Markdown? {
        let (complete, all) = (answers.results.trials.count, answers.results.lock.trials.count)
        guard complete < all else { return nil }
        return
            "> **Incomplete.** Complete trials: \(complete) of \(all). The answers describe these only."
    }

    private func section(_ section: Checklist.Section) -> Markdown {
        let rows = section.items.map { item -> [Markdown] in
            let answer = item.answer(answers)
            return [
                Markdown(item.number), item.topic, Markdown(answer.state.rawValue), answer.markdown,
            ]
        }
        return Markdown.section(
            Markdown(section.title),
            [
                Markdown.table(
                    ["item", "topic", "state", "answer"], [.left, .left, .left, .left], rows: rows)
            ])
    }
}
