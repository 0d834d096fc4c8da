#ifndef STUDY_CDNNL_SHIM_H
#define STUDY_CDNNL_SHIM_H

#include <oneapi/dnnl/dnnl.h>
#include <stdlib.h>

#if DNNL_VERSION_MAJOR < 2 || DNNL_VERSION_MAJOR > 3
#error "study needs oneDNN 2.6 to 3.x (Debian: apt-get install libdnnl-dev); another version was found."
#endif

/* oneDNN runs its kernels on OpenMP's threads. The engine's own kernels run on the same threads, so
 * that two pools never compete for the cores. These are functions of libgomp; its header belongs to
 * the compiler. */
void omp_set_num_threads(int count);
int omp_get_max_threads(void);
void GOMP_parallel(void (*body)(void *), void *context, unsigned threads, unsigned flags);
int omp_get_thread_num(void);
int omp_get_num_threads(void);
void omp_set_dynamic(int dynamic);

/* One interface to oneDNN 2.6 and 3.x. The two differ in three ways:
 *  - a memory descriptor is a struct in 2 and an opaque handle in 3: here it is always a handle,
 *    owned by the caller and freed by `study_memory_desc_destroy`;
 *  - 2 describes an operation first (`..._desc_init`) and then asks for its kernel
 *    (`dnnl_primitive_desc_create`); 3 does both in one call, as these functions do;
 *  - the scale of an element-wise post-operation is a separate attribute in 3; all are 1 here.
 * Nothing else in the project depends on the version. */

#if DNNL_VERSION_MAJOR == 2
typedef dnnl_memory_desc_t *study_memory_desc;
#else
typedef dnnl_memory_desc_t study_memory_desc;
#endif

/* The largest number of axes of a layout that the engine uses. */
#define STUDY_MAX_AXES 6

/* The fields of a memory descriptor that the engine reads. */
typedef struct {
    int rank;
    dnnl_data_type_t type;
    dnnl_dim_t extents[STUDY_MAX_AXES];
    dnnl_dim_t padded_extents[STUDY_MAX_AXES];
    /* True if strides and blocks describe the layout; otherwise the fields below are not set. */
    int is_blocked;
    dnnl_dim_t strides[STUDY_MAX_AXES];
    int block_count;
    dnnl_dim_t block_sizes[STUDY_MAX_AXES];
    dnnl_dim_t block_axes[STUDY_MAX_AXES];
} study_layout;

/* The inputs, outputs and geometry of a convolution. Dilation is 0 along both axes, as oneDNN
 * counts it. A descriptor for `any` layout is allowed; `bias` may be NULL. */
typedef struct {
    study_memory_desc source, weight, bias, target;
    dnnl_dim_t strides[2];
    dnnl_dim_t padding[2];
} study_convolution;

/* The input, output and window of a pooling; the padding after the last pixels may differ. */
typedef struct {
    study_memory_desc source, target;
    dnnl_dim_t strides[2];
    dnnl_dim_t extents[2];
    dnnl_dim_t padding[2];
    dnnl_dim_t end_padding[2];
} study_pooling;

/* The inputs and output of a linear layer; `bias` may be NULL. */
typedef struct {
    study_memory_desc source, weight, bias, target;
} study_inner_product;

#if DNNL_VERSION_MAJOR == 2

static inline study_memory_desc study_allocate_memory_desc(void) {
    return (study_memory_desc)calloc(1, sizeof(dnnl_memory_desc_t));
}

static inline void study_memory_desc_destroy(study_memory_desc desc) { free(desc); }

static inline dnnl_status_t study_memory_desc_with_tag(
    study_memory_desc *out, int rank, const dnnl_dim_t *extents, dnnl_data_type_t type,
    dnnl_format_tag_t tag) {
    *out = study_allocate_memory_desc();
    return *out ? dnnl_memory_desc_init_by_tag(*out, rank, extents, type, tag) : dnnl_out_of_memory;
}

static inline dnnl_status_t study_memory_desc_with_strides(
    study_memory_desc *out, int rank, const dnnl_dim_t *extents, dnnl_data_type_t type,
    const dnnl_dim_t *strides) {
    *out = study_allocate_memory_desc();
    return *out ? dnnl_memory_desc_init_by_strides(*out, rank, extents, type, strides)
                : dnnl_out_of_memory;
}

