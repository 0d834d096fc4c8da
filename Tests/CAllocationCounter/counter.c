#define _GNU_SOURCE
#include "CAllocationCounter.h"

#include <errno.h>
#include <link.h>
#include <malloc.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

// An executable that defines malloc, free and related functions replaces them for all libraries of
// its process. These count and call glibc's own. Large buffers of the engine come from mmap.
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *memory, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void *memory);

static atomic_bool is_counting;
static atomic_size_t own_count, own_largest, library_count;
// Blocks of memory that are allocated and not freed.
static atomic_long blocks;

// The addresses of oneDNN, OpenMP and the C++ library.
static struct {
    uintptr_t start, end;
} libraries[8];
static size_t known_libraries;

static int find_library(struct dl_phdr_info *info, size_t size, void *unused) {
    static const char *const names[] = {"libdnnl", "libgomp", "libomp", "libiomp", "libstdc++"};
    (void)size, (void)unused;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (info->dlpi_name == NULL || strstr(info->dlpi_name, names[i]) == NULL) continue;
        for (size_t part = 0; part < info->dlpi_phnum; part++) {
            const ElfW(Phdr) *header = &info->dlpi_phdr[part];
            if (header->p_type != PT_LOAD || !(header->p_flags & PF_X)) continue;
            if (known_libraries == sizeof libraries / sizeof *libraries) return 1;
            libraries[known_libraries].start = info->dlpi_addr + header->p_vaddr;
            libraries[known_libraries].end = info->dlpi_addr + header->p_vaddr + header->p_memsz;
            known_libraries++;
        }
    }
    return 0;
}

// Whether code of these libraries has called.
static bool is_library(void *caller) {
    for (size_t i = 0; i < known_libraries; i++) {
        uintptr_t address = (uintptr_t)caller;
        if (address >= libraries[i].start && address < libraries[i].end) return true;
    }
    return false;
}

static void note(size_t size, void *caller) {
    if (!atomic_load_explicit(&is_counting, memory_order_relaxed)) return;
    if (is_library(caller)) {
        atomic_fetch_add(&library_count, 1);
        return;
    }
    atomic_fetch_add(&own_count, 1);
    size_t known = atomic_load(&own_largest);
    while (size > known && !atomic_compare_exchange_weak(&own_largest, &known, size)) {
    }
}

// Counts a new block; returns its address.
static void *added(void *memory) {
    if (memory != NULL) atomic_fetch_add_explicit(&blocks, 1, memory_order_relaxed);
    return memory;
}

void *malloc(size_t size) {
    note(size, __builtin_return_address(0));
    return added(__libc_malloc(size));
}

void *calloc(size_t count, size_t size) {
    note(count * size, __builtin_return_address(0));
    return added(__libc_calloc(count, size));
}

void *realloc(void *memory, size_t size) {
    note(size, __builtin_return_address(0));
    void *result = __libc_realloc(memory, size);
    if (memory == NULL) return added(result);
    // A size of zero frees the block.
    if (size == 0) atomic_fetch_sub_explicit(&blocks, 1, memory_order_relaxed);
    return result;
}

void free(void *memory) {
    if (memory == NULL) return;
    atomic_fetch_sub_explicit(&blocks, 1, memory_order_relaxed);
    __libc_free(memory);
}

void *memalign(size_t alignment, size_t size) {
    note(size, __builtin_return_address(0));
    return added(__libc_memalign(alignment, size));
}

void *aligned_alloc(size_t alignment, size_t size) {
    note(size, __builtin_return_address(0));
    return added(__libc_memalign(alignment, size));
}

int posix_memalign(void **memory, size_t alignment, size_t size) {
    if (alignment == 0 || alignment % sizeof(void *) != 0 || (alignment & (alignment - 1)) != 0) {
        return EINVAL;
    }
    note(size, __builtin_return_address(0));
    void *result = added(__libc_memalign(alignment, size));
    if (result == NULL) return ENOMEM;
    *memory = result;
    return 0;
}

void *mmap(void *address, size_t size, int protection, int flags, int file, off_t offset) {
    note(size, __builtin_return_address(0));
    return (void *)syscall(SYS_mmap, address, size, protection, flags, file, offset);
}

void *mmap64(void *address, size_t size, int protection, int flags, int file, off_t offset) {
    note(size, __builtin_return_address(0));
    return (void *)syscall(SYS_mmap, address, size, protection, flags, file, offset);
}

void allocation_counter_start(void) {
    if (known_libraries == 0) dl_iterate_phdr(find_library, NULL);
    atomic_store(&own_count, 0);
    atomic_store(&own_largest, 0);
    atomic_store(&library_count, 0);
    atomic_store(&is_counting, true);
}

allocation_counts allocation_counter_stop(void) {
    atomic_store(&is_counting, false);
    return (allocation_counts){
        .count = atomic_load(&own_count),
        .largest = atomic_load(&own_largest),
        .library_count = atomic_load(&library_count)};
}

long allocation_counter_blocks_in_use(void) {
    return atomic_load(&blocks);
}

size_t allocation_counter_bytes_in_use(void) {
    struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
}
