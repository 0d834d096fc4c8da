import JSON
import Results
import Studies
import Testing
import Vocabulary

/// The record of the data set in a lock.
@Suite struct DatasetLockTests {
    private static func lock(_ classes: [String]) -> StudyLock {
        StudyLock(
            name: "s", title: "T", question: "Q?", studyFile: "s.json", study: ["name": "s"],
            axes: [],
            dataset: DatasetRecord(
                path: "Data/x", classes: classes, counts: [.train: [3, 5], .test: [2, 1]],
                fingerprint: "abc", imageSize: 64),
            codeVersion: "1.0",
            platform: Platform(
                cpu: "Example", cores: 2, instructionSet: "avx2", system: "Debian 12",
                oneDNN: "2.6.3", threads: 2),
            trials: [])
    }

    @Test(arguments: [
        (
            LeakRecord(.files, split: .test, other: .train, images: 12, total: 12, examples: []),
            "all 12 test images are also training images (identical files)"
        ),
        (
            LeakRecord(.files, split: .val, other: .train, images: 1, total: 8, examples: []),
            "1 of 8 validation images is also a training image (identical files)"
        ),
        (
            LeakRecord(
                .patients, split: .test, other: .train, images: 3, total: 9, patients: 2,
                examples: []),
            "2 patients have images in both the training and the test split: 3 of 9 test images "
                + "belong to patients who are in the training split, too"
        ),
        (
            LeakRecord(.repeats, images: 2, total: 9, examples: []),
            "2 of 9 images repeat another image of the same split and class (identical files)"
        ),
    ])
    func leaksHaveAStatement(_ leak: LeakRecord, _ text: String) throws {
        #expect(leak.statement == text)
        var lock = Self.lock(["NORMAL", "PNEUMONIA"])
        lock.dataset.leaks = [leak]
        let again = try StudyLock(JSONDocument(text: lock.json.pretty, file: "lock"))
        #expect(again.dataset.leaks == [leak])
    }

    /// A record that was written before there was a setting, of a set that is known and of another.
    @Test func olderRecordsKnowTheKnownSet() throws {
        for (classes, positive) in [
            (["NORMAL", "PNEUMONIA"], "PNEUMONIA"), (["COVID", "NORMAL"], nil),
        ] as [([String], String?)] {
            let lock = Self.lock(classes)
            #expect(lock.json["dataset"]?["positiveClass"] == nil)
            let again = try StudyLock(JSONDocument(text: lock.json.pretty, file: "lock"))
            #expect(again.dataset.positiveClass == positive)
        }
    }
}
