import Analysis
import Results
import Studies
import SyntheticResults
import Testing

/// Several studies as one.
@Suite struct StudyUnionTests {
    @Test func allTrialsStandOnOneFurtherAxis() throws {
        let union = try StudyUnion(Synthetic.twoStudies())
        #expect(union.hasSameImages)
        #expect(union.results.lock.trials.count == 15 && union.results.trials.count == 15)
        #expect(union.results.varyingAxes.map(\.path) == ["study", "schedule"])
        // The network, which the second study did not sweep, is what its trials are set to.
        #expect(union.results.trials.allSatisfy { $0.entry.coordinates["network"] == "vgg16" })
        #expect(
            union.results.groups.map(\.label) == [
                "baseline / step", "baseline / cosine", "larger / step", "larger / cosine",
                "larger / polynomial",
            ])
    }

    @Test func studiesThatCannotBeComparedAreRefused() {
        var studies = Synthetic.twoStudies()
        studies[1].results.lock.dataset.classes = ["CAT", "DOG"]
        #expect(
            throws: StudyUnionError.otherClasses(
                folder: "results/larger", classes: ["CAT", "DOG"],
                expected: ["NORMAL", "PNEUMONIA"])
        ) { try StudyUnion(studies) }
        studies = Synthetic.twoStudies()
        studies[0].results.trials = []
        #expect(throws: StudyUnionError.incomplete(folder: "results/baseline")) {
            try StudyUnion(studies)
        }
    }

    /// Runs of other programs have no classes; they are compared, but not tested.
    @Test(arguments: [0, 1]) func unknownClassesAreComparedWithoutTests(_ index: Int) throws {
        var studies = Synthetic.twoStudies()
        studies[index].results.lock.dataset.classes = []
        let union = try StudyUnion(studies)
        #expect(union.unknownImages.map(\.name) == [union.parts[index].name])
        #expect(union.results.lock.dataset.classes == ["NORMAL", "PNEUMONIA"])
        // Without fingerprints, nothing is known of the images.
        for part in studies.indices {
            studies[part].results.lock.dataset.fingerprint = ""
            studies[part].results.lock.dataset.classes = []
        }
        #expect(try !StudyUnion(studies).hasSameImages)
    }

    @Test func studiesOfOneNameAreCalledByTheirFolders() throws {
        let results = Synthetic(seeds: 2).results
        func names(_ folders: [String]) throws -> [String] {
            try StudyUnion(folders.map { ($0, results) }).parts.map(\.name)
        }
        #expect(try names(["results/old", "results/new"]) == ["old", "new"])
        #expect(try names(["a/lr-sweep", "b/lr-sweep"]) == ["a/lr-sweep", "b/lr-sweep"])
        #expect(try names(["a", "a"]) == ["1: a", "2: a"])
    }
}
