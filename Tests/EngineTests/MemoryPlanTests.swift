import Engine
import Testing

@Suite struct MemoryPlanTests {
    @Test func buffersAliveTogetherDoNotOverlap() {
        var requests: [MemoryPlan.Request] = []
        for index in 0..<60 {
            let first = index * 7 % 50
            requests.append(
                .init(bytes: 1 + index * 37 % 900, lifetime: first...(first + index * 5 % 11)))
        }
        let plan = MemoryPlan(requests)
        for (a, first) in requests.enumerated() {
            #expect(plan.offsets[a] % MemoryPlan.alignment == 0)
            #expect(plan.offsets[a] + first.bytes <= plan.totalBytes)
            for (b, second) in requests.enumerated() where a < b {
                guard first.lifetime.overlaps(second.lifetime) else { continue }
                #expect(
                    plan.offsets[a] + first.bytes <= plan.offsets[b]
                        || plan.offsets[b] + second.bytes <= plan.offsets[a])
            }
        }
    }

    @Test func memoryIsUsedAgain() {
        let plan = MemoryPlan([
            .init(bytes: 640, lifetime: 0...1), .init(bytes: 640, lifetime: 2...3),
            .init(bytes: 640, lifetime: 4...5),
        ])
        #expect(plan.totalBytes == 640)
    }
}
