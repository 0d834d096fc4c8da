#include "CKernels.h"

#include <string.h>

/* With GNU's or LLVM's compiler on x86-64, each function exists for AVX-512, AVX2 and every
 * processor. */
#if defined(__x86_64__) && defined(__linux__)
#define VERSIONS __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define VERSIONS
#endif

typedef float lanes __attribute__((vector_size(64), aligned(4)));
typedef int words __attribute__((vector_size(64), aligned(4)));

/* e = exp(-z), s = 1 / (1 + e); exp as in `Vector.exponential` of the engine. */
#define SIGMOID(z, e, s) \
    do { \
        lanes x = -(z); \
        x = __builtin_elementwise_min(__builtin_elementwise_max(x, low), high); \
        lanes shifted = x * 1.44269504f + 12582912.0f; \
        lanes n = shifted - 12582912.0f; \
        lanes r = x - n * 0.693359375f - n * -2.12194440e-4f; \
        lanes p = r * 1.38145348e-3f + 8.36874545e-3f; \
        p = p * r + 4.16683927e-2f; \
        p = p * r + 1.66665211e-1f; \
        p = p * r + 4.9999994e-1f; \
        p = p * (r * r) + r + 1.0f; \
        words power = (words)shifted << 23; \
        e = (lanes)((words)p + power); \
        s = 1.0f / (1.0f + e); \
    } while (0)

/* Calls BODY for each 16 elements with `z`, and with zeros after the last element. */
#define EACH(BODY) \
    const lanes low = (lanes){0} - 87.0f, high = (lanes){0} + 88.0f; \
    lanes a, b; \
    memcpy(&a, scale, sizeof a); \
    memcpy(&b, shift, sizeof b); \
    for (size_t i = 0; i < count; i += STUDY_LANES) { \
        size_t bytes = count - i < STUDY_LANES ? (count - i) * sizeof *x : sizeof(lanes); \
        lanes z = {0}, e, s, y; \
        if (bytes == sizeof(lanes)) memcpy(&z, x + i, sizeof z); else memcpy(&z, x + i, bytes); \
        z = z * a + b; \
        SIGMOID(z, e, s); \
        BODY; \
        if (bytes == sizeof(lanes)) memcpy(result + i, &y, sizeof y); \
        else memcpy(result + i, &y, bytes); \
    }

VERSIONS void study_silu(
    const float *x, const float *scale, const float *shift, size_t count, float *result) {
    EACH(y = z * s)
}

VERSIONS void study_silu_derivative(
    const float *x, const float *scale, const float *shift, size_t count, float *result) {
    /* e s = 1 - s, without cancellation. */
    EACH(y = s * (1.0f + z * (e * s)))
}
