#ifndef CALLOCATIONCOUNTER_H
#define CALLOCATIONCOUNTER_H

#include <stddef.h>

/// Calls of malloc, its relatives and mmap by all threads of the process, while counting is on.
/// Calls by oneDNN, OpenMP and the C++ library, which oneDNN allocates with, are counted apart from
/// those of all other code.
typedef struct {
    /// Calls by other code than those libraries.
    size_t count;
    /// Bytes of the largest of these calls.
    size_t largest;
    /// Calls by those libraries.
    size_t library_count;
} allocation_counts;

/// Sets all counts to zero and begins to count.
void allocation_counter_start(void);

/// Ends counting.
allocation_counts allocation_counter_stop(void);

/// The number of blocks that are allocated now.
long allocation_counter_blocks_in_use(void);

/// Bytes that are allocated now, in all arenas and mappings of malloc. The bytes of a block depend
/// on the holes in the heap: the same blocks may have a few bytes more or less.
size_t allocation_counter_bytes_in_use(void);

#endif
