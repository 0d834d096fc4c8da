import Analysis
import JSON
import Markup
@testable import Reports
import Results
import Studies
import SyntheticResults
import Terminal
import Testing
import Vocabulary

/// The researcher's own text with values of the results in it.
struct NarrativeTests {
    private static let analysis = StudyAnalysis(
        Synthetic(schedules: ["step", "cosine"], seeds: 2).results, replicates: 50)
    private static let variables = analysis.variables

    private func render(_ text: String) throws -> Narrative {
        try Narrative(
            text, file: "lr-sweep.md",
            Narrative.Sources(
                variables: Self.variables,
                charts: [("val_accuracy", "![Validation accuracy](charts/val_accuracy.png)")],
                blocks: [("results", "## Results")]))
    }

    private func message(_ text: String) -> String? {
        do {
            _ = try render(text)
            return nil
        } catch { return "\(error)" }
    }

    @Test func valuesAreThoseOfTheResults() throws {
        let comparison = Self.analysis.comparison
        let best = try #require(comparison.first)
        let percent = Formatting.percent(best.mean, decimals: Self.analysis.decimals[.test] ?? 1)
        let text = try render("{{highest.schedule}} came to {{ highest.test_accuracy }}.").markdown
            .source
        #expect(text == "\(best.group.label) came to \(percent).")
        // A name without a seed is the mean over the seeds.
        let mean = try render("{{trials[\"\(best.group.name)\"].test_accuracy}}").markdown.source
        #expect(mean == percent)
        let alone = try render("{{trials[\"vgg16-step-s1\"].test_accuracy}}").markdown.source
        let trial = try #require(
            Self.analysis.results.trials.first { $0.entry.id == "vgg16-step-s1" })
        #expect(
            alone
                == Formatting.percent(
                    trial.best?.metrics[.test]?.accuracy,
                    decimals: Self.analysis.decimals[.test] ?? 1))
        #expect(try render("{{study.trials}} {{dataset.test_images}}").markdown.source == "4 624")
    }

    @Test func blocksReplaceTheirPlaceholders() throws {
        let text = try render(
            """
            {{! not for readers }}{{> chart val-accuracy}}
            {{> section results}}
            \\{{as it is}}
            {{> table groups schedule, test_accuracy | sort -test_accuracy | first 1}}
            """)
        #expect(text.sections == ["results"])
        let lines = text.markdown.source.split(separator: "\n")
        #expect(
            lines.prefix(3) == [
                "![Validation accuracy](charts/val_accuracy.png)", "## Results", "{{as it is}}",
            ])
        #expect(lines[3] == "| schedule | test accuracy |")
        #expect(lines.count == 6)
        #expect(
            lines[5].hasPrefix("| \(try #require(Self.analysis.comparison.first).group.label) | "))
    }

    @Test func tablesAreFilteredAndSorted() throws {
        let rows = try render(
            "{{> table trials name, test_loss | where schedule = step | sort name}}"
        )
        .markdown.source.split(separator: "\n").dropFirst(2)
        #expect(
            rows.map { $0.split(separator: " ")[1] } == [
                "vgg16-step", "vgg16-step-s1", "vgg16-step-s2",
            ])
    }

    /// Whether a setting is an axis or not.
    @Test func allSettingsOfTheBestCanBeNamed() throws {
        var results = Synthetic(schedules: ["step", "cosine"], seeds: 2).results
        for index in results.trials.indices {
            results.trials[index].record.settings = RecordedSettings(ofAnyProgram: [
                "network": ["kind": "vgg16", "channels": 8],
                "training": ["batchSize": 32, "optimizer": ["kind": "sgd", "learningRate": 0.01]],
                "seed": .number(Double(results.trials[index].entry.seed)),
            ])
        }
        let variables = StudyAnalysis(results, replicates: 20).variables
        let text = try Narrative(
            "{{highest.network}}, {{highest.network.channels}}, {{highest.training.batchSize}}, "
                + "{{highest.training.optimizer}}, {{highest.training.optimizer.learningRate}}, "
                + "{{highest.seed}}, {{highest.schedule}}\n\n"
                + "{{> table groups name, training.batchSize}}",
            file: "t.md", Narrative.Sources(variables: variables, charts: [], blocks: [])
        ).markdown.source
        let schedule = try #require(StudyAnalysis(results, replicates: 20).comparison.first).group
            .label
        #expect(text.hasPrefix("vgg16, 8, 32, sgd, 0.01, 1, 2, \(schedule)\n\n"), "\(text)")
        #expect(text.contains("| vgg16-step | 32 |"))
    }

    @Test func allErrorsAreReportedAtOnce() throws {
        let found = try #require(message("{{best.netwrk}}\n{{> chart x}}\n{{best"))
        #expect(
            found.split(separator: "\n").map { $0.prefix(14) } == [
                "lr-sweep.md:1:", "lr-sweep.md:2:", "lr-sweep.md:3:",
            ])
    }

    @Test func namesInTheTextAreEscaped() throws {
        var study = Synthetic(schedules: ["step", "cosine"])
        study.classes = ["<none>", "__init__"]
        let variables = StudyAnalysis(study.results, replicates: 20).variables
        let text = try Narrative(
            "{{dataset.classes}}", file: "t.md",
            Narrative.Sources(variables: variables, charts: [], blocks: []))
        #expect(text.markdown.source == "\\<none> and \\_\\_init\\_\\_")
    }

    /// An unknown placeholder is an error with its line and column, never an empty text.
    @Test(arguments: [
        (
            "One\nTwo {{highest.netwrk}}",
            "lr-sweep.md:2:5: unknown name 'netwrk' in 'highest'; did you mean 'network'?"
        ),
        (
            "{{highest}}",
            "lr-sweep.md:1:1: 'highest' is not a single value; name one of its members: name, label"
        ),
        ("a {{highest.network", "lr-sweep.md:1:3: '{{' has no closing '}}'"),
        ("{{highest network}}", "lr-sweep.md:1:1: 'highest network' is not a variable"),
        (
            "é {{> chart val-acuracy}}",
            "lr-sweep.md:1:3: unknown chart 'val-acuracy'; did you mean 'val_accuracy'?"
        ),
        ("{{> picture x}}", "lr-sweep.md:1:1: unknown block 'picture'"),
        ("{{> table}}", "lr-sweep.md:1:1: unknown table ''"),
        ("{{> table groups}}", "lr-sweep.md:1:1: 'groups' needs columns; known columns: name"),
        (
            "{{> table groups nme}}",
            "lr-sweep.md:1:1: unknown column 'nme'; did you mean 'name'?"
        ),
        ("{{> table groups name | first x}}", "lr-sweep.md:1:1: 'first' needs a number"),
        ("{{> table groups name | short name}}", "lr-sweep.md:1:1: unknown step 'short'"),
        ("{{trials[\"none\"].label}}", "lr-sweep.md:1:1: unknown name 'none' in 'trials'"),
    ])
    func unknownPlaceholdersAreErrors(_ text: String, _ expected: String) throws {
        let found = try #require(message(text))
        #expect(found.hasPrefix(expected), "\(found)")
    }
}
