internal import CDNNL
internal import Tensors

/// A memory descriptor of oneDNN, freed with its last owner.
private final class MemoryDescriptor {
    let handle: study_memory_desc

    init(_ handle: study_memory_desc) { self.handle = handle }

    /// - Parameter make: creates the descriptor.
    convenience init(
        _ call: String, _ make: (UnsafeMutablePointer<study_memory_desc?>) -> dnnl_status_t
    ) throws(EngineError) {
        var handle: study_memory_desc?
        let status = make(&handle)
        if status != dnnl_success, let handle { study_memory_desc_destroy(handle) }
        try check(status, call)
        guard let handle else { throw .library(call: call, status: "no handle") }
        self.init(handle)
    }

    deinit { study_memory_desc_destroy(handle) }
}

/// The memory layout of a tensor and the number format of its elements: oneDNN's memory descriptor.
struct Layout: Equatable {
    private let descriptor: MemoryDescriptor
    private let contents: study_layout

    private init(_ descriptor: MemoryDescriptor) {
        self.descriptor = descriptor
        contents = study_layout_of(descriptor.handle)
    }

    /// Takes ownership of a descriptor that oneDNN created.
    init(owning handle: study_memory_desc) { self.init(MemoryDescriptor(handle)) }

    /// The layout with one of oneDNN's tags, such as `dnnl_nChw16c`.
    init(
        _ shape: Shape, tag: dnnl_format_tag_t, _ type: ElementType = .float32
    ) throws(EngineError) {
        let extents = shape.extents.map { dnnl_dim_t($0) }
        self.init(
            try MemoryDescriptor("memory descriptor of \(shape)") {
                study_memory_desc_with_tag($0, Int32(shape.rank), extents, type.dataType, tag)
            })
    }

    /// The row-major layout; a scalar is stored as a vector with one element.
    static func plain(
        _ shape: Shape, _ type: ElementType = .float32
    ) throws(EngineError) -> Layout {
        if shape.rank == 0 { return try plain([1], type) }
        var strides = [dnnl_dim_t](repeating: 1, count: shape.rank)
        for axis in stride(from: shape.rank - 2, through: 0, by: -1) {
            strides[axis] = strides[axis + 1] * dnnl_dim_t(shape[axis + 1])
        }
        return try Layout(shape, strides: strides, type)
    }

    /// A placeholder for which oneDNN chooses the layout that a kernel prefers.
    static func any(
        _ shape: Shape, _ type: ElementType = .float32
    ) throws(EngineError) -> Layout {
        try Layout(shape, tag: dnnl_format_tag_any, type)
    }

    /// The layout of images with `lanes` contiguous channels: `nChw16c`, `nChw8c` or `nchw`.
    init(_ shape: Shape, lanes: Int, _ type: ElementType = .float32) throws(EngineError) {
        switch lanes {
        case 16: try self.init(shape, tag: dnnl_nChw16c, type)
        case 8: try self.init(shape, tag: dnnl_nChw8c, type)
        default: self = try .plain(shape, type)
        }
    }

    private init(
        _ shape: Shape, strides: [dnnl_dim_t], _ type: ElementType
    ) throws(EngineError) {
        let extents = shape.extents.map { dnnl_dim_t($0) }
        self.init(
            try MemoryDescriptor("memory descriptor of \(shape)") {
                study_memory_desc_with_strides(
                    $0, Int32(shape.rank), extents, type.dataType, strides)
            })
    }

    /// The layout of rows of features in blocks of eight: `[features / 8, rows, 8]`.
    static func featureBlocks(_ shape: Shape) throws(EngineError) -> Layout {
        try Layout([1, shape[1], shape[0]], tag: dnnl_nCw8c)
            .reshaped([shape[1], shape[0]]).transposed()
    }

    /// The layout of the weights of a linear layer in blocks of eight: `[outputs / 8, features / 8,
    /// 8 features, 8 outputs]`.
    static func weightBlocks(_ shape: Shape) throws(EngineError) -> Layout {
        try Layout([shape[0], shape[1], 1, 1], tag: dnnl_OIhw8i8o).reshaped(shape)
    }

    /// The layout of the same memory with another shape; `shape` differs by axes of one element.
    private func reshaped(_ shape: Shape) throws(EngineError) -> Layout {
        let extents = shape.extents.map { dnnl_dim_t($0) }
        return Layout(
            try MemoryDescriptor("\(self.shape) as \(shape)") {
                study_memory_desc_reshape($0, handle, Int32(shape.rank), extents)
            })
    }

    /// The layout of the same memory with its two axes exchanged.
    private func transposed() throws(EngineError) -> Layout {
        Layout(
            try MemoryDescriptor("\(shape) transposed") {
                study_memory_desc_permute($0, handle, [1, 0])
            })
    }

