import Datasets
import Testing

@Suite struct GroupPatternTests {
    @Test func patientsOfTheChestXRays() throws {
        let pattern = try GroupPattern("chest-xray")
        let names = [
            "train/PNEUMONIA/person1_bacteria_1.jpeg": "person1_bacteria",
            "train/PNEUMONIA/person1_bacteria_2.jpeg": "person1_bacteria",
            "train/PNEUMONIA/person1_virus_6.jpeg": "person1_virus",
            "train/PNEUMONIA/person1949_bacteria_4880_1.jpeg": "person1949_bacteria",
            "train/NORMAL/IM-0115-0001.jpeg": "IM-0115",
            "train/NORMAL/IM-0115-0001-0002.jpeg": "IM-0115",
            "train/NORMAL/NORMAL2-IM-0115-0001.jpeg": "NORMAL2-IM-0115",
        ]
        for (path, group) in names { #expect(pattern.groups(of: [path]) == [group]) }
        #expect(GroupPattern.recognized(Array(names.keys)) == pattern)
        #expect(GroupPattern.recognized(["a/person1_bacteria_1.png", "a/b.png"]) == nil)
        #expect(pattern.groups(of: ["train/A/cat.png"]) == [nil])
    }
}