static inline dnnl_status_t study_memory_desc_reshape(
    study_memory_desc *out, study_memory_desc source, int rank, const dnnl_dim_t *extents) {
    *out = study_allocate_memory_desc();
    return *out ? dnnl_memory_desc_reshape(*out, source, rank, extents) : dnnl_out_of_memory;
}

static inline dnnl_status_t study_memory_desc_permute(
    study_memory_desc *out, study_memory_desc source, const int *permutation) {
    *out = study_allocate_memory_desc();
    return *out ? dnnl_memory_desc_permute_axes(*out, source, permutation) : dnnl_out_of_memory;
}

static inline dnnl_status_t study_memory_desc_part(
    study_memory_desc *out, study_memory_desc whole, const dnnl_dim_t *extents,
    const dnnl_dim_t *offsets) {
    *out = study_allocate_memory_desc();
    return *out ? dnnl_memory_desc_init_submemory(*out, whole, extents, offsets)
                : dnnl_out_of_memory;
}

/* The layout of a kernel's argument, such as `dnnl_query_src_md`; NULL if it has none. */
static inline study_memory_desc study_memory_desc_of(
    const_dnnl_primitive_desc_t primitive, dnnl_query_t query, int index) {
    const dnnl_memory_desc_t *found = dnnl_primitive_desc_query_md(primitive, query, index);
    study_memory_desc copy = found ? study_allocate_memory_desc() : NULL;
    if (copy) *copy = *found;
    return copy;
}

static inline study_layout study_layout_of(study_memory_desc desc) {
    study_layout layout = {0};
    layout.rank = desc->ndims;
    layout.type = desc->data_type;
    layout.is_blocked = desc->format_kind == dnnl_blocked;
    for (int axis = 0; axis < desc->ndims && axis < STUDY_MAX_AXES; axis++) {
        layout.extents[axis] = desc->dims[axis];
        layout.padded_extents[axis] = desc->padded_dims[axis];
        layout.strides[axis] = desc->format_desc.blocking.strides[axis];
    }
    if (!layout.is_blocked) return layout;
    layout.block_count = desc->format_desc.blocking.inner_nblks;
    for (int block = 0; block < layout.block_count && block < STUDY_MAX_AXES; block++) {
        layout.block_sizes[block] = desc->format_desc.blocking.inner_blks[block];
        layout.block_axes[block] = desc->format_desc.blocking.inner_idxs[block];
    }
    return layout;
}

static inline dnnl_status_t study_reorder_create(
    dnnl_primitive_desc_t *out, dnnl_engine_t engine, study_memory_desc source,
    study_memory_desc target, const_dnnl_primitive_attr_t attributes) {
    return dnnl_reorder_primitive_desc_create(out, source, engine, target, engine, attributes);
}

static inline dnnl_status_t study_convolution_forward_create(
    dnnl_primitive_desc_t *out, dnnl_engine_t engine, dnnl_prop_kind_t propagation,
    dnnl_alg_kind_t algorithm, const study_convolution *shapes,
    const_dnnl_primitive_attr_t attributes) {
    dnnl_convolution_desc_t operation;
    dnnl_status_t status = dnnl_convolution_forward_desc_init(
        &operation, propagation, algorithm, shapes->source, shapes->weight, shapes->bias,
        shapes->target, shapes->strides, shapes->padding, shapes->padding);
    if (status != dnnl_success) return status;
    return dnnl_primitive_desc_create(out, &operation, attributes, engine, NULL);
}

static inline dnnl_status_t study_convolution_backward_data_create(
    dnnl_primitive_desc_t *out, dnnl_engine_t engine, dnnl_alg_kind_t algorithm,
    const study_convolution *shapes, const_dnnl_primitive_desc_t forward,
    const_dnnl_primitive_attr_t attributes) {
    dnnl_convolution_desc_t operation;
    dnnl_status_t status = dnnl_convolution_backward_data_desc_init(
        &operation, algorithm, shapes->source, shapes->weight, shapes->target, shapes->strides,
        shapes->padding, shapes->padding);
    if (status != dnnl_success) return status;
    return dnnl_primitive_desc_create(out, &operation, attributes, engine, forward);
}

static inline dnnl_status_t study_convolution_backward_weights_create(
    dnnl_primitive_desc_t *out, dnnl_engine_t engine, dnnl_alg_kind_t algorithm,
    const study_convolution *shapes, const_dnnl_primitive_desc_t forward,
    const_dnnl_primitive_attr_t attributes) {
    dnnl_convolution_desc_t operation;
    dnnl_status_t status = dnnl_convolution_backward_weights_desc_init(
        &operation, algorithm, shapes->source, shapes->weight, shapes->bias, shapes->target,
        shapes->strides, shapes->padding, shapes->padding);
    if (status != dnnl_success) return status;
    return dnnl_primitive_desc_create(out, &operation, attributes, engine, forward);
}

