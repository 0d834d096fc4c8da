import Evaluation
import Files
import Foundation
import JSON
import Results
import Testing
import TestSupport
import Vocabulary

/// Subgroups in the record of an evaluation, and the attributes of a study's test images.
@Suite struct SubgroupsRecordTests {
    @Test func subgroupsAreReadAsTheyWereWritten() throws {
        let folder = try TemporaryFolder()
        let undefined = Subgroups.Figure(own: .init(value: 1, interval: nil))
        let compared = Subgroups.Figure(
            own: .init(value: 0.75, interval: 0.5...0.875), rest: 0.5,
            gap: .init(value: 0.25, interval: -0.125...0.5),
            ratio: .init(value: 1.5, interval: nil), pValue: 0.25, correctedP: 1)
        let subgroups = Subgroups(
            overall: ["auroc": .init(value: 0.875, interval: 0.75...0.9375)],
            attributes: [
                .init(attribute: "sex", images: 3), .init(attribute: "a, \"b\"", images: 0),
            ],
            subgroups: [
                .init(
                    terms: [.init(attribute: "sex", value: "F")], counts: [10, 12], patients: 9,
                    onlyClass: nil, figures: ["auroc": compared, "specificity": undefined]),
                .init(
                    terms: [.init(attribute: "sex", value: "M")], counts: [0, 5], patients: nil,
                    onlyClass: 1, figures: [:]),
            ],
            intersections: [
                .init(
                    terms: [
                        .init(attribute: "sex", value: "F"),
                        .init(attribute: "a, \"b\"", value: ">= 60"),
                    ], counts: [11, 11], patients: nil, onlyClass: nil,
                    figures: ["auroc": compared])
            ], smallIntersections: 4, tests: 7)
        var record = EvaluationRecord(
            name: "b", model: [.init(id: "t", key: "k", weights: "w")], classes: ["n", "p"],
            positiveClass: "p", precision: .fp32,
            images: .init(
                path: "x", split: nil, counts: [10, 17], patients: nil, fingerprint: "f",
                skipped: [], unread: []), overlaps: [], threshold: nil, replicates: 200,
            unit: "images", metrics: [:], decided: [:], confusion: [[10, 0], [0, 17]],
            prevalence: nil, meanProbability: nil, shift: nil, program: "p", files: [:])
        let path = "\(folder.path)/evaluation.json"
        for expected in [subgroups, nil] {
            record.subgroups = expected
            try AtomicFile.write(record.json.pretty, to: path)
            #expect(try EvaluationRecord(file: path).subgroups == expected)
        }
    }

    @Test func attributesOfAStudy() throws {
        let temporary = try TemporaryFolder()
        let folder = ResultsFolder(temporary.path)
        #expect(try StudyAttributes(in: folder) == nil)
        let attributes = StudyAttributes(
            files: ["test/a.png", "test/ü,\".png"],
            attributes: [
                ImageAttribute(name: "age", levels: ["< 40", ">= 40"], values: [1, nil])
            ])
        try StudyAttributes.write(attributes, in: folder)
        #expect(try StudyAttributes(in: folder) == attributes)
        #expect(
            attributes.attributes(of: ["new.png", "test/a.png"]).map(\.values) == [[nil, 1]])
        // An edited value is noticed.
        let written = try String(contentsOfFile: folder.attributesPath, encoding: .utf8)
        try AtomicFile.write(
            written.replacing("test/a.png", with: "test/b.png"), to: folder.attributesPath)
        #expect(throws: ResultsError.self) { try StudyAttributes(in: folder) }
        // An index without a level is an error, not a trap.
        let text =
            #"{"schema":1,"files":["a"],"attributes":[{"name":"x","levels":["u"],"values":[1]}]}"#
        try AtomicFile.write(text, to: folder.attributesPath)
        #expect(throws: ResultsError.self) { try StudyAttributes(in: folder) }
        try StudyAttributes.write(nil, in: folder)
        #expect(try StudyAttributes(in: folder) == nil)
    }
}
