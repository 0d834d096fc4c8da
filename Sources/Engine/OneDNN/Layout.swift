internal import CDNNL
internal import Tensors

/// How a tensor lies in memory: oneDNN's memory descriptor, always of 32-bit floats but for
/// workspaces.
struct Layout: Equatable {
    var descriptor: dnnl_memory_desc_t

    init(_ descriptor: dnnl_memory_desc_t) { self.descriptor = descriptor }

    /// A layout of oneDNN's by its tag, such as `dnnl_nChw16c`.
    init(_ shape: Shape, tag: dnnl_format_tag_t) throws(EngineError) {
        var descriptor = dnnl_memory_desc_t()
        let extents = shape.extents.map { dnnl_dim_t($0) }
        try check(
            dnnl_memory_desc_init_by_tag(
                &descriptor, Int32(shape.rank), extents, dnnl_f32, tag),
            "dnnl_memory_desc_init_by_tag")
        self.descriptor = descriptor
    }

    /// Row-major; a scalar lies as a vector of one.
    static func plain(_ shape: Shape) throws(EngineError) -> Layout {
        if shape.rank == 0 { return try plain([1]) }
        var strides = [dnnl_dim_t](repeating: 1, count: shape.rank)
        for axis in stride(from: shape.rank - 2, through: 0, by: -1) {
            strides[axis] = strides[axis + 1] * dnnl_dim_t(shape[axis + 1])
        }
        return try Layout(shape, strides: strides)
    }

    /// Whatever the kernel likes best.
    static func any(_ shape: Shape) throws(EngineError) -> Layout {
        try Layout(shape, tag: dnnl_format_tag_any)
    }

    /// Images with `lanes` channels side by side: `nChw16c`, `nChw8c` or `nchw`.
    init(_ shape: Shape, lanes: Int) throws(EngineError) {
        switch lanes {
        case 16: try self.init(shape, tag: dnnl_nChw16c)
        case 8: try self.init(shape, tag: dnnl_nChw8c)
        default: self = try .plain(shape)
        }
    }

    private init(_ shape: Shape, strides: [dnnl_dim_t]) throws(EngineError) {
        var descriptor = dnnl_memory_desc_t()
        let extents = shape.extents.map { dnnl_dim_t($0) }
        try check(
            dnnl_memory_desc_init_by_strides(
                &descriptor, Int32(shape.rank), extents, dnnl_f32, strides),
            "dnnl_memory_desc_init_by_strides")
        self.descriptor = descriptor
    }

    /// Rows of features in blocks of eight: `[features / 8, rows, 8]`.
    static func featureBlocks(_ shape: Shape) throws(EngineError) -> Layout {
        var layout = try plain(shape)
        withUnsafeMutablePointer(to: &layout.descriptor.format_desc.blocking) { blocking in
            (blocking.pointee.strides.0, blocking.pointee.strides.1) = (8, 8 * dnnl_dim_t(shape[0]))
            blocking.pointee.inner_nblks = 1
            (blocking.pointee.inner_blks.0, blocking.pointee.inner_idxs.0) = (8, 1)
        }
        return layout
    }

    /// Weights of a linear layer in blocks of eight: `[outputs / 8, features / 8, 8 features, 8
    /// outputs]`.
    static func weightBlocks(_ shape: Shape) throws(EngineError) -> Layout {
        var layout = try plain(shape)
        withUnsafeMutablePointer(to: &layout.descriptor.format_desc.blocking) { blocking in
            (blocking.pointee.strides.0, blocking.pointee.strides.1) = (
                8 * dnnl_dim_t(shape[1]), 64
            )
            blocking.pointee.inner_nblks = 2
            (blocking.pointee.inner_blks.0, blocking.pointee.inner_idxs.0) = (8, 1)
            (blocking.pointee.inner_blks.1, blocking.pointee.inner_idxs.1) = (8, 0)
        }
        return layout
    }

    static func == (left: Layout, right: Layout) -> Bool {
        withUnsafePointer(to: left.descriptor) { left in
            withUnsafePointer(to: right.descriptor) { dnnl_memory_desc_equal(left, $0) != 0 }
        }
    }

    /// Size in memory with padding; 0 for an absent argument.
    var bytes: Int { withUnsafePointer(to: descriptor) { Int(dnnl_memory_desc_get_size($0)) } }

    var shape: Shape {
        withUnsafeBytes(of: descriptor.dims) {
            Shape($0.bindMemory(to: dnnl_dim_t.self).prefix(Int(descriptor.ndims)).map { Int($0) })
        }
    }

    /// The layout's letters as oneDNN writes them with `a`, `b` for the axes; activations and
    /// weights read better with letters of their own, such as `nchw` or `oihw`.
    func name(axes: String) -> String {
        guard descriptor.format_kind == dnnl_blocked else { return "packed" }
        let rank = Int(descriptor.ndims)
        let blocking = descriptor.format_desc.blocking
        let letters = Array(axes)
        let blocks: [(axis: Int, size: Int)] = withUnsafeBytes(of: blocking.inner_idxs) { axes in
            withUnsafeBytes(of: blocking.inner_blks) { sizes in
                (0..<Int(blocking.inner_nblks)).map {
                    (
                        Int(axes.bindMemory(to: dnnl_dim_t.self)[$0]),
                        Int(sizes.bindMemory(to: dnnl_dim_t.self)[$0])
                    )
                }
            }
        }
        let strides = withUnsafeBytes(of: blocking.strides) {
            $0.bindMemory(to: dnnl_dim_t.self).prefix(rank).map { Int($0) }
        }
        let order = (0..<rank).sorted { (strides[$0], $1) > (strides[$1], $0) }
        let blocked = Set(blocks.map(\.axis))
        return order.map { blocked.contains($0) ? letters[$0].uppercased() : String(letters[$0]) }
            .joined() + blocks.map { "\($0.size)\(letters[$0.axis])" }.joined()
    }

    /// In letters for images and features.
    var name: String { name(axes: descriptor.ndims == 4 ? "nchw" : "nc") }

    /// In letters for weights.
    var weightName: String { name(axes: descriptor.ndims == 4 ? "oihw" : "oi") }

    /// Images of another size with the same blocks of 8 or 16 channels; nil: it has none.
    func resized(to shape: Shape) throws(EngineError) -> Layout? {
        switch channelBlocks?.inner {
        case 8: try Layout(shape, tag: dnnl_nChw8c)
        case 16: try Layout(shape, tag: dnnl_nChw16c)
        default: nil
        }
    }

    /// An image layout seen as `[outer, H, W, inner]` with `inner` channels side by side: 1 in
    /// `nchw`, 16 in `nChw16c`, all in `nhwc`; nil when it is none of these.
    var channelBlocks: (outer: Int, height: Int, width: Int, inner: Int)? {
        guard descriptor.ndims == 4, descriptor.format_kind == dnnl_blocked else { return nil }
        let shape = shape
        let padded = Int(descriptor.padded_dims.1)
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
