import Evaluation
import Testing

@Suite struct AttributeSettingTests {
    @Test func forms() throws {
        let sex = try AttributeSetting("sex")
        #expect(sex.name == "sex" && sex.source == .column("sex") && sex.bins.isEmpty)
        let age = try AttributeSetting("Age = age: 40, 60")
        #expect(age.name == "Age" && age.source == .column("age") && age.bounds == [40, 60])
        #expect(age.bins == ["< 40", "40 to < 60", ">= 60"])
        #expect([39.9, 40, 59.5, 60, -1].map(age.bin) == [0, 1, 1, 2, 0])
        let size = try AttributeSetting("image.size:0.5")
        #expect(size.source == .size && size.bins == ["< 0.5", ">= 0.5"])
        let name = try AttributeSetting("subtype=name:(bacteria|virus)=?")
        #expect(name.name == "subtype" && name.source == .fileName(pattern: "(bacteria|virus)=?"))
        // A regular expression may contain colons and equals signs.
        let pattern = try AttributeSetting("name:a=(?:b:c)(d)")
        #expect(pattern.source == .fileName(pattern: "a=(?:b:c)(d)"))
    }

    @Test(arguments: [
        ("", "the name is empty"), ("=sex", "the name is empty"), ("x=", "the name is empty"),
        ("age:", "expected numbers"), ("age:40,", "expected numbers"),
        ("age:x", "expected numbers"),
        ("age:60,40", "must increase"), ("age:40,40", "must increase"),
        ("age:nan", "must increase"),
        ("image.depth", "is unknown"), ("name:(", "not a valid regular expression"),
        ("name:bacteria", "no capture group"),
    ])
    func errors(_ text: String, _ message: String) {
        do {
            let setting = try AttributeSetting(text)
            Issue.record("\(text) is read as \(setting)")
        } catch {
            #expect(error.description.contains(message), "\(text): \(error)")
        }
    }
}