    /// The layout of the same memory, matrices `[batch, rows, columns]`, with rows and columns
    /// exchanged.
    func transposedMatrices() throws(EngineError) -> Layout {
        Layout(
            try MemoryDescriptor("\(shape) transposed") {
                study_memory_desc_permute($0, handle, [0, 2, 1])
            })
    }

    /// The layout of the first elements along each axis; nil if it would split a block.
    func slice(_ shape: Shape) throws(EngineError) -> Layout? {
        let extents = shape.extents.map { dnnl_dim_t($0) }
        let offsets = [dnnl_dim_t](repeating: 0, count: shape.rank)
        let descriptor = try ifAvailable { () throws(EngineError) in
            try MemoryDescriptor("slice") {
                study_memory_desc_part($0, handle, extents, offsets)
            }
        }
        return descriptor.map { Layout($0) }
    }

    /// The descriptor, for oneDNN's functions; it lives as long as the layout.
    var handle: study_memory_desc { descriptor.handle }

    static func == (left: Layout, right: Layout) -> Bool {
        dnnl_memory_desc_equal(left.handle, right.handle) != 0
    }

    /// The size in memory with padding; 0 for an absent argument.
    var bytes: Int { Int(dnnl_memory_desc_get_size(handle)) }

    /// The number format of the elements; nil for workspaces and scratch memory of bytes.
    var elementType: ElementType? { ElementType.allCases.first { $0.dataType == contents.type } }

    /// The number of elements in memory, including padding, if the elements have a type.
    var elementCount: Int { bytes / (elementType?.bytes ?? 1) }

    /// The number of elements along each axis.
    var shape: Shape { Shape(Self.values(contents.extents, contents.rank)) }

    /// The name of the layout, as oneDNN writes it with the letters `a`, `b` for the axes, but with
    /// the letters of `axes`, such as `nchw` or `oihw`.
    func name(axes: String) -> String {
        guard contents.is_blocked != 0 else { return "packed" }
        let letters = Array(axes)
        let strides = Self.values(contents.strides, contents.rank)
        let blocks = zip(
            Self.values(contents.block_axes, contents.block_count),
            Self.values(contents.block_sizes, contents.block_count))
        let order = strides.indices.sorted { (strides[$0], $1) > (strides[$1], $0) }
        let blocked = Set(blocks.map(\.0))
        return order.map { blocked.contains($0) ? letters[$0].uppercased() : String(letters[$0]) }
            .joined() + blocks.map { "\($1)\(letters[$0])" }.joined()
    }

    /// The first values of a C array of the descriptor.
    private static func values<Array>(_ array: Array, _ count: Int32) -> [Int] {
        withUnsafeBytes(of: array) {
            $0.bindMemory(to: dnnl_dim_t.self).prefix(Int(count)).map { Int($0) }
        }
    }

    /// The name with the letters for images and features.
    var name: String {
        contents.rank == 5 ? weightName : name(axes: contents.rank == 4 ? "nchw" : "nc")
    }

    /// The name with the letters for weights.
    var weightName: String {
        name(axes: contents.rank == 5 ? "goihw" : contents.rank == 4 ? "oihw" : "oi")
    }

    /// The same kind of layout for images of another size or number format: row-major, channels
    /// last, or with blocks of 8 or 16 channels; nil for other layouts.
    func resized(
        to shape: Shape, _ type: ElementType? = nil
    ) throws(EngineError) -> Layout? {
        guard let type = type ?? elementType, contents.rank == 4 else { return nil }
        return switch name {
        case "nchw": try Layout(shape, tag: dnnl_nchw, type)
        case "nhwc": try Layout(shape, tag: dnnl_nhwc, type)
        case "nChw8c": try Layout(shape, tag: dnnl_nChw8c, type)
        case "nChw16c": try Layout(shape, tag: dnnl_nChw16c, type)
        default: nil
        }
    }

    /// The image layout viewed as `[outer, H, W, inner]` with `inner` contiguous channels: 1 in
    /// `nchw`, 8 in `nChw8c`, 16 in `nChw16c`, all in `nhwc`; nil for other layouts.
    var channelBlocks: (outer: Int, height: Int, width: Int, inner: Int)? {
        guard contents.rank == 4, contents.is_blocked != 0 else { return nil }
        let shape = shape
        let padded = Int(contents.padded_extents.1)
        let name = name(axes: "nchw")
        switch name {
        case "nchw": return (shape[0] * shape[1], shape[2], shape[3], 1)
        case "nhwc": return (shape[0], shape[2], shape[3], shape[1])
        case "nChw16c": return (shape[0] * padded / 16, shape[2], shape[3], 16)
        case "nChw8c": return (shape[0] * padded / 8, shape[2], shape[3], 8)
        default: return nil
        }
    }
}
