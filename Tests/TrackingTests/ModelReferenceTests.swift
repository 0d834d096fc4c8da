import Testing
import Tracking

@Suite struct ModelReferenceTests {
    @Test func aliasesAndVersions() throws {
        #expect(try ModelReference("models:/chest@champion").choice == .alias("champion"))
        #expect(try ModelReference("models:/chest/3").choice == .version(3))
        #expect(try ModelReference("models:/chest/3").name == "chest")
    }

    @Test(arguments: [
        "chest", "models:/", "models:/a", "models:/a/b", "models:/a@", "models:/a/0",
        "models:/a/b/1", "runs:/a/1",
    ])
    func othersAreErrors(_ text: String) {
        #expect(throws: TrackingError.badReference(text)) { try ModelReference(text) }
    }
}
