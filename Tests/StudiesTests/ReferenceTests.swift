import JSON
import Studies
import Testing
import Vocabulary

/// The reference of study files, against the schema and the catalog that it is made from.
@Suite struct ReferenceTests {
    private let page = Study.reference(catalog: .fake)
    private let schema = Study.schema(catalog: .fake)

    @Test(arguments: ["dataset", "training"])
    func everySettingHasAnEntry(_ section: String) {
        let members = schema["$defs"]?[section]?["properties"]?.members ?? []
        #expect(members.count > 5)
        for member in members {
            #expect(page.contains("\n### `\(section).\(member.key)`\n"))
        }
    }

    @Test func everyKindHasAnEntry() {
        let catalog = Catalog.fake
        let families = [
            ("Networks", catalog.networks), ("Schedules", catalog.schedules),
            ("Optimizers", catalog.optimizers), ("Losses", catalog.losses),
            ("Splits", catalog.splitRules), ("Augmentations", catalog.augmentations),
        ]
        for (title, kinds) in families {
            #expect(!kinds.isEmpty)
            for kind in kinds {
                #expect(page.contains("\n### \(title): `\(kind.kind)`\n\n\(kind.summary)\n"))
                for setting in kind.settings {
                    #expect(page.contains("\n| `\(setting.name)` | "))
                }
            }
        }
    }

    @Test func rangesAndDefaultsAreShown() {
        #expect(page.contains("- Type: integer in [1, 8192]\n- Default: `224`\n"))
        #expect(page.contains("- Type: integer in [1, 1000000]\n- Required\n"))
        #expect(page.contains("- Type: integer at least 1, or `null`\n- Default: `null`\n"))
        #expect(page.contains("```json\n\"training\": { \"patience\": 3 }\n```\n"))
    }
}
