#pragma once

#include <time.h>

namespace spintile::verif {

/// Seconds this thread has worked, so that a busy machine does not count.
inline double thread_seconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

}  // namespace spintile::verif