static inline dnnl_status_t study_inner_product_forward_create(
    dnnl_primitive_desc_t *out, dnnl_engine_t engine, dnnl_prop_kind_t propagation,
    const study_inner_product *shapes, const_dnnl_primitive_attr_t attributes) {
    dnnl_inner_product_desc_t operation;
    dnnl_status_t status = dnnl_inner_product_forward_desc_init(
        &operation, propagation, shapes->source, shapes->weight, shapes->bias, shapes->target);
    if (status != dnnl_success) return status;
    return dnnl_primitive_desc_create(out, &operation, attributes, engine, NULL);
}

static inline dnnl_status_t study_inner_product_backward_data_create(
    dnnl_primitive_desc_t *out, dnnl_engine_t engine, const study_inner_product *shapes,
    const_dnnl_primitive_desc_t forward, const_dnnl_primitive_attr_t attributes) {
    dnnl_inner_product_desc_t operation;
    dnnl_status_t status = dnnl_inner_product_backward_data_desc_init(
        &operation, shapes->source, shapes->weight, shapes->target);
    if (status != dnnl_success) return status;
    return dnnl_primitive_desc_create(out, &operation, attributes, engine, forward);
}

static inline dnnl_status_t study_inner_product_backward_weights_create(
    dnnl_primitive_desc_t *out, dnnl_engine_t engine, const study_inner_product *shapes,
    const_dnnl_primitive_desc_t forward, const_dnnl_primitive_attr_t attributes) {
    dnnl_inner_product_desc_t operation;
    dnnl_status_t status = dnnl_inner_product_backward_weights_desc_init(
        &operation, shapes->source, shapes->weight, shapes->bias, shapes->target);
    if (status != dnnl_success) return status;
    return dnnl_primitive_desc_create(out, &operation, attributes, engine, forward);
}

/* The products of matrices, `[batch, rows, inner]` and `[batch, inner, columns]`. */
static inline dnnl_status_t study_matmul_create(
    dnnl_primitive_desc_t *out, dnnl_engine_t engine, study_memory_desc source,
    study_memory_desc weight, study_memory_desc target, const_dnnl_primitive_attr_t attributes) {
    dnnl_matmul_desc_t operation;
    dnnl_status_t status = dnnl_matmul_desc_init(&operation, source, weight, NULL, target);
    if (status != dnnl_success) return status;
    return dnnl_primitive_desc_create(out, &operation, attributes, engine, NULL);
}

static inline dnnl_status_t study_pooling_forward_create(
    dnnl_primitive_desc_t *out, dnnl_engine_t engine, dnnl_prop_kind_t propagation,
    dnnl_alg_kind_t algorithm, const study_pooling *shapes,
    const_dnnl_primitive_attr_t attributes) {
    dnnl_pooling_desc_t operation;
    dnnl_status_t status = dnnl_pooling_forward_desc_init(
        &operation, propagation, algorithm, shapes->source, shapes->target, shapes->strides,
        shapes->extents, shapes->padding, shapes->end_padding);
    if (status != dnnl_success) return status;
    return dnnl_primitive_desc_create(out, &operation, attributes, engine, NULL);
}

static inline dnnl_status_t study_pooling_backward_create(
    dnnl_primitive_desc_t *out, dnnl_engine_t engine, dnnl_alg_kind_t algorithm,
    const study_pooling *shapes, const_dnnl_primitive_desc_t forward,
    const_dnnl_primitive_attr_t attributes) {
    dnnl_pooling_desc_t operation;
    dnnl_status_t status = dnnl_pooling_backward_desc_init(
        &operation, algorithm, shapes->source, shapes->target, shapes->strides, shapes->extents,
        shapes->padding, shapes->end_padding);
    if (status != dnnl_success) return status;
    return dnnl_primitive_desc_create(out, &operation, attributes, engine, forward);
}

/* An element-wise function; source and target have the same layout. */
static inline dnnl_status_t study_eltwise_forward_create(
    dnnl_primitive_desc_t *out, dnnl_engine_t engine, dnnl_prop_kind_t propagation,
    dnnl_alg_kind_t algorithm, study_memory_desc layout,
    const_dnnl_primitive_attr_t attributes) {
    dnnl_eltwise_desc_t operation;
    dnnl_status_t status
        = dnnl_eltwise_forward_desc_init(&operation, propagation, algorithm, layout, 0, 0);
    if (status != dnnl_success) return status;
    return dnnl_primitive_desc_create(out, &operation, attributes, engine, NULL);
}

