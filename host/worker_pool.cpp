#include "host/worker_pool.h"

#include <stdexcept>
#include <string>

namespace spintile::host {
namespace {

/// Looks for a while before it sleeps: the next round mostly comes sooner than a sleeper wakes.
constexpr int looks = 2000;

template <class Value>
void wait_for_change(const std::atomic<Value>& value, Value old) {
  for (int look = 0; look < looks; ++look) {
    if (value.load(std::memory_order_acquire) != old) return;
#if defined(__x86_64__)
    __builtin_ia32_pause();
#endif
  }
  value.wait(old, std::memory_order_acquire);
}

}  // namespace

WorkerPool::WorkerPool(int threads) {
  if (threads < 1) throw std::invalid_argument(std::to_string(threads) + " threads; 1 or more are needed");
  for (int thread = 1; thread < threads; ++thread) {
    workers_.emplace_back([this, thread] { serve(thread); });
  }
}

WorkerPool::~WorkerPool() {
  ends_.store(true);
  round_.fetch_add(1, std::memory_order_release);
  round_.notify_all();
  for (std::thread& worker : workers_) worker.join();
}

void WorkerPool::take_jobs(int thread) {
  for (int job = next_job_.fetch_add(1); job < jobs_; job = next_job_.fetch_add(1)) (*work_)(job, thread);
}

void WorkerPool::serve(int thread) {
  std::uint32_t round = 0;
  while (true) {
    wait_for_change(round_, round);
    ++round;
    if (ends_.load()) return;
    take_jobs(thread);
    if (busy_.fetch_sub(1, std::memory_order_acq_rel) == 1) busy_.notify_one();
  }
}

void WorkerPool::run(int jobs, const std::function<void(int job, int thread)>& work) {
  work_ = &work;
  jobs_ = jobs;
  next_job_.store(0);
  busy_.store(static_cast<int>(workers_.size()));
  round_.fetch_add(1, std::memory_order_release);
  round_.notify_all();
  take_jobs(0);
  for (int busy = busy_.load(std::memory_order_acquire); busy != 0; busy = busy_.load(std::memory_order_acquire)) {
    wait_for_change(busy_, busy);
  }
}

}  // namespace spintile::host
