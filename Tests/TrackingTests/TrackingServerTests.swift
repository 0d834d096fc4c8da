import Testing
import Tracking

@Suite struct TrackingServerTests {
    @Test func whatIsPrintedHoldsNoSecret() throws {
        let server = try TrackingServer("https://me:pa%40ss@host:5000/mlflow/", environment: [:])
        #expect(server.address == "https://host:5000/mlflow")
        #expect("\(server)" == "https://host:5000/mlflow")
        #expect(!"\(server)".contains("pa"))
    }

    @Test(arguments: [
        "file:///tmp/mlruns", "sqlite:///a", "databricks", "http://", "host:5000", "",
    ])
    func otherAddressesAreErrors(_ text: String) {
        #expect(throws: TrackingError.badAddress(text)) {
            try TrackingServer(text, environment: [:])
        }
    }

    @Test func theErrorHidesThePassword() {
        #expect(throws: TrackingError.badAddress("postgres://...@host/db")) {
            try TrackingServer("postgres://me:secret@host/db", environment: [:])
        }
    }
}
