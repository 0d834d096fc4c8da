import Foundation
import Testing

/// The memory of a server does not grow with the number of requests.
struct MemoryTests {
    /// The number of requests: 400, or `SOAK_REQUESTS`.
    private static let count =
        ProcessInfo.processInfo.environment["SOAK_REQUESTS"].flatMap { Int($0) } ?? 400

    @Test(arguments: Served.allCases) func memoryStaysFlat(_ served: Served) async throws {
        let image = try FileManager.default.contents(
            atPath: #require(Fixture.shared.get().images.first))
        let body = try #require(image)
        let server = try ServerProcess(serving: served.options())
        let paths = ["/v1/predict", "/v1/predict?explain=true", "/infer/"]
        // The first ones make all that is kept.
        var held: [Int] = []
        for _ in 0..<5 {
            _ = try await server.concurrently(8) { lane in
                for number in stride(from: lane, to: Self.count / 5, by: 8) {
                    var form = Form()
                    form.add("file", body, file: "a.jpeg")
                    let path = paths[number % 3]
                    let response =
                        path == "/infer/"
                        ? try await server.post(path, form.whole, type: form.type)
                        : try await server.post(path, body)
                    #expect(response.status == 200)
                }
            }
            held.append(server.residentBytes)
        }
        print("bytes held after each fifth of \(Self.count) requests to \(served): \(held)")
        #expect(held[0] > 0)
        #expect(held[4] - held[1] < 16 << 20)
    }
}
