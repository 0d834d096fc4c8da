#ifndef STUDY_CDNNL_SHIM_H
#define STUDY_CDNNL_SHIM_H

#include <oneapi/dnnl/dnnl.h>

#if DNNL_VERSION_MAJOR != 2
#error "study needs oneDNN 2.x (Debian 12: apt-get install libdnnl-dev); another major version of oneDNN was found."
#endif

/* oneDNN runs its kernels on OpenMP's threads. The engine's own kernels run on the same threads, so
 * that two pools never compete for the cores. These are libgomp's entry points; its header is the
 * compiler's own. */
void omp_set_num_threads(int count);
int omp_get_max_threads(void);
void GOMP_parallel(void (*body)(void *), void *context, unsigned threads, unsigned flags);
int omp_get_thread_num(void);
int omp_get_num_threads(void);
void omp_set_dynamic(int dynamic);

#endif
