import Tensors
import Testing

@Suite("Shape and Tensor")
struct TensorTests {
    @Test("a shape counts, indexes and prints its extents")
    func shape() {
        let shape: Shape = [2, 3, 4]
        #expect(shape.count == 24)
        #expect(shape.rank == 3)
        #expect(shape[1] == 3)
        #expect("\(shape)" == "[2, 3, 4]")
        #expect(Shape([]).count == 1)
        #expect(Shape([5, 0, 2]).count == 0)
        #expect(shape != [2, 4, 3])
    }

    @Test("tensors are values")
    func values() {
        let first = Tensor(repeating: 1.5, shape: [2, 2])
        var second = first
        second.withUnsafeMutableValues { $0[3] = 4 }
        #expect(first.values == [1.5, 1.5, 1.5, 1.5])
        #expect(second.values == [1.5, 1.5, 1.5, 4])
        #expect(first != second)
    }

    @Test("reshaping keeps the order of the elements")
    func reshape() {
        let tensor = Tensor([1, 2, 3, 4, 5, 6], shape: [2, 3]).reshaped(to: [3, 2])
        #expect(tensor.shape == [3, 2])
        #expect(tensor.values == [1, 2, 3, 4, 5, 6])
        #expect(tensor.withUnsafeValues { $0.reduce(0, +) } == 21)
    }

    @Test("an initializing body fills the elements, and its error passes through")
    func initializing() throws {
        struct Refused: Error {}
        let tensor = Tensor(shape: [3]) { buffer in
            for index in buffer.indices { buffer[index] = Float(index) }
        }
        #expect(tensor.values == [0, 1, 2])
        #expect(Tensor(shape: [0, 4]) { _ in }.count == 0)
        #expect(throws: Refused.self) { try Tensor(shape: [3]) { _ in throw Refused() } }
    }
}