static inline dnnl_status_t study_eltwise_backward_create(
    dnnl_primitive_desc_t *out, dnnl_engine_t engine, dnnl_alg_kind_t algorithm,
    study_memory_desc layout, const_dnnl_primitive_desc_t forward,
    const_dnnl_primitive_attr_t attributes) {
    dnnl_eltwise_desc_t operation;
    dnnl_status_t status
        = dnnl_eltwise_backward_desc_init(&operation, algorithm, layout, layout, 0, 0);
    if (status != dnnl_success) return status;
    return dnnl_primitive_desc_create(out, &operation, attributes, engine, forward);
}

static inline dnnl_status_t study_post_ops_append(
    dnnl_post_ops_t operations, dnnl_alg_kind_t algorithm, float alpha, float beta) {
    return dnnl_post_ops_append_eltwise(operations, 1, algorithm, alpha, beta);
}

static inline dnnl_status_t study_post_ops_append_sum(dnnl_post_ops_t operations) {
    return dnnl_post_ops_append_sum(operations, 1);
}

#else

static inline void study_memory_desc_destroy(study_memory_desc desc) {
    if (desc) dnnl_memory_desc_destroy(desc);
}

static inline dnnl_status_t study_memory_desc_with_tag(
    study_memory_desc *out, int rank, const dnnl_dim_t *extents, dnnl_data_type_t type,
    dnnl_format_tag_t tag) {
    return dnnl_memory_desc_create_with_tag(out, rank, extents, type, tag);
}

static inline dnnl_status_t study_memory_desc_with_strides(
    study_memory_desc *out, int rank, const dnnl_dim_t *extents, dnnl_data_type_t type,
    const dnnl_dim_t *strides) {
    return dnnl_memory_desc_create_with_strides(out, rank, extents, type, strides);
}

static inline dnnl_status_t study_memory_desc_reshape(
    study_memory_desc *out, study_memory_desc source, int rank, const dnnl_dim_t *extents) {
    return dnnl_memory_desc_reshape(out, source, rank, extents);
}

static inline dnnl_status_t study_memory_desc_permute(
    study_memory_desc *out, study_memory_desc source, const int *permutation) {
    return dnnl_memory_desc_permute_axes(out, source, permutation);
}

static inline dnnl_status_t study_memory_desc_part(
    study_memory_desc *out, study_memory_desc whole, const dnnl_dim_t *extents,
    const dnnl_dim_t *offsets) {
    return dnnl_memory_desc_create_submemory(out, whole, extents, offsets);
}

/* The layout of a kernel's argument, such as `dnnl_query_src_md`; NULL if it has none. */
static inline study_memory_desc study_memory_desc_of(
    const_dnnl_primitive_desc_t primitive, dnnl_query_t query, int index) {
    const_dnnl_memory_desc_t found = dnnl_primitive_desc_query_md(primitive, query, index);
    study_memory_desc copy = NULL;
    if (!found || dnnl_memory_desc_clone(&copy, found) != dnnl_success) return NULL;
    return copy;
}

static inline study_layout study_layout_of(study_memory_desc desc) {
    study_layout layout = {0};
    const dnnl_dims_t *extents = NULL, *padded = NULL, *strides = NULL;
    const dnnl_dims_t *sizes = NULL, *axes = NULL;
    dnnl_format_kind_t kind = dnnl_format_kind_undef;
    dnnl_memory_desc_query(desc, dnnl_query_ndims_s32, &layout.rank);
    dnnl_memory_desc_query(desc, dnnl_query_data_type, &layout.type);
    dnnl_memory_desc_query(desc, dnnl_query_format_kind, &kind);
    dnnl_memory_desc_query(desc, dnnl_query_dims, &extents);
    dnnl_memory_desc_query(desc, dnnl_query_padded_dims, &padded);
    layout.is_blocked = kind == dnnl_blocked;
    if (layout.is_blocked) {
        dnnl_memory_desc_query(desc, dnnl_query_strides, &strides);
        dnnl_memory_desc_query(desc, dnnl_query_inner_nblks_s32, &layout.block_count);
        dnnl_memory_desc_query(desc, dnnl_query_inner_blks, &sizes);
        dnnl_memory_desc_query(desc, dnnl_query_inner_idxs, &axes);
    }
    for (int axis = 0; axis < layout.rank && axis < STUDY_MAX_AXES; axis++) {
        if (extents) layout.extents[axis] = (*extents)[axis];
        if (padded) layout.padded_extents[axis] = (*padded)[axis];
        if (strides) layout.strides[axis] = (*strides)[axis];
    }
    for (int block = 0; block < layout.block_count && block < STUDY_MAX_AXES; block++) {
        if (sizes) layout.block_sizes[block] = (*sizes)[block];
        if (axes) layout.block_axes[block] = (*axes)[block];
    }
    return layout;
}

