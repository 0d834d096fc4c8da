#ifndef STUDY_CKERNELS_H
#define STUDY_CKERNELS_H

#include <stddef.h>

/* Loops of the engine that are compiled for several instruction sets; the processor's best is
 * chosen when the program starts. */

/* Functions of z = x[i] * scale[i % 16] + shift[i % 16] for 0 <= i < count; `result` may be `x`. */

/* The number of values of `scale` and `shift`. */
#define STUDY_LANES 16

/* SiLU, z / (1 + exp(-z)). */
void study_silu(
    const float *x, const float *scale, const float *shift, size_t count, float *result);

/* The derivative of SiLU with respect to z. */
void study_silu_derivative(
    const float *x, const float *scale, const float *shift, size_t count, float *result);

#endif
