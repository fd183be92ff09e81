#include "host/worker_pool.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace spintile::host {
namespace {

TEST(WorkerPool, EveryJobOnceAndAllBeforeItReturns) {
  for (const int threads : {1, 2, 5}) {
    WorkerPool pool(threads);
    EXPECT_EQ(pool.threads(), threads);
    for (int round = 0; round < 2000; ++round) {
      const int jobs = round % 40;
      std::vector<int> calls(40, 0);
      pool.run(jobs, [&](int job, int thread) {
        calls[static_cast<std::size_t>(job)] += 1;
        ASSERT_LT(thread, threads);
      });
      for (int job = 0; job < 40; ++job) ASSERT_EQ(calls[static_cast<std::size_t>(job)], job < jobs ? 1 : 0);
    }
  }
}

TEST(WorkerPool, NeedsAThread) { EXPECT_THROW(WorkerPool(0), std::invalid_argument); }

}  // namespace
}  // namespace spintile::host