static inline dnnl_status_t study_reorder_create(
    dnnl_primitive_desc_t *out, dnnl_engine_t engine, study_memory_desc source,
    study_memory_desc target, const_dnnl_primitive_attr_t attributes) {
    return dnnl_reorder_primitive_desc_create(out, source, engine, target, engine, attributes);
}

static inline dnnl_status_t study_convolution_forward_create(
    dnnl_primitive_desc_t *out, dnnl_engine_t engine, dnnl_prop_kind_t propagation,
    dnnl_alg_kind_t algorithm, const study_convolution *shapes,
    const_dnnl_primitive_attr_t attributes) {
    const dnnl_dim_t dilation[2] = {0, 0};
    return dnnl_convolution_forward_primitive_desc_create(
        out, engine, propagation, algorithm, shapes->source, shapes->weight, shapes->bias,
        shapes->target, shapes->strides, dilation, shapes->padding, shapes->padding, attributes);
}

static inline dnnl_status_t study_convolution_backward_data_create(
    dnnl_primitive_desc_t *out, dnnl_engine_t engine, dnnl_alg_kind_t algorithm,
    const study_convolution *shapes, const_dnnl_primitive_desc_t forward,
    const_dnnl_primitive_attr_t attributes) {
    const dnnl_dim_t dilation[2] = {0, 0};
    return dnnl_convolution_backward_data_primitive_desc_create(
        out, engine, algorithm, shapes->source, shapes->weight, shapes->target, shapes->strides,
        dilation, shapes->padding, shapes->padding, forward, attributes);
}

static inline dnnl_status_t study_convolution_backward_weights_create(
    dnnl_primitive_desc_t *out, dnnl_engine_t engine, dnnl_alg_kind_t algorithm,
    const study_convolution *shapes, const_dnnl_primitive_desc_t forward,
    const_dnnl_primitive_attr_t attributes) {
    const dnnl_dim_t dilation[2] = {0, 0};
    return dnnl_convolution_backward_weights_primitive_desc_create(
        out, engine, algorithm, shapes->source, shapes->weight, shapes->bias, shapes->target,
        shapes->strides, dilation, shapes->padding, shapes->padding, forward, attributes);
}

static inline dnnl_status_t study_inner_product_forward_create(
    dnnl_primitive_desc_t *out, dnnl_engine_t engine, dnnl_prop_kind_t propagation,
    const study_inner_product *shapes, const_dnnl_primitive_attr_t attributes) {
    return dnnl_inner_product_forward_primitive_desc_create(
        out, engine, propagation, shapes->source, shapes->weight, shapes->bias, shapes->target,
        attributes);
}

static inline dnnl_status_t study_inner_product_backward_data_create(
    dnnl_primitive_desc_t *out, dnnl_engine_t engine, const study_inner_product *shapes,
    const_dnnl_primitive_desc_t forward, const_dnnl_primitive_attr_t attributes) {
    return dnnl_inner_product_backward_data_primitive_desc_create(
        out, engine, shapes->source, shapes->weight, shapes->target, forward, attributes);
}

static inline dnnl_status_t study_inner_product_backward_weights_create(
    dnnl_primitive_desc_t *out, dnnl_engine_t engine, const study_inner_product *shapes,
    const_dnnl_primitive_desc_t forward, const_dnnl_primitive_attr_t attributes) {
    return dnnl_inner_product_backward_weights_primitive_desc_create(
        out, engine, shapes->source, shapes->weight, shapes->bias, shapes->target, forward,
        attributes);
}

static inline dnnl_status_t study_matmul_create(
    dnnl_primitive_desc_t *out, dnnl_engine_t engine, study_memory_desc source,
    study_memory_desc weight, study_memory_desc target, const_dnnl_primitive_attr_t attributes) {
    return dnnl_matmul_primitive_desc_create(
        out, engine, source, weight, NULL, target, attributes);
}

