// Threads that share the loops of one call. The layers of a network follow each other within microseconds, and waking a
// thread takes a hundred: so those that have just worked look out for the next loop a while before they sleep.
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <time.h>

#include "ConvolutionKernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#define PAUSE() _mm_pause()
#elif defined(__aarch64__)
#define PAUSE() __asm__ volatile("yield")
#else
#define PAUSE() ((void)0)
#endif

enum { LOOKOUT_NANOSECONDS = 200000, MOST_MEMBERS = 255, LOOKS_BETWEEN_CLOCKS = 64 };

static pthread_mutex_t in_use = PTHREAD_MUTEX_INITIALIZER;

// One loop at a time; written by its caller while nobody has a seat.
static struct {
    ck_part_body body;
    void *context;
    int32_t parts;
} loop;

static _Atomic int32_t next_part;
static _Atomic int32_t seats;         // for members who may still join this loop
static _Atomic int32_t left;          // members who joined it and have gone again
static _Atomic uint32_t loop_number;  // members join a loop once
static _Atomic int32_t sleepers;
static int32_t members;

static pthread_mutex_t bedroom = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t bell = PTHREAD_COND_INITIALIZER;

static void work(void) {
    for (;;) {
        int32_t part = atomic_fetch_add_explicit(&next_part, 1, memory_order_relaxed);
        if (part >= loop.parts) return;
        loop.body(loop.context, part);
    }
}

static bool take_seat(void) {
    int32_t free = atomic_load(&seats);
    while (free > 0) {
        if (atomic_compare_exchange_weak(&seats, &free, free - 1)) return true;
    }
    return false;
}

static int64_t nanoseconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

// Until there is another loop than the one of this number.
static void wait_for_loop_after(uint32_t seen) {
    int64_t end = nanoseconds() + LOOKOUT_NANOSECONDS;
    do {
        for (int look = 0; look < LOOKS_BETWEEN_CLOCKS; look++) {
            if (atomic_load_explicit(&loop_number, memory_order_acquire) != seen) return;
            PAUSE();
        }
    } while (nanoseconds() < end);
    pthread_mutex_lock(&bedroom);
    atomic_fetch_add(&sleepers, 1);
    while (atomic_load(&loop_number) == seen) pthread_cond_wait(&bell, &bedroom);
    atomic_fetch_sub(&sleepers, 1);
    pthread_mutex_unlock(&bedroom);
}

static void *member(void *unused) {
    (void)unused;
    uint32_t seen = 0;
    for (;;) {
        wait_for_loop_after(seen);
        seen = atomic_load(&loop_number);
        if (!take_seat()) continue;
        work();
        atomic_fetch_add_explicit(&left, 1, memory_order_release);
    }
    return NULL;
}

// Threads that cannot be had are done without.
static void hire(int32_t wanted) {
    while (members < wanted && members < MOST_MEMBERS) {
        pthread_t thread;
        if (pthread_create(&thread, NULL, member, NULL) != 0) return;
        pthread_detach(thread);
        members++;
    }
}

bool ck_share(int32_t parts, int32_t threads, ck_part_body body, void *context) {
    if (pthread_mutex_trylock(&in_use) != 0) return false;
    hire(threads - 1);
    int32_t offered = threads - 1 < members ? threads - 1 : members;
    loop.body = body;
    loop.context = context;
    loop.parts = parts;
    atomic_store_explicit(&next_part, 0, memory_order_relaxed);
    atomic_store_explicit(&left, 0, memory_order_relaxed);
    atomic_store(&seats, offered);
    atomic_fetch_add(&loop_number, 1);
    if (atomic_load(&sleepers) > 0) {
        pthread_mutex_lock(&bedroom);
        pthread_cond_broadcast(&bell);
        pthread_mutex_unlock(&bedroom);
    }
    work();
    // Nobody joins any more; those who have may still be at their last part.
    int32_t joined = offered - atomic_exchange(&seats, 0);
    for (int look = 0; atomic_load_explicit(&left, memory_order_acquire) < joined; look++) {
        if (look < 10000) PAUSE();
        else sched_yield();
    }
    pthread_mutex_unlock(&in_use);
    return true;
}
