import Tensors
import TestSupport
import Testing

@Suite("RandomStream")
struct RandomStreamTests {
    @Test(
        "words and uniform numbers equal those of an independent implementation",
        arguments: Golden.cases(in: "random"))
    func matchesGolden(name: String) throws {
        let golden = try Golden(name)
        let stream = try stream(of: golden)
        var sequence = stream
        #expect((0..<64).map { _ in Int(sequence.nextWord()) } == (try golden.integers("words")))
        let bound = Float(try #require(golden.number("bound")))
        #expect(uniforms(stream, count: 64, bound: bound) == (try golden.values("uniform")))
    }

    @Test("all goldens exist")
    func goldensExist() { #expect(Golden.cases(in: "random").count == 3) }

    @Test("the first elements do not depend on the count", arguments: [1, 3, 4, 5, 62, 63])
    func prefix(count: Int) {
        let stream = RandomStream(seed: 3, purpose: .test, name: "prefix")
        #expect(uniforms(stream, count: count) == Array(uniforms(stream, count: 64).prefix(count)))
    }

    @Test("words do not depend on how they are drawn")
    func blocks() {
        let stream = RandomStream(seed: 9, purpose: .bootstrap, epoch: 2, index: 5)
        var sequence = stream
        for number in 0..<8 as Range<UInt32> {
            let block = stream.words(block: number)
            for lane in 0..<4 { #expect(sequence.nextWord() == block[lane]) }
        }
        #expect(sequence.position == 32)
    }

    @Test("streams differ in seed, purpose, epoch, index and name")
    func separation() {
        let streams = [
            RandomStream(seed: 1, purpose: .test), RandomStream(seed: 2, purpose: .test),
            RandomStream(seed: 1 << 32 | 1, purpose: .test),
            RandomStream(seed: 1, purpose: .shuffle),
            RandomStream(seed: 1, purpose: .test, epoch: 1),
            RandomStream(seed: 1, purpose: .test, index: 1),
            RandomStream(seed: 1, purpose: .test, name: "a"),
            RandomStream(seed: 1, purpose: .test, name: "b"),
        ]
        let firsts = streams.map { stream -> UInt64 in
            var stream = stream
            return stream.next()
        }
        #expect(Set(firsts).count == streams.count)
    }

    @Test("a permutation contains every number once", arguments: [0, 1, 2, 10, 1000])
    func permutation(count: Int) {
        var stream = RandomStream(seed: 4, purpose: .shuffle)
        let order = stream.permutation(of: count)
        #expect(order.sorted() == Array(0..<count))
        if count >= 10 { #expect(order != Array(0..<count)) }
    }

    @Test("moments match the distributions")
    func moments() {
        var stream = RandomStream(seed: 5, purpose: .test)
        let count = 100_000
        let uniform = (0..<count).map { _ in Double(stream.nextUniform()) }
        #expect(uniform.allSatisfy { $0 >= 0 && $0 < 1 })
        #expect(abs(uniform.reduce(0, +) / Double(count) - 0.5) < 0.005)
        let normal = (0..<count).map { _ in stream.nextNormal() }
        #expect(abs(normal.reduce(0, +) / Double(count)) < 0.015)
        #expect(abs(normal.reduce(0) { $0 + $1 * $1 } / Double(count) - 1) < 0.02)
        var histogram = [Int](repeating: 0, count: 7)
        for _ in 0..<70_000 { histogram[stream.nextInteger(below: 7)] += 1 }
        #expect(histogram.allSatisfy { abs($0 - 10_000) < 500 })
        let ranged = (0..<1000).map { _ in stream.nextUniform(in: -2...3) }
        #expect(ranged.allSatisfy { $0 >= -2 && $0 < 3 })
    }

    private func stream(of golden: Golden) throws -> RandomStream {
        let seed = try #require(golden.text("seed").flatMap { UInt64($0) })
        let purpose = try #require(RandomPurpose(rawValue: UInt32(try golden.integer("purpose"))))
        let epoch = try golden.integer("epoch")
        if let name = golden.text("name") {
            return RandomStream(seed: seed, purpose: purpose, epoch: epoch, name: name)
        }
        return RandomStream(
            seed: seed, purpose: purpose, epoch: epoch, index: try golden.integer("index"))
    }

    private func uniforms(_ stream: RandomStream, count: Int, bound: Float = 1) -> [Float] {
        Tensor(shape: [count]) { stream.fillUniform($0, bound: bound) }.values
    }
}