static inline dnnl_status_t study_pooling_forward_create(
    dnnl_primitive_desc_t *out, dnnl_engine_t engine, dnnl_prop_kind_t propagation,
    dnnl_alg_kind_t algorithm, const study_pooling *shapes,
    const_dnnl_primitive_attr_t attributes) {
    const dnnl_dim_t dilation[2] = {0, 0};
    return dnnl_pooling_forward_primitive_desc_create(
        out, engine, propagation, algorithm, shapes->source, shapes->target, shapes->strides,
        shapes->extents, dilation, shapes->padding, shapes->end_padding, attributes);
}

static inline dnnl_status_t study_pooling_backward_create(
    dnnl_primitive_desc_t *out, dnnl_engine_t engine, dnnl_alg_kind_t algorithm,
    const study_pooling *shapes, const_dnnl_primitive_desc_t forward,
    const_dnnl_primitive_attr_t attributes) {
    const dnnl_dim_t dilation[2] = {0, 0};
    return dnnl_pooling_backward_primitive_desc_create(
        out, engine, algorithm, shapes->source, shapes->target, shapes->strides, shapes->extents,
        dilation, shapes->padding, shapes->end_padding, forward, attributes);
}

/* An element-wise function; source and target have the same layout. */
static inline dnnl_status_t study_eltwise_forward_create(
    dnnl_primitive_desc_t *out, dnnl_engine_t engine, dnnl_prop_kind_t propagation,
    dnnl_alg_kind_t algorithm, study_memory_desc layout,
    const_dnnl_primitive_attr_t attributes) {
    return dnnl_eltwise_forward_primitive_desc_create(
        out, engine, propagation, algorithm, layout, layout, 0, 0, attributes);
}

static inline dnnl_status_t study_eltwise_backward_create(
    dnnl_primitive_desc_t *out, dnnl_engine_t engine, dnnl_alg_kind_t algorithm,
    study_memory_desc layout, const_dnnl_primitive_desc_t forward,
    const_dnnl_primitive_attr_t attributes) {
    return dnnl_eltwise_backward_primitive_desc_create(
        out, engine, algorithm, layout, layout, layout, 0, 0, forward, attributes);
}

static inline dnnl_status_t study_post_ops_append(
    dnnl_post_ops_t operations, dnnl_alg_kind_t algorithm, float alpha, float beta) {
    return dnnl_post_ops_append_eltwise(operations, algorithm, alpha, beta);
}

static inline dnnl_status_t study_post_ops_append_sum(dnnl_post_ops_t operations) {
    return dnnl_post_ops_append_sum(operations, 1, 0, dnnl_data_type_undef);
}

#endif

/* Functions of each element that may follow another operation. */
typedef enum {
    study_activation_relu,
    study_activation_relu6,
    study_activation_silu,
    study_activation_gelu,
    study_activation_hardswish,
    study_activation_sigmoid,
    study_activation_hardsigmoid
} study_activation;

static inline dnnl_status_t study_post_ops_append_activation(
    dnnl_post_ops_t operations, study_activation activation) {
    switch (activation) {
    case study_activation_relu:
        return study_post_ops_append(operations, dnnl_eltwise_relu, 0, 0);
    case study_activation_relu6:
        return study_post_ops_append(operations, dnnl_eltwise_clip, 0, 6);
    case study_activation_silu:
        return study_post_ops_append(operations, dnnl_eltwise_swish, 1, 0);
    case study_activation_gelu:
        return study_post_ops_append(operations, dnnl_eltwise_gelu_erf, 0, 0);
    /* x * min(max(x / 6 + 1 / 2, 0), 1); version 2 has no other constants. */
    case study_activation_hardswish:
        return study_post_ops_append(operations, dnnl_eltwise_hardswish, 1.0f / 6, 0.5f);
    case study_activation_sigmoid:
        return study_post_ops_append(operations, dnnl_eltwise_logistic, 0, 0);
    /* Version 2.6 has no hardsigmoid. */
    case study_activation_hardsigmoid: {
        dnnl_status_t status
            = study_post_ops_append(operations, dnnl_eltwise_linear, 1.0f / 6, 0.5f);
        if (status != dnnl_success) return status;
        return study_post_ops_append(operations, dnnl_eltwise_clip, 0, 1);
    }
    }
    return dnnl_invalid_arguments;
}

#endif
